import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import { type PlaybookContent, playbookDraftSchema } from '../../model/playbook.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { normalizePlaybook } from '../authoring/validate-playbook.ts';
import { cleanContent } from './clean-content.ts';
import { findPrivate } from './find-private.ts';
import type { PrivateFacts } from './private-facts.ts';

const facts: PrivateFacts = {
  business: 'Thrive Tea',
  ids: ['user_0123456789abcdef', 'AC0123456789', 'org_77aa88bb99cc'],
  names: ['Olive Oyl', 'Green Rival'],
  hosts: ['thrive.example', 'rival.example'],
};

function contentOf(steps: readonly JsonObject[], more: JsonObject = {}): PlaybookContent {
  const draft = playbookDraftSchema.parse({ name: 'Test', steps, ...more });
  const normalized = normalizePlaybook(draft, stepCatalog);
  if ('problems' in normalized) throw new Error(JSON.stringify(normalized.problems));
  return normalized.content;
}

const cleaned = (steps: readonly JsonObject[], more: JsonObject = {}) =>
  cleanContent(contentOf(steps, more), facts, stepCatalog);
const left = (content: PlaybookContent, said: Record<string, string> = {}) =>
  findPrivate(content, said, facts, stepCatalog);

const mail = (params: JsonObject) => ({
  id: 'mail',
  action: 'send_email',
  params: { subject: 'Hi', body: 'x', ...params },
});
const set = (values: JsonObject) => ({ id: 'set', action: 'set_variables', params: { values } });

describe('what is published of a playbook', () => {
  it('asks for recipients, and for the same one once', () => {
    const to = 'ada@customer.example';
    const { content, takenOut } = cleaned([mail({ to: [to], body: `Write to ${to} or 5 % off` })]);
    expect(content.steps[0]?.params).toMatchObject({
      to: ['{{inputs.email}}'],
      body: 'Write to {{inputs.email}} or 5 % off',
    });
    expect(content.inputs).toMatchObject([{ name: 'email', type: 'text', required: true, default: null }]);
    expect(takenOut).toEqual([
      { path: 'steps.mail.params.body', what: 'email', input: 'email' },
      { path: 'steps.mail.params.to.0', what: 'email', input: 'email' },
    ]);
    expect(left(content)).toEqual([]);
  });

  it('tells apart what one step asks for', () => {
    const { content } = cleaned([mail({ to: ['ada@customer.example', 'ben@customer.example'] })]);
    expect(content.inputs.map(({ label }) => label)).toEqual([
      'E-mail address for “Send e-mail”',
      'E-mail address for “Send e-mail” (2)',
    ]);
  });

  it('keeps expressions, amounts and public addresses, and calls the business by its place', () => {
    const values = {
      limit: 500,
      text: 'At Thrive Tea since {{trigger.scheduledFor}}: see https://www.example.org/prices',
      sum: '{{inputs.n * 2}}',
    };
    const { content, takenOut } = cleaned([set(values)], { inputs: [{ name: 'n', type: 'number', default: 2 }] });
    expect(content.steps[0]?.params).toEqual({
      values: { ...values, text: 'At {{org.name}} since {{trigger.scheduledFor}}: see https://www.example.org/prices' },
    });
    expect(takenOut).toEqual([{ path: 'steps.set.params.values.text', what: 'name', input: null }]);
    expect(left(content)).toEqual([]);
  });

  it.each([
    ['a phone number', 'Call +1 (555) 010-9999', 'phone'],
    ['a phone number as people write it', 'Call 555-010-9999', 'phone'],
    ['an own address', 'https://shop.thrive.example/checkout', 'address'],
    ['an own site without https', 'find us at shop.thrive.example', 'address'],
    ['an address that opens something', 'https://hooks.slack.com/services/T0/B0/abc', 'address'],
    ['an address with a password', 'https://user:pw@site.example.org/x', 'address'],
    ['an address with a key', 'https://api.example.org/x?api_key=1', 'address'],
    ['an address within a network', 'http://10.0.0.7/admin', 'address'],
    ['a key of a vendor', 'token is sk_live_51Habcdefghijk', 'secret'],
    ['a key behind Bearer', 'Bearer abcdefgh12345', 'secret'],
    ['the id of a document', '1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms', 'secret'],
    ['a uid', 'ask user_0123456789abcdef', 'id'],
    ['what was entered for a connection', 'account AC0123456789', 'id'],
    ['a person', 'Best, Olive Oyl', 'name'],
    ['a competitor', 'cheaper than Green Rival', 'name'],
  ])('has no %s in it', (_, text, what) => {
    const { content, takenOut } = cleaned([set({ text })]);
    expect(takenOut.map((one) => one.what)).toEqual([what]);
    expect(content.inputs).toHaveLength(1);
    expect(left(content)).toEqual([]);
  });

  it('takes connections and named approvers out and asks for neither', () => {
    const step = {
      ...mail({ to: ['{{user.email}}'], connection: 'smtp_2' }),
      approval: { approvers: ['user_0123456789abcdef'] },
    };
    const { content, takenOut } = cleaned([step]);
    expect(content.steps[0]).toMatchObject({ params: { to: ['{{user.email}}'] }, approval: { approvers: [] } });
    expect(content.steps[0]?.params.connection).toBeUndefined();
    expect(takenOut.map(({ what }) => what)).toEqual(['connection', 'person']);
  });

  it('takes the answer out of an input, and keeps the question', () => {
    const { content, takenOut } = cleaned([set({ a: '{{inputs.who}}' })], {
      inputs: [{ name: 'who', label: 'Who?', default: 'ada@customer.example' }],
    });
    expect(content.inputs).toMatchObject([{ name: 'who', label: 'Who?', default: null }]);
    expect(takenOut).toMatchObject([{ path: 'inputs.0.default', input: 'who' }]);
  });

  it('has what a secret param says asked for, in whatever block it stands', () => {
    const call = {
      id: 'call',
      action: 'http_request',
      params: { url: 'https://api.example.org/v1', headers: { Authorization: 'plain-words' } },
    };
    const branch = { id: 'way', action: 'branch', branches: [{ id: 'one', steps: [call] }] };
    const { content, takenOut } = cleaned([branch]);
    expect(takenOut).toMatchObject([{ path: 'steps.way.call.params.headers.Authorization', what: 'secret' }]);
    expect(JSON.stringify(content)).not.toContain('plain-words');
    expect(left(content)).toEqual([]);
  });

  it('goes by no one’s clock', () => {
    const triggers = [{ type: 'schedule', cron: '0 9 * * 1', timezone: 'America/New_York' }];
    expect(cleaned([set({ a: 1 })], { triggers }).content.triggers).toMatchObject([{ timezone: 'UTC' }]);
  });
});

describe('the second look', () => {
  it.each([
    [
      'in a condition',
      [{ ...set({ a: 1 }), condition: 'user.email == "ada@customer.example"' }],
      /steps\.set\.condition/,
    ],
    ['in a template', [set({ a: '{{"ada@customer.example"}}' })], /steps\.set\.params\.values\.a/],
    ['in the name of a field', [set({ 'Olive Oyl': 1 })], /steps\.set\.params\.values/],
    ['another playbook', [{ id: 'run', action: 'run_playbook', params: { playbookId: 'other' } }], /steps\.run/],
  ])('refuses what is left %s', (_, steps, path) => {
    const { content } = cleaned(steps);
    expect(left(content)[0]?.path).toMatch(path);
  });

  it('refuses it in a filter, a label, and in what is said beside it', () => {
    const { content } = cleaned([set({ a: 1 })], {
      triggers: [{ type: 'event', eventName: 'inventory.low_stock', filter: 'event.name == "olive oyl"' }],
      inputs: [{ name: 'who', label: 'Who at thrive.example?' }],
    });
    expect(
      left(content, { name: 'Mail', description: 'Call +15550109999', changes: 'pbk_live_12345678' }).map(
        ({ path }) => path,
      ),
    ).toEqual(['description', 'changes', expect.stringMatching(/^triggers\..*filter$/), 'inputs.0.label']);
  });
});
