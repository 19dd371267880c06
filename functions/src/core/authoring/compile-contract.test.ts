import { describe, expect, it } from 'vitest';
import type { Contract } from '../../model/contract.ts';
import { compactStep } from '../../model/step.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { evaluateCondition, renderTemplate } from '../engine/expression.ts';
import { ContractError, compileContract, openPoints } from './compile-contract.ts';
import { actionOf, conditionOf, contractOf, daily, on, rivals } from './contract.fixture.ts';
import { facts } from './planner/facts.fixture.ts';
import { subjects, triggersFor } from './subjects/subjects.ts';
import { normalizePlaybook } from './validate-playbook.ts';

const SEED =
  "I want to track our top 3 competitors' prices every morning and get an email if they undercut us by more than 10%";
const gap = conditionOf('price_gap', '>', 10, { unit: 'percent', base: 'our price' });
const seed = contractOf({ sentences: [SEED], subject: 'competitor_prices', agent: 'money_mike', conditions: [gap] });

/** What would be executed of it; every problem is a failure of the test. */
function contentOf(contract: Contract) {
  const normalized = normalizePlaybook(compileContract(contract, facts), stepCatalog);
  if ('problems' in normalized) throw new Error(JSON.stringify(normalized.problems));
  return normalized.content;
}

const stepsOf = (contract: Contract) => contentOf(contract).steps.map(compactStep);

describe('the contract of the seeds’ sentence', () => {
  it('becomes the playbook that the seeds print, as a draft', () => {
    expect(compileContract(seed, facts)).toMatchObject({
      name: 'Competitor Price Alert',
      agent: 'money_mike',
      category: 'intelligence',
      status: 'draft',
      triggers: [{ type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }],
      sentence: SEED,
      steps: [
        { action: 'scan_competitors', params: { competitors: rivals } },
        { action: 'analyze_pricing', agent: 'money_mike' },
        {
          action: 'notify',
          condition: '{{money_mike.price_gap}} > 10',
          params: { to: '{{user.email}}', subject: 'Price Alert!' },
        },
      ],
    });
  });

  it('becomes a report where there is no condition', () => {
    const report = contractOf({
      subject: 'competitor_prices',
      agent: 'ezal',
      actions: [actionOf('save_to_drive'), actionOf('notify', { to: ['user'] })],
    });
    expect(compileContract(report, facts).name).toBe('Competitor Report');
    expect(stepsOf(report)).toMatchObject([
      { action: 'scan_competitors' },
      { action: 'analyze_pricing' },
      { action: 'generate_competitor_report' },
      { action: 'save_to_drive', params: { content: '{{steps.generate_competitor_report.markdown}}' } },
      {
        action: 'send_email',
        params: { to: '{{user.email}}', html: '{{raw(steps.generate_competitor_report.html)}}' },
      },
    ]);
  });
});

describe('conditions', () => {
  it('are the filter of an event, so that nothing starts for what is not meant', () => {
    const big = contractOf({
      subject: 'orders',
      triggers: [on('order.created')],
      conditions: [conditionOf('total', '>', 500, { unit: 'currency' })],
    });
    expect(contentOf(big)).toMatchObject({
      triggers: [{ filter: 'has(event.total) && event.total > 500' }],
      steps: [{ action: 'notify', condition: null }],
    });
  });

  it('keep what the trigger asks for itself', () => {
    const some = contractOf({
      subject: 'own_prices',
      triggers: [on('price.changed', 'event.name == "Assam"')],
      conditions: [conditionOf('price', '<', 5, { unit: 'currency' })],
    });
    expect(contentOf(some).triggers).toMatchObject([{ filter: '(event.name == "Assam") && event.newPrice < 5' }]);
  });

  it('of a list have to hold of one and the same thing', () => {
    const late = contractOf({
      subject: 'invoices',
      conditions: [
        conditionOf('days_past_due', '>', 30, { unit: 'days' }),
        conditionOf('amount', '>', 500, { unit: 'currency' }),
      ],
    });
    const { condition } = contentOf(late).steps.at(-1) ?? { condition: null };
    const holds = (...items: object[]) => evaluateCondition(condition ?? '', { steps: { find_past_due: { items } } });
    expect(holds({ daysPastDue: 31, amount: 501 })).toBe(true);
    expect(holds({ daysPastDue: 31, amount: 10 }, { daysPastDue: 2, amount: 900 })).toBe(false);
    expect(holds({ daysPastDue: null, amount: 900 })).toBe(false);
  });

  it('of several named things have to hold of each of them', () => {
    const two = contractOf({
      subject: 'stock',
      conditions: ['Wedding Cake', 'Gelato 41'].map((of) => conditionOf('quantity', '<', 8, { unit: 'count', of })),
    });
    const { condition } = contentOf(two).steps.at(-1) ?? { condition: null };
    const holds = (...items: object[]) => evaluateCondition(condition ?? '', { steps: { query_documents: { items } } });
    expect(holds({ name: 'Wedding Cake', quantity: 3 }, { name: 'gelato 41', quantity: 7 })).toBe(true);
    expect(holds({ name: 'Wedding Cake', quantity: 3 }, { name: 'Gelato 41', quantity: 9 })).toBe(false);
  });

  it('count shops and not prices where shops are meant', () => {
    const both = contractOf({
      subject: 'competitor_prices',
      conditions: [gap, conditionOf('undercutting', '>=', 2, { unit: 'count' })],
    });
    const { condition } = contentOf(both).steps.at(-1) ?? { condition: null };
    const gaps = (...names: string[]) => names.map((competitor) => ({ competitor, gap_percent: 20 }));
    const holds = (...names: string[]) => evaluateCondition(condition ?? '', { money_mike: { gaps: gaps(...names) } });
    expect(holds('Salt City', 'Salt City')).toBe(false);
    expect(holds('Salt City', 'Lakeside')).toBe(true);
  });

  it.each([
    ['24 % of theirs is 19.4 % of ours', { base: 'their price' as const, value: 24 }, true],
    ['25 % of theirs is the border', { base: 'their price' as const, value: 25 }, false],
    ['7 dollars are less than 8', { unit: 'currency' as const, value: 7 }, true],
    ['8 dollars are the border', { unit: 'currency' as const, value: 8 }, false],
    ['another product', { of: 'Sour Diesel', value: 1 }, false],
    ['this product, in other letters', { of: 'blue dream', value: 19 }, true],
  ])('measure a gap in the unit and from the base that were said: %s', (_, more, expected) => {
    const contract = contractOf({ subject: 'competitor_prices', conditions: [{ ...gap, ...more }] });
    const { condition } = contentOf(contract).steps.at(-1) ?? { condition: null };
    const found = { competitor: 'A', product: 'Blue Dream', our_price: 40, their_price: 32, gap_percent: 20 };
    expect(evaluateCondition(condition ?? '', { money_mike: { gaps: [found], price_gap: 20 } })).toBe(expected);
  });
});

describe('actions', () => {
  it('otherwise are the other way of a branch, and always stands beside it', () => {
    const contract = contractOf({
      subject: 'competitor_prices',
      conditions: [gap],
      actions: [
        actionOf('post_slack_message', { to: ['#pricing'] }),
        actionOf('notify', { to: ['user'], when: 'otherwise' }),
        actionOf('raise_alert', { when: 'always' }),
      ],
    });
    expect(stepsOf(contract).slice(2)).toMatchObject([
      {
        action: 'branch',
        branches: [
          { id: 'then', condition: '{{money_mike.price_gap}} > 10', steps: [{ params: { channel: '#pricing' } }] },
          { id: 'otherwise', condition: null, steps: [{ action: 'notify' }] },
        ],
      },
      { action: 'raise_alert' },
    ]);
    expect(stepsOf(contract)[3]).not.toHaveProperty('condition');
  });

  it('take texts as texts: nothing in them is worked out', () => {
    const text = 'Hi {{user.email}} and {{ 1 + 1 }} {{{x}}} "}}"';
    const contract = contractOf({
      subject: 'nothing',
      actions: [
        actionOf('send_email', { to: ['a@b.example'], details: { text, subject: '{{org.id}}' } }),
        actionOf('create_task', { details: { title: text } }),
      ],
    });
    const [mail, task] = contentOf(contract).steps;
    const names = { user: { email: 'secret' }, org: { id: 'secret' } };
    expect(renderTemplate(String(mail?.params.body), names)).toBe(text);
    expect(renderTemplate(String(mail?.params.subject), names)).toBe('{{org.id}}');
    expect(renderTemplate(String(task?.params.title), names)).toBe(text);
  });

  it('take names as names: nothing in them becomes part of a condition', () => {
    const of = '" || true || {{user.email}} == "';
    const contract = contractOf({
      subject: 'stock',
      conditions: [conditionOf('quantity', '<', 5, { unit: 'count', of })],
    });
    const { condition } = contentOf(contract).steps.at(-1) ?? { condition: null };
    const holds = (name: string) =>
      evaluateCondition(condition ?? '', { steps: { query_documents: { items: [{ name, quantity: 1 }] } } });
    expect([holds('Blue Dream'), holds(of)]).toEqual([false, true]);
  });

  it('ask for what only a person knows', () => {
    const contract = contractOf({
      subject: 'orders',
      triggers: [on('order.created')],
      actions: [actionOf('append_sheet_row', { details: { sheet: 'Big Orders' } })],
    });
    expect(openPoints(contract)).toEqual(['Paste the address of the Google sheet “Big Orders”.']);
    const sheet = 'https://docs.google.com/spreadsheets/d/1abcDEFghiJKLmnopQRSTuv/edit';
    const known = contractOf({ ...contract, actions: [actionOf('append_sheet_row', { details: { sheet } })] });
    expect(openPoints(known)).toEqual([]);
    expect(stepsOf(known)).toMatchObject([{ params: { spreadsheetId: sheet, values: { total: '{{event.total}}' } } }]);
  });

  it('are done for each thing where each has its own', () => {
    const contract = contractOf({
      subject: 'invoices',
      conditions: [conditionOf('days_past_due', '>', 14, { unit: 'days' })],
      actions: [actionOf('send_payment_reminder', { details: { tone: 'firm' } })],
    });
    expect(stepsOf(contract).at(-1)).toMatchObject({
      action: 'for_each',
      params: { items: '{{steps.find_past_due.items.filter(item, has(item.daysPastDue) && item.daysPastDue > 14)}}' },
      steps: [{ action: 'send_payment_reminder', params: { invoiceId: '{{item.id}}', tone: 'firm' } }],
    });
  });

  it.each<[string, Partial<Contract> & Pick<Contract, 'subject'>]>([
    ['nothing to be otherwise than', { subject: 'stock', actions: [actionOf('notify', { when: 'otherwise' })] }],
    ['a text without a number', { subject: 'stock', actions: [actionOf('send_sms', { to: ['user'] })] }],
    ['competitors that are not named', { subject: 'competitor_prices', competitors: [] }],
    [
      'looking at pages of others every minute',
      { subject: 'competitor_prices', triggers: [{ ...daily, cron: '* * * * *' } as Contract['triggers'][number]] },
    ],
    ['no page', { subject: 'website', urls: [] }],
    ['a reminder of no invoice', { subject: 'stock', actions: [actionOf('send_payment_reminder')] }],
    ['a measure of something else', { subject: 'inbox', conditions: [conditionOf('price', '>', 1)] }],
    ['what only events tell', { subject: 'executions', triggers: [daily] }],
    [
      'a playbook that is not there',
      { subject: 'stock', actions: [actionOf('run_playbook', { details: { name: 'X' } })] },
    ],
  ])('are refused in words: %s', (_, given) => {
    expect(() => compileContract(contractOf(given), facts)).toThrow(ContractError);
  });
});

describe('what can bring a subject to notice', () => {
  it.each([
    ['stock', conditionOf('quantity', '<', 5, { unit: 'count' }), ['inventory.quantity_changed'], true],
    [
      'stock',
      conditionOf('quantity', '<=', 0, { unit: 'count' }),
      ['inventory.out_of_stock', 'inventory.quantity_changed'],
      true,
    ],
    [
      'stock',
      null,
      ['inventory.low_stock', 'inventory.out_of_stock', 'inventory.back_in_stock', 'inventory.quantity_changed'],
      true,
    ],
    ['competitor_prices', gap, ['competitor.price_changed'], true],
    ['invoices', conditionOf('days_past_due', '>=', 14, { unit: 'days' }), ['invoice.past_due'], true],
    ['invoices', conditionOf('days_past_due', '>', 14, { unit: 'days' }), [], true],
    ['customers', conditionOf('days_inactive', '==', 60, { unit: 'days' }), ['customer.inactive'], true],
    ['reviews', conditionOf('rating', '<', 4, { unit: 'stars' }), ['review.created'], true],
    ['metrics', conditionOf('value', '>', 10), ['metric.changed'], true],
    ['website', conditionOf('is_down', '==', 1), [], true],
    ['executions', null, ['execution.failed', 'approval.requested', 'usage.threshold'], false],
    ['orders', conditionOf('rating', '>', 1), [], false],
  ] as const)('%s %j', (subject, condition, events, look) => {
    expect(triggersFor(subject, condition)).toMatchObject({ events, look });
  });

  it('is of events that there are, with fields that they have', () => {
    for (const { id, events } of Object.values(subjects)) {
      for (const { eventName, named, example } of events) {
        expect(Object.keys(example).length, eventName).toBeGreaterThan(0);
        expect(Object.keys(example), `${id} ${eventName}`).toEqual(expect.arrayContaining([...named]));
      }
    }
  });
});
