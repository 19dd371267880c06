import { describe, expect, it } from 'vitest';
import { type Contract, contractSchema } from '../../functions/src/model/contract.ts';
import { differences } from './compare.ts';
import type { Outcome } from './outcome.ts';
import type { Expectation, Facts, Row } from './row.ts';

const facts: Facts = {
  orgName: 'Thrive',
  timezone: 'America/New_York',
  currency: 'USD',
  locale: 'en-US',
  now: new Date('2026-11-21T14:30:00-05:00'),
  user: { name: 'Dana', email: 'dana@thrive.example' },
  competitors: [],
  products: [],
  connections: [],
  playbooks: [
    { name: 'Competitor Price Alert', status: 'active' },
    { name: 'Site Check A', status: 'active' },
    { name: 'Site Check B', status: 'active' },
  ],
};
const nineDaily = { type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' } as const;
const gap = { measure: 'price_gap', operator: '>', value: 10, unit: 'percent', base: 'our price' } as const;
const mailMe = { action: 'notify', to: ['user'] };

type Written = Partial<
  Record<'triggers' | 'conditions' | 'actions' | 'competitors' | 'urls', readonly object[] | readonly string[]>
>;

function contract(parts: Written = {}): Contract {
  return contractSchema.parse({
    sentences: ['…'],
    subject: 'competitor_prices',
    agent: 'money_mike',
    triggers: [nineDaily],
    conditions: [],
    actions: [mailMe],
    ...parts,
  });
}

function compared(expected: Expectation | Expectation[], outcome: Outcome): readonly string[] {
  const row: Row = { id: 'x', category: 'x', added: '2026-11-21', say: ['…'], facts, expect: [expected].flat() };
  return differences(row, outcome);
}

const created = (expected: Omit<Extract<Expectation, { kind: 'create' }>, 'kind'>, parts?: Written) =>
  compared({ kind: 'create', ...expected }, { kind: 'create', contract: contract(parts) });

describe('what is compared', () => {
  it('takes what is given, and nothing else', () => {
    expect(created({})).toEqual([]);
    expect(created({ subject: 'competitor_prices' }, { conditions: [gap] })).toEqual([]);
    expect(created({ subject: 'stock' })).toEqual(['subject competitor_prices, expected stock']);
  });

  it('meets any of several readings', () => {
    const readings: Expectation[] = [{ kind: 'ask', about: 'unit' }, { kind: 'refuse' }];
    expect(compared(readings, { kind: 'refuse', message: 'no' })).toEqual([]);
    expect(compared(readings, { kind: 'ask', about: 'unit', question: '?' })).toEqual([]);
    expect(compared(readings, { kind: 'create', contract: contract() })).toHaveLength(1);
  });

  it('tells a question about something else', () => {
    const asked: Outcome = { kind: 'ask', about: 'time', question: 'When?' };
    expect(compared({ kind: 'ask', about: ['base', 'time'] }, asked)).toEqual([]);
    expect(compared({ kind: 'ask', about: 'unit' }, asked)).toEqual(['asked about time, expected unit']);
  });
});

describe('times', () => {
  const times = (expected: object[], actual: object[]) =>
    created(
      { triggers: expected.map((one) => ({ type: 'schedule' as const, ...one })) },
      {
        triggers: actual.map((one) => ({ type: 'schedule', timezone: 'America/New_York', ...one })),
      },
    );

  it('are the same however they are written and divided', () => {
    expect(times([{ cron: '0 8,18 * * 1-5' }], [{ cron: '0 8 * * MON-FRI' }, { cron: '0 18 * * 1,2,3,4,5' }])).toEqual(
      [],
    );
    expect(times([{ cron: '*/30 * * * *' }], [{ cron: '0,30 * * * *' }])).toEqual([]);
    expect(
      times([{ cron: '0 9 * * 1', timezone: 'America/New_York' }], [{ cron: '0 9 * * 1', timezone: 'US/Eastern' }]),
    ).toEqual([]);
  });

  it.each([
    ['another hour', { cron: '0 9 * * *' }, { cron: '0 21 * * *' }],
    ['another zone', { cron: '0 9 * * *', timezone: 'Europe/Berlin' }, { cron: '0 9 * * *' }],
    [
      'zones that differ in summer only',
      { cron: '0 9 * * *', timezone: 'America/Phoenix' },
      { cron: '0 9 * * *', timezone: 'America/Denver' },
    ],
    ['weekends too', { cron: '0 9 * * 1-5' }, { cron: '0 9 * * *' }],
    ['every week', { cron: '0 9 * * 5', every: 2 }, { cron: '0 9 * * 5' }],
    ['every Monday', { cron: '0 9 * * 1', weekOfMonth: 1 }, { cron: '0 9 * * 1' }],
    ['for ever', { cron: '0 17 22 11 *', until: '2026-11-22' }, { cron: '0 17 22 11 *' }],
    ['the 31st', { cron: '0 9 28-31 * *', dayOfMonth: 'last' }, { cron: '0 9 31 * *' }],
    ['every six minutes', { cron: '*/5 * * * *' }, { cron: '*/6 * * * *' }],
  ])('differ: %s', (_, expected, actual) => {
    expect(times([expected], [actual])).toHaveLength(1);
  });

  it('take the anchor as it comes, and compare a last day by its days', () => {
    expect(times([{ cron: '0 9 * * 5', every: 2 }], [{ cron: '0 9 * * 5', every: 2, anchor: '2026-11-20' }])).toEqual(
      [],
    );
    expect(times([{ cron: '0 9 28-31 * *', dayOfMonth: 'last' }], [{ cron: '0 9 * * *', dayOfMonth: 'last' }])).toEqual(
      [],
    );
  });

  it('need a schedule where one is expected, and none where an event is', () => {
    const event = { type: 'event' as const, eventName: 'inventory.low_stock' };
    expect(created({ triggers: [nineDaily] }, { triggers: [event] })).toEqual(['no schedule']);
    expect(created({ triggers: [event] }, { triggers: [event] })).toEqual([]);
    expect(created({ triggers: [event] }, { triggers: [event, nineDaily] })[0]).toContain('nobody asked for');
    expect(created({ triggers: [event] }, { triggers: [{ ...event, eventName: 'order.paid' }] })[0]).toContain(
      'no trigger',
    );
  });
});

describe('conditions', () => {
  const conditions = (expected: object[], actual: object[]) =>
    created({ conditions: expected as (typeof gap)[] }, { conditions: actual });
  const units = (operator: string, value: number) => ({ measure: 'quantity', operator, value, unit: 'count' });

  it('are the same in any order, with idle fields, and with whole numbers in both ways', () => {
    expect(conditions([gap, units('<', 5)], [units('<=', 4), gap])).toEqual([]);
    expect(
      conditions([{ measure: 'quantity', operator: '<', value: 5 }], [{ ...units('<', 5), unit: 'none' }]),
    ).toEqual([]);
    expect(conditions([units('==', 0)], [units('<', 1)])).toEqual([]);
    expect(
      conditions(
        [{ measure: 'undercutting', operator: '>=', value: 1, unit: 'count' }],
        [{ ...gap, value: 0, unit: 'currency', base: 'none' }],
      ),
    ).toEqual([]);
  });

  it.each([
    ['a border', [gap], [{ ...gap, operator: '>=' }]],
    ['a unit', [gap], [{ ...gap, unit: 'currency' }]],
    ['a base', [gap], [{ ...gap, base: 'their price' }]],
    ['a figure', [gap], [{ ...gap, value: 15 }]],
    ['one too many', [gap], [gap, units('<', 5)]],
    ['one too few', [gap, units('<', 5)], [gap]],
    ['what it is of', [{ ...units('<', 5), of: 'Blue Dream' }], [{ ...units('<', 5), of: 'Sencha' }]],
  ])('differ by %s', (_, expected, actual) => {
    expect(conditions(expected, actual)).toHaveLength(1);
  });

  it('may stand in the name of the event', () => {
    const reviewed = (eventName: string, rating: object[]) =>
      created(
        {
          triggers: [{ type: 'event', eventName: 'review.created' }],
          conditions: [{ measure: 'rating', operator: '<=', value: 2, unit: 'stars' }],
        },
        { triggers: [{ type: 'event', eventName }], conditions: rating },
      );
    const two = { measure: 'rating', operator: '<=', value: 2, unit: 'stars' };
    expect(reviewed('review.negative', [])).toEqual([]);
    expect(reviewed('review.negative', [two])).toEqual([]);
    expect(reviewed('review.created', [two])).toEqual([]);
    expect(reviewed('review.created', [])).toHaveLength(1);
    expect(reviewed('review.negative', [{ ...two, value: 1 }])).toHaveLength(1);
    const below = [{ measure: 'quantity', operator: '<', value: 5, unit: 'count' }];
    const on = (eventName: string) => ({ triggers: [{ type: 'event' as const, eventName }] });
    const changed = (conditions: object[]) => ({ ...on('inventory.quantity_changed'), conditions });
    expect(created(on('inventory.low_stock'), changed(below))).toEqual([]);
    expect(created(on('inventory.low_stock'), changed([]))).toHaveLength(1);
  });
});

describe('actions', () => {
  const actions = (expected: object[], actual: object[], conditions: object[] = []) =>
    created(
      { actions: expected as (typeof mailMe)[], conditions: conditions as (typeof gap)[] },
      { actions: actual, conditions },
    );
  const slack = { action: 'post_slack_message', to: ['#ops'] };

  it('are the same however the recipients are divided and called', () => {
    const both = { action: 'notify', to: ['user', 'sam@x.example'] };
    expect(actions([mailMe, { action: 'send_email', to: ['sam@x.example'] }], [both])).toEqual([]);
    expect(actions([mailMe], [{ action: 'send_email', to: ['Dana@Thrive.example'] }])).toEqual([]);
    expect(actions([mailMe], [{ action: 'notify' }])).toEqual([]);
    expect(actions([slack], [{ action: 'post_slack_message', to: ['Ops'] }])).toEqual([]);
    expect(
      actions([{ action: 'send_sms', to: ['+1 (312) 555-0142'] }], [{ action: 'send_sms', to: ['+13125550142'] }]),
    ).toEqual([]);
    expect(actions([{ action: 'send_telegram_message' }], [{ action: 'send_telegram_message', to: ['me'] }])).toEqual(
      [],
    );
  });

  it('leave out steps that only prepare, unless one is expected', () => {
    const report = { action: 'generate_competitor_report' };
    expect(actions([mailMe], [report, mailMe])).toEqual([]);
    expect(actions([report, mailMe], [mailMe])).toHaveLength(1);
  });

  it('differ by one more, one less, another recipient', () => {
    expect(actions([mailMe], [mailMe, slack])[0]).toContain('post_slack_message to ops, which nobody asked for');
    expect(actions([mailMe, slack], [mailMe])[0]).toContain('no post_slack_message to ops');
    expect(actions([mailMe], [{ action: 'notify', to: ['sam@x.example'] }])).toHaveLength(1);
  });

  it('compare what holds for each, not where it is written', () => {
    const text = { action: 'send_sms', to: ['+13125550142'] };
    const over20 = { ...gap, value: 20 };
    const wanted = { actions: [mailMe, { ...text, also: [over20] }], conditions: [gap] };
    expect(created(wanted, { actions: [mailMe, { ...text, also: [over20] }], conditions: [gap] })).toEqual([]);
    expect(
      created(wanted, {
        actions: [
          { ...mailMe, also: [gap] },
          { ...text, also: [over20] },
        ],
      }),
    ).toEqual([]);
    expect(created(wanted, { actions: [mailMe, text], conditions: [gap] })).toHaveLength(1);
    expect(created({ conditions: [gap] }, { actions: [{ ...mailMe, also: [gap] }] })).toEqual([]);
  });

  it('tell "otherwise" from "then"', () => {
    const otherwise = { ...mailMe, when: 'otherwise' };
    expect(actions([slack, otherwise], [slack, otherwise], [gap])).toEqual([]);
    expect(actions([slack, otherwise], [slack, mailMe], [gap])).toHaveLength(1);
    expect(actions([slack, { ...mailMe, when: 'always' }], [slack, mailMe], [gap])).toHaveLength(1);
    expect(actions([mailMe], [{ ...mailMe, when: 'always' }])).toEqual([]);
  });

  it('find the expected words anywhere in the details', () => {
    const saying = (text: string) => ({ ...mailMe, details: { message: text } });
    expect(actions([{ ...mailMe, details: { text: 'call the landlord' } }], [saying('Call the landlord!')])).toEqual(
      [],
    );
    expect(actions([{ ...mailMe, details: { text: 'call the landlord' } }], [saying('Hello')])).toHaveLength(1);
  });
});

describe('competitors and addresses', () => {
  it('are sets, by name or address', () => {
    const shop = { name: 'Higher Level', url: 'https://www.higher.example/menu/' };
    expect(created({ competitors: [{ name: 'higher level' }] }, { competitors: [shop] })).toEqual([]);
    expect(created({ competitors: [{ url: 'https://higher.example/menu' }] }, { competitors: [shop] })).toEqual([]);
    expect(created({ competitors: [] }, { competitors: [shop] })).toHaveLength(1);
    expect(created({ urls: ['https://a.example/'] }, { urls: ['https://a.example'] })).toEqual([]);
    expect(created({ urls: ['https://a.example/'] }, { urls: ['https://a.example/b'] })).toHaveLength(1);
  });
});

describe('commands', () => {
  const command = (verb: string, target: string | null): Outcome => ({ kind: 'command', verb, target, contract: null });
  const pause = { kind: 'command', command: { verb: 'pause', target: 'Competitor Price Alert' } } as const;

  it('meet a playbook by what it is called', () => {
    expect(compared(pause, command('pause', 'the price alert'))).toEqual([]);
    expect(compared(pause, command('resume', 'the price alert'))).toHaveLength(1);
    expect(compared(pause, command('pause', null))).toHaveLength(1);
    expect(compared(pause, command('pause', 'alerts of mine'))).toHaveLength(1);
  });

  it('do not take one of two for the one that is meant', () => {
    const expected: Expectation = { kind: 'command', command: { verb: 'pause', target: 'Site Check A' } };
    expect(compared(expected, command('pause', 'site check'))).toHaveLength(1);
    expect(compared(expected, command('pause', 'site check a'))).toEqual([]);
  });

  it('compare the contract after an edit, also where it came as a new proposal', () => {
    const edit: Expectation = {
      kind: 'command',
      command: { verb: 'edit', target: null },
      conditions: [{ ...gap, value: 15 }],
    };
    const edited = (value: number): Outcome => ({
      kind: 'command',
      verb: 'edit',
      target: null,
      contract: contract({ conditions: [{ ...gap, value }] }),
    });
    expect(compared(edit, edited(15))).toEqual([]);
    expect(compared(edit, edited(10))).toHaveLength(1);
    expect(compared(edit, { kind: 'create', contract: contract({ conditions: [{ ...gap, value: 15 }] }) })).toEqual([]);
    const ofAnother: Expectation = { ...edit, command: { verb: 'edit', target: 'Competitor Price Alert' } };
    expect(
      compared(ofAnother, { kind: 'create', contract: contract({ conditions: [{ ...gap, value: 15 }] }) }),
    ).toHaveLength(1);
    expect(compared(edit, command('edit', null))).toEqual(['an edit without a contract']);
  });
});
