import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contract, type ContractCondition, contractSchema, MEASURES, SUBJECTS } from '../../model/contract.ts';
import { compactStep, type Step } from '../../model/step.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { evaluateCondition, renderValue } from '../engine/expression.ts';
import { checkExamples } from './check-examples.ts';
import { ContractError, compileContract } from './compile-contract.ts';
import { actionOf, contractOf, daily, on, rivals } from './contract.fixture.ts';
import { explainContract } from './explain-contract.ts';
import { makeExamples } from './make-examples.ts';
import { facts } from './planner/facts.fixture.ts';
import { EXAMPLE_NOW } from './subjects/examples-time.ts';
import { subjects } from './subjects/subjects.ts';
import { normalizePlaybook } from './validate-playbook.ts';

const units: readonly ContractCondition['unit'][] = ['percent', 'currency', 'count', 'days', 'stars', 'none'];
const bases: readonly ContractCondition['base'][] = ['our price', 'their price', 'price before', 'none'];
const operators: readonly ContractCondition['operator'][] = ['>', '>=', '<', '<=', '==', 'contains'];

/** Everything that acts, with what it needs to be told. */
const actions = [
  actionOf('notify', { to: ['user'] }),
  actionOf('send_email', {
    to: ['user', 'sam@shop.example'],
    details: { subject: 'Hi {{event.x}}', text: 'a {{ b }}' },
  }),
  actionOf('post_slack_message', { to: ['#ops', '#Pricing'] }),
  actionOf('send_telegram_message', { to: ['user'] }),
  actionOf('post_discord_message'),
  actionOf('post_teams_message'),
  actionOf('send_sms', { to: ['+1 315 555 0120', '315-555-0121'] }),
  actionOf('send_push', { to: ['user'] }),
  actionOf('create_task', { details: { title: 'call {{them}}', person: 'craig' } }),
  actionOf('create_task'),
  actionOf('raise_alert'),
  actionOf('append_sheet_row', { details: { sheet: 'Big Orders' } }),
  actionOf('save_to_drive', { details: { name: 'News' } }),
  actionOf('create_calendar_event', { details: { title: 'Inspection' } }),
  actionOf('publish_social_post', { details: { text: 'New colors' } }),
  actionOf('send_newsletter', { details: { audience: 'members', subject: 'News', text: 'Hello {first_name|there}' } }),
  actionOf('request_approval', { to: ['user'] }),
  actionOf('ask_human', { details: { text: 'Go on?' } }),
  actionOf('delegate', { details: { person: 'pops' } }),
  actionOf('summarize_text'),
  actionOf('generate_text', { details: { text: 'Write a friendly note' } }),
];

/** At which a state is told of when it begins. */
const hourly = { ...daily, cron: '0 * * * *' } as Contract['triggers'][number];

function contractsOf(subject: Contract['subject']): fc.Arbitrary<Contract> {
  const condition: fc.Arbitrary<ContractCondition> = fc.record({
    measure: fc.constantFrom(...MEASURES),
    operator: fc.constantFrom(...operators),
    value: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constantFrom('refund', 'say "hi" {{now}}')),
    unit: fc.constantFrom(...units),
    base: fc.constantFrom(...bases),
    of: fc.constantFrom(null, null, 'Blue Dream', 'Salt City', 'a "b" {{c}}'),
  });
  const events = subjects[subject].events.map(({ eventName }) => on(eventName));
  return fc
    .record({
      triggers: fc.array(fc.constantFrom(daily, hourly, ...events), { minLength: 1, maxLength: 2 }),
      conditions: fc.array(condition, { maxLength: 2 }),
      chosen: fc.array(
        fc.record({
          action: fc.constantFrom(...actions),
          when: fc.constantFrom('then' as const, 'then' as const, 'otherwise' as const, 'always' as const),
          also: fc.array(condition, { maxLength: 1 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    })
    .map(({ triggers, conditions, chosen }) =>
      contractOf({
        subject,
        triggers,
        conditions,
        actions: chosen.map(({ action, when, also }) => ({ ...action, when, also })),
        urls: ['website', 'web_page', 'feed'].includes(subject) ? ['https://a.example/', 'https://b.example/'] : [],
        competitors: subject === 'competitor_prices' ? rivals : [],
      }),
    );
}

/** The draft, or null where the contract says what nobody can tell. */
function compiled(contract: Contract) {
  try {
    return compileContract(contract, facts);
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}

function contentOf(contract: Contract) {
  const draft = compiled(contract);
  if (draft === null) return null;
  const normalized = normalizePlaybook(draft, stepCatalog);
  if ('problems' in normalized)
    throw new Error(`${JSON.stringify(contract)}\n${JSON.stringify(normalized.problems, null, 1)}`);
  return normalized.content;
}

/** What steps before would have given, for the messages of those after them. */
const written = {
  generate_competitor_report: { title: 'T', summary: 'S', markdown: 'M', html: '<p>M</p>', fileName: 'f.md' },
  summarize_text: { summary: 'S' },
  generate_text: { text: 'T' },
};

/** Every param of a step that acts on an example has to come out of its templates. */
function render(steps: readonly Step[], { given }: Contract['examples'][number]): void {
  const notice_change = { changed: true, began: true, before: null };
  const outputs = { ...written, notice_change, ...given.steps };
  const names = {
    steps: outputs,
    money_mike: given.steps.analyze_pricing ?? null,
    event: given.event,
    trigger: { id: null, type: 'schedule', scheduledFor: null },
    user: { id: 'u', name: 'Ada', email: 'ada@example.com', locale: 'en-US' },
    org: { id: 'o', name: 'Shop', timezone: 'UTC', currency: 'USD' },
    inputs: { spreadsheet: 'https://sheets.example/', postal_address: 'Main Street 1' },
    now: EXAMPLE_NOW,
  };
  for (const step of steps) {
    if (Object.hasOwn(written, step.action)) continue;
    if (step.condition !== null && !evaluateCondition(step.condition, names)) continue;
    renderValue(step.params, names);
    const items = step.action === 'for_each' ? renderValue(step.params.items ?? [], names) : [];
    for (const item of Array.isArray(items) ? items : []) {
      for (const inner of step.steps) renderValue(inner.params, { ...names, item });
    }
    const taken = step.branches.find(({ condition }) => condition === null || evaluateCondition(condition, names));
    render(taken?.steps ?? [], { words: '', given, fires: true });
  }
}

/** For people who read why it failed. */
function inShort(contract: Contract, { steps, triggers }: { steps: readonly Step[]; triggers: readonly unknown[] }) {
  return JSON.stringify({ contract, triggers, steps: steps.map(compactStep) }, null, 1);
}

describe.each([...SUBJECTS])('every contract about %s', (subject) => {
  it('becomes a playbook that can be saved, is told in 700 characters, and does as its examples say', () => {
    fc.assert(
      fc.property(contractsOf(subject), (plain) => {
        const content = contentOf(plain);
        if (content === null) return;
        expect(explainContract(plain, facts).length).toBeLessThanOrEqual(700);
        const contract = contractSchema.parse({ ...plain, examples: makeExamples(plain, facts) });
        const asked = contract.conditions.length + contract.actions.flatMap(({ also }) => also).length;
        if (asked < 2) expect(contract.examples.length).toBeGreaterThan(0);
        for (const example of contract.examples.filter(({ fires }) => fires)) render(content.steps, example);
        const wrong = checkExamples(content, contract).filter(({ agrees }) => !agrees);
        expect(wrong, inShort(plain, content)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
