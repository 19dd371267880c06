import { describe, expect, it } from 'vitest';
import { createConsentKit } from '../../../../test/kit/consent-kit.ts';
import { paths } from '../../../../test/kit/engine-kit.ts';
import { exampleAnswers, templateFacts } from '../../../../test/kit/template-kit.ts';
import type { JsonObject } from '../../../model/json.ts';
import { docIn } from '../../../model/paths.ts';
import { stepCatalog } from '../../../steps/registry.ts';
import { templateOf } from './registry.ts';
import { fillTemplate } from './template.ts';

/** The playbook as it stands after it has asked; `answered` by the words of the question. */
async function asked() {
  const template = templateOf('weekly-figures');
  const filled = template && fillTemplate(template, exampleAnswers(template), templateFacts);
  if (!filled || 'problems' in filled) throw new Error(JSON.stringify(filled));
  const used = ['ask_human', 'record_figures'];
  const kit = await createConsentKit(stepCatalog.all().filter(({ id }) => used.includes(id)));
  const executionId = await kit.go(filled.draft.steps as unknown as JsonObject[]);
  const answer = async (words: RegExp, text: string) => {
    const found = (await kit.approvals()).find(({ data }) => words.test(data.title));
    return kit.answer(found?.id ?? '', { answer: text });
  };
  const day = docIn(paths.data('metrics'), kit.clock.now().toISOString().slice(0, 10));
  return { kit, executionId, answer, day };
}

describe('the playbook that asks for figures every week', () => {
  it('asks for all at once, and writes down what was answered', async () => {
    const { kit, executionId, answer, day } = await asked();
    expect((await kit.approvals()).map(({ data }) => data.status)).toEqual(['pending', 'pending', 'pending']);
    await answer(/cash/, '$12,400');
    await answer(/owe/, '1.3k');
    expect(await kit.store.get(day)).toBeNull();
    await answer(/burn/, 'Skip');
    expect((await kit.execution(executionId)).status).toBe('completed');
    expect((await kit.store.get(day))?.data).toMatchObject({
      cash: 12_400,
      payables: 1_300,
      lastWrite: { executionId },
    });
  });

  it('says which answer it cannot read', async () => {
    const { kit, executionId, answer, day } = await asked();
    await answer(/cash/, 'plenty');
    await answer(/owe/, '0');
    await answer(/burn/, '0');
    const { status, stepResults } = await kit.execution(executionId);
    expect(status).toBe('failed');
    expect(stepResults.find(({ path }) => path === 'keep')?.error?.message).toContain('Cash: ‘plenty’ is no number');
    expect(await kit.store.get(day)).toBeNull();
  });
});
