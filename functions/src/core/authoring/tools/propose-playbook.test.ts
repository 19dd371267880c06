import { beforeEach, describe, expect, it } from 'vitest';
import { orgId, paths } from '../../../../test/kit/engine-kit.ts';
import {
  asParams,
  cardIn,
  createToolsKit,
  lateInvoice,
  priceAlert,
  type ToolsKit,
} from '../../../../test/kit/tools-kit.ts';
import { cardSchema } from '../../../model/chat-part.ts';
import { top } from '../../../model/paths.ts';
import { queries } from '../../../model/query.ts';

let kit: ToolsKit;
beforeEach(async () => {
  kit = await createToolsKit();
});

const contract = asParams(priceAlert);
const setPolicy = (policy: object) =>
  kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { policy } }]);

describe('propose_playbook', () => {
  it('stores a draft with its contract, and shows what it would do', async () => {
    const outcome = await kit.tool('propose_playbook', { contract });
    const card = cardIn(outcome);
    expect(cardSchema.parse(card)).toEqual(card);
    expect(card).toMatchObject({
      name: 'Competitor Price Alert',
      agent: 'money_mike',
      status: 'draft',
      assumptions: ['No time was named, so 9:00 AM.'],
      problems: [],
      changes: [],
    });
    expect(card.nextTimes).toHaveLength(5);
    expect(card.nextTimes[0]).toEqual({ at: '2026-11-23T09:00:00-05:00', words: 'Mon, Nov 23, 2026, 9:00 AM EST' });
    expect(card.steps.map(({ action }) => action)).toEqual(['scan_competitors', 'analyze_pricing', 'notify']);
    expect(card.steps[2]).toMatchObject({ toWhom: ['owner@thrive.example'] });
    expect(card.steps[2]?.does).toMatch(/^Tells people/);
    expect(card.steps[0]?.does).toBeNull();
    expect(card.simulation).toMatchObject({ days: 30, starts: 29 });
    expect(card.cost?.lowUsd).toBeLessThanOrEqual(card.cost?.highUsd ?? -1);
    const stored = await kit.stored(card.playbookId);
    expect(stored).toMatchObject({ status: 'draft', ownerId: 'owner', sentence: priceAlert.sentences[0] });
    expect(JSON.parse(stored.contractJson ?? '')).toMatchObject({ subject: 'competitor_prices' });
    const [entry] = await kit.store.query(queries.audit(orgId, { limit: 10 }));
    expect(entry?.data).toMatchObject({ action: 'playbook.created', actor: { id: 'owner' } });
  });

  it('makes one playbook of one call, however often it is repeated', async () => {
    const first = cardIn(await kit.tool('propose_playbook', { contract }, { callId: 'same' }));
    const again = cardIn(await kit.tool('propose_playbook', { contract }, { callId: 'same' }));
    expect(again.playbookId).toBe(first.playbookId);
    expect(await kit.store.query(queries.playbooks(orgId, { limit: 10 }))).toHaveLength(1);
    const elsewhere = cardIn(await kit.tool('propose_playbook', { contract }, { callId: 'same', conversationId: 'b' }));
    expect(elsewhere.playbookId).not.toBe(first.playbookId);
  });

  it('holds steps that were given against the examples of the contract', async () => {
    const made = cardIn(await kit.tool('propose_playbook', { contract }));
    const steps = (await kit.stored(made.playbookId)).stepsJson ?? '';
    const wrong = JSON.parse(steps.replaceAll(/> 10(?!\d)/g, '> 20'));
    expect(JSON.stringify(wrong)).not.toBe(steps);
    const card = cardIn(await kit.tool('propose_playbook', { contract, steps: wrong }));
    expect(card.problems.join()).toContain('was asked to act on this, and would not');
    expect(card.examples.some(({ agrees }) => !agrees)).toBe(true);
    await expect(kit.tool('activate_playbook', { playbookId: card.playbookId })).rejects.toThrow(/asked to act/);
    expect((await kit.stored(card.playbookId)).status).toBe('draft');
  });

  it('names what is wrong with steps, and stores nothing', async () => {
    const steps = [{ action: 'send_emial', params: {} }];
    await expect(kit.tool('propose_playbook', { contract, steps })).rejects.toMatchObject({
      name: 'ToolError',
      code: 'refused',
      errors: [{ path: 'steps.0.action' }],
    });
    expect(await kit.store.query(queries.playbooks(orgId, { limit: 10 }))).toEqual([]);
  });

  it.each([
    ['no contract', {}],
    ['an unknown subject', { contract: { ...contract, subject: 'the weather' } }],
    ['a field nobody knows', { contract, activate: true }],
  ])('refuses %s', async (_, params) => {
    await expect(kit.tool('propose_playbook', params)).rejects.toMatchObject({ code: 'bad_params' });
  });

  it('tells which connections are missing', async () => {
    const actions = [{ action: 'post_slack_message', to: ['#ops'] }];
    const card = cardIn(await kit.tool('propose_playbook', { contract: { ...contract, actions } }));
    expect(card.missingConnections).toEqual([{ vendor: 'slack', title: 'Slack' }]);
  });

  it('counts what stored events would have started', async () => {
    const event = (id: string, day: number, amount: number) => ({
      op: 'create' as const,
      path: paths.event(id).path,
      data: {
        eventName: 'invoice.past_due',
        source: 'test',
        subject: id,
        time: new Date(Date.UTC(2026, 10, day)),
        dataJson: JSON.stringify({ amount, daysPastDue: 7 }),
        depth: 0,
        causedBy: null,
        started: 0,
        cursor: null,
        dueAt: null,
        expireAt: new Date(Date.UTC(2027, 0)),
      },
    });
    await kit.store.commit([event('e1', 2, 900), event('e2', 9, 700), event('e3', 16, 20)]);
    const card = cardIn(await kit.tool('propose_playbook', { contract: asParams(lateInvoice) }));
    expect(card.simulation).toMatchObject({ days: 30, starts: 2 });
  });

  it('says of events that were never seen that nobody can tell', async () => {
    const card = cardIn(await kit.tool('propose_playbook', { contract: asParams(lateInvoice) }));
    expect(card).toMatchObject({ simulation: null, cost: null, nextTimes: [] });
  });
});

describe('a card', () => {
  const cardOf = async (more: object) =>
    cardIn(await kit.tool('propose_playbook', { contract: { ...contract, triggers: [daily], examples: [], ...more } }));
  const daily = { type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' };
  const act = (action: string, to: readonly string[]) => ({ action, to, when: 'then', also: [], details: {} });

  it('says what is looked at, and names nobody whom only a template knows', async () => {
    const listed = await cardOf({ subject: 'orders', conditions: [], actions: [act('notify', ['user'])] });
    expect(listed.steps[0]?.title).toMatch(/^look at the orders/);
    const late = { measure: 'days_past_due', operator: '>=', value: 1, unit: 'days', base: 'none', of: null };
    const reminding = await cardOf({
      subject: 'invoices',
      conditions: [late],
      actions: [act('send_payment_reminder', [])],
    });
    expect(JSON.stringify(reminding.steps)).not.toContain('{{');
  });

  it('says nothing of a month of what comes once', async () => {
    const once = await cardOf({ triggers: [{ ...daily, cron: '0 9 24 12 *', until: '2026-12-24' }] });
    expect(once).toMatchObject({ simulation: null });
    expect(once.nextTimes).toHaveLength(1);
  });

  it('has a name of its own', async () => {
    const names = [];
    for (const callId of ['a', 'b', 'c'])
      names.push(cardIn(await kit.tool('propose_playbook', { contract }, { callId })).name);
    expect(names).toEqual(['Competitor Price Alert', 'Competitor Price Alert 2', 'Competitor Price Alert 3']);
  });
});

describe('chatActivates', () => {
  it('activates at once what only tells people of the team, where the tenant wants it', async () => {
    await setPolicy({ chatActivates: 'low_risk' });
    expect(cardIn(await kit.tool('propose_playbook', { contract })).status).toBe('active');
  });

  it.each([
    ['the tenant has not said so', {}, {}, {}],
    [
      'a model chose it after it had read strangers',
      { chatActivates: 'low_risk' },
      { chosenBy: 'model', isTainted: true },
      {},
    ],
    [
      'an API key asks',
      { chatActivates: 'low_risk' },
      { member: null, key: { createdBy: null, scopes: ['playbooks:write'] } },
      {},
    ],
    [
      'somebody outside is notified',
      { chatActivates: 'low_risk' },
      {},
      { actions: [{ action: 'notify', to: ['a@elsewhere.example'] }] },
    ],
    [
      'somebody outside is written to',
      { chatActivates: 'low_risk' },
      {},
      { actions: [{ action: 'send_email', to: ['a@elsewhere.example'] }] },
    ],
    [
      'a connection is missing',
      { chatActivates: 'low_risk' },
      {},
      { actions: [{ action: 'post_slack_message', to: ['#ops'] }] },
    ],
  ] as const)('leaves it a draft where %s', async (_, policy, more, changed) => {
    await setPolicy(policy);
    const outcome = await kit.tool('propose_playbook', { contract: { ...contract, ...asParams(changed) } }, more);
    expect(cardIn(outcome).status).toBe('draft');
  });
});
