import { beforeEach, describe, expect, it } from 'vitest';
import { orgId } from '../../../test/kit/engine-kit.ts';
import { asParams, cardIn, createToolsKit, olive, priceAlert, type ToolsKit } from '../../../test/kit/tools-kit.ts';
import { type Contract, contractSchema } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { type StepDraft, stepDraftSchema } from '../../model/step.ts';
import { ChangedMeanwhileError, updatePlaybook } from './save-playbook.ts';

let kit: ToolsKit;
beforeEach(async () => {
  kit = await createToolsKit();
});

const contract = asParams(priceAlert);
const propose = async (params: JsonObject) => cardIn(await kit.tool('propose_playbook', params));
const stepsOf = async (playbookId: string) =>
  JSON.parse((await kit.stored(playbookId)).stepsJson ?? '[]') as JsonObject[];
const activate = (playbookId: string) => kit.tool('activate_playbook', { playbookId });
const update = (playbookId: string, patch: Parameters<typeof updatePlaybook>[3]) =>
  updatePlaybook(kit.engine, orgId, playbookId, patch, olive);
const mail = { id: 'mail', action: 'send_email', params: { to: 'all@customers.example', subject: 'Hi', body: 'x' } };

describe('examples that a model has made up', () => {
  const harmless = Array.from({ length: 20 }, (_, at) => ({ words: `Nothing ${at}`, fires: false, given: {} }));

  it('do not take the place of those that follow from the contract', async () => {
    const made = await propose({ contract });
    const wrong = JSON.parse(JSON.stringify(await stepsOf(made.playbookId)).replaceAll(/> 10(?!\d)/g, '> 90'));
    const card = await propose({ contract: { ...contract, examples: harmless }, steps: wrong });
    expect(card.problems.join()).toContain('was asked to act on this, and would not');
    await expect(activate(card.playbookId)).rejects.toThrow(/asked to act/);
  });

  it('do not replace one by calling another so', async () => {
    const made = await propose({ contract });
    const examples = made.examples.map(({ words }) => ({ words, fires: false, given: {} }));
    expect((await propose({ contract: { ...contract, examples } })).examples).toEqual(made.examples);
  });

  it('do not hide a step that acts on what is to be left alone', async () => {
    const steps = await stepsOf((await propose({ contract })).playbookId);
    const card = await propose({ contract, steps: [mail, ...steps] });
    expect(card.problems.join()).toContain('“mail” would act');
    await expect(activate(card.playbookId)).rejects.toThrow(/leave this alone/);
    // A look that nobody asked for harms nobody.
    const look = { id: 'look', action: 'query_documents', params: { collection: 'orders' } };
    expect((await propose({ contract, steps: [look, ...steps] })).problems).toEqual([]);
  });

  it('are tried in bounded time, however the loops lie in one another', async () => {
    let inner: JsonObject[] = [{ id: 'note', action: 'log_note', condition: '1 == 1', params: { message: 'x' } }];
    for (const id of ['f4', 'f3', 'f2', 'f1'])
      inner = [{ id, action: 'for_each', params: { items: '{{steps.q.items}}' }, steps: inner }];
    const steps = [{ id: 'q', action: 'query_documents', params: { collection: 'orders' } }, ...inner];
    const items = Array.from({ length: 20 }, (_, at) => at);
    const given = { steps: { q: { items, count: 20, total: 20, isCut: false } } };
    const examples = harmless.map((one) => ({ ...one, given }));
    const began = performance.now();
    const card = await propose({ contract: { ...contract, subject: 'orders', conditions: [], examples }, steps });
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(card.problems.join()).toContain('too many steps');
  });
});

describe('an active playbook agrees with its contract', () => {
  let playbookId: string;
  /** Steps that do not do what was asked for. */
  let wrong: StepDraft[];
  let asked: Contract;
  beforeEach(async () => {
    ({ playbookId } = await propose({ contract }));
    asked = contractSchema.parse(JSON.parse((await kit.stored(playbookId)).contractJson ?? 'null'));
    wrong = JSON.parse(JSON.stringify(await stepsOf(playbookId)).replaceAll(/> 10(?!\d)/g, '> 90'));
  });

  it('in whatever order it is changed', async () => {
    await update(playbookId, { steps: wrong });
    await expect(update(playbookId, { status: 'active' })).rejects.toThrow(/asked to act/);
    await update(playbookId, { status: 'paused' });
    await expect(update(playbookId, { status: 'active', held: 'none' })).rejects.toThrow(/asked to act/);
    await update(playbookId, { contract: null, status: 'active' });
    await expect(update(playbookId, { contract: asked })).rejects.toThrow(/asked to act/);
  });

  it('when two change it at the same moment', async () => {
    await update(playbookId, { status: 'active' });
    const harder = contractSchema.parse({ ...asked, conditions: [{ ...asked.conditions[0], value: 90 }] });
    const changes = [{ steps: wrong }, { contract: harder }];
    const both = await Promise.allSettled(changes.map((one) => update(playbookId, one)));
    expect(both.map(({ status }) => status)).toContain('rejected');
    // What is left of it agrees.
    await update(playbookId, { status: 'paused' });
    await update(playbookId, { status: 'active' });
  });

  it('and is what somebody has seen, where they say what that was', async () => {
    const { versionId } = cardIn(await kit.tool('edit_playbook', { playbookId, name: 'Watch' }));
    expect(versionId).not.toBeNull();
    await update(playbookId, { steps: wrong });
    const seen = { status: 'active', versionId: versionId ?? '' } as const;
    await expect(update(playbookId, seen)).rejects.toThrow(ChangedMeanwhileError);
    expect((await kit.stored(playbookId)).status).toBe('draft');
  });
});

describe('what harms nobody', () => {
  beforeEach(async () => {
    const fields = { 'policy.chatActivates': 'low_risk' };
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields }]);
  });
  const model = { chosenBy: 'model' } as const;

  it('is not what runs another playbook', async () => {
    const other = await kit.playbook([mail]);
    const go = (steps: readonly object[]) => ({
      status: 'draft' as const,
      contract: null,
      steps: steps.map((one) => stepDraftSchema.parse(one)),
    });
    const { playbookId } = await propose({ contract, name: 'Watch' });
    await update(playbookId, go([{ id: 'go', action: 'run_playbook', params: { playbookId: other } }]));
    expect(await kit.ask('activate_playbook', { playbookId }, model)).toMatchObject({ needsClick: true });
    await update(playbookId, go([{ id: 'note', action: 'log_note', params: { message: 'x' } }]));
    const done = await kit.ask('activate_playbook', { playbookId }, { ...model, signal: AbortSignal.abort() });
    expect(done).toMatchObject({ status: 'active' });
  });

  it('is not what does harm once it has failed', async () => {
    const { playbookId } = await propose({ contract, name: 'Watch' });
    await update(playbookId, { status: 'draft', onFailure: [stepDraftSchema.parse(mail)] });
    expect(await kit.ask('activate_playbook', { playbookId }, model)).toMatchObject({ needsClick: true });
  });
});
