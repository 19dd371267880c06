import { afterEach, describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../functions/src/core/authoring/model-instructions.ts';
import { createVendorModel } from '../../functions/src/core/authoring/vendor-model.ts';
import { contractSchema } from '../../functions/src/model/contract.ts';
import { jsonObject } from '../../functions/src/model/json.ts';
import { createStepCatalog } from '../../functions/src/steps/registry.ts';
import { type Line, type ScriptedLlm, scriptedLlm } from '../../functions/test/vendors/llm-scripted.ts';
import type { Row } from './row.ts';
import { configuredVendor, vendor } from './vendor.ts';

const contract = jsonObject.parse(EXAMPLES[0]);
const parsed = contractSchema.parse(contract);
const facts: Row['facts'] = {
  orgName: 'Thrive',
  timezone: 'Europe/Berlin',
  currency: 'EUR',
  locale: 'de-DE',
  now: new Date('2026-11-23T13:00:00Z'),
  user: { name: 'Ada', email: 'ada@thrive.example' },
  competitors: [],
  products: [],
  connections: [],
  playbooks: [{ name: 'Low Stock Alert', status: 'active', contract: parsed }],
};

let server: ScriptedLlm | null = null;
afterEach(() => server?.close());

/** What a dialogue comes out as with a model that says these lines, and what the model was asked. */
async function outcomeOf(say: readonly string[], ...lines: readonly Line[]) {
  const scripted = await scriptedLlm('openai-compatible', (_, index) => lines[index] ?? { text: 'And so on' });
  server = scripted;
  const row: Row = { id: 'r', category: 'c', added: '2026-11-21', say: [...say], facts, expect: [{ kind: 'refuse' }] };
  const outcome = await vendor(createVendorModel(scripted.llm, createStepCatalog([]))).understand(row);
  return { outcome, asked: scripted.asked };
}

describe('what a model of a vendor makes of a sentence', () => {
  it('is the contract that it proposes', async () => {
    const { outcome, asked } = await outcomeOf(['watch them'], { calls: [['propose_playbook', { contract }]] });
    expect(outcome).toEqual({ kind: 'create', contract: parsed });
    expect(asked[0]?.tools).toEqual(expect.arrayContaining(['ask_user', 'propose_playbook', 'pause_playbook']));
    expect(asked[0]?.instructions).toContain('Low Stock Alert');
  });

  it('is its question, or its words', async () => {
    const question = { question: 'By how much?', about: 'threshold' };
    expect((await outcomeOf(['watch'], { calls: [['ask_user', question]] })).outcome).toEqual({
      kind: 'ask',
      about: 'threshold',
      question: 'By how much?',
    });
    const { outcome } = await outcomeOf(['call my mother'], { text: 'I cannot call anybody.' });
    expect(outcome).toEqual({ kind: 'refuse', message: 'I cannot call anybody.' });
  });

  it.each([
    ['pause_playbook', { playbookId: 'playbook_1' }, 'pause'],
    ['execute_playbook', { playbookId: 'playbook_1' }, 'run'],
    ['explain_playbook', { playbookId: 'playbook_1' }, 'explain'],
  ])('is its order: %s', async (tool, params, verb) => {
    const { outcome } = await outcomeOf(['do it'], { calls: [[tool, params]] });
    expect(outcome).toEqual({ kind: 'command', verb, target: 'Low Stock Alert', contract: null });
  });

  it('is what follows from a look, not the look', async () => {
    const look: Line = { calls: [['list_playbooks', {}]] };
    const { outcome, asked } = await outcomeOf(['stop it'], look, {
      calls: [['archive_playbook', { playbookId: 'playbook_1' }]],
    });
    expect(outcome).toMatchObject({ verb: 'archive' });
    expect(asked[1]?.said.at(-1)?.by).toBe('tool');
    expect((await outcomeOf(['what have I got?'], look, { text: 'One.' })).outcome).toMatchObject({ verb: 'list' });
  });

  it('of a dialogue is what the last turn is: a change of the proposal', async () => {
    const changed = { ...contract, conditions: [] };
    const { outcome } = await outcomeOf(
      ['watch them', 'always'],
      { calls: [['propose_playbook', { contract }]] },
      { calls: [['edit_playbook', { playbookId: 'proposal', contract: changed }]] },
    );
    const edited = contractSchema.parse(changed);
    expect(outcome).toEqual({ kind: 'command', verb: 'edit', target: null, contract: edited });
  });

  it('is told what does not fit, and may say it again', async () => {
    const { outcome, asked } = await outcomeOf(
      ['watch them'],
      { calls: [['propose_playbook', { contract: { ...contract, subject: 'the moon' } }]] },
      { calls: [['propose_playbook', { contract }]] },
    );
    expect(outcome.kind).toBe('create');
    expect(asked[1]?.said.at(-1)).toMatchObject({ by: 'tool', text: expect.stringContaining('subject') });
  });

  it('waits where the vendor wants a pause', async () => {
    const { outcome } = await outcomeOf(['watch'], 429, { text: 'Here I am.' });
    expect(outcome).toEqual({ kind: 'refuse', message: 'Here I am.' });
  });

  it('comes to an end, though the model does not', async () => {
    const endless = Array.from({ length: 20 }, (): Line => ({ calls: [['nothing_known', {}]] }));
    const { outcome, asked } = await outcomeOf(['watch'], ...endless);
    expect([outcome.kind, asked.length]).toEqual(['refuse', 8]);
  });
});

describe('the model that is asked', () => {
  it('is the one that the environment names', () => {
    expect(configuredVendor({})).toBeNull();
    expect(configuredVendor({ LLM_PROVIDER: 'anthropic', LLM_MODEL: 'm-1', LLM_API_KEY: 'k' })?.name).toBe(
      'anthropic m-1',
    );
  });
});
