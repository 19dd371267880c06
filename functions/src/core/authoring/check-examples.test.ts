import { describe, expect, it } from 'vitest';
import type { Contract } from '../../model/contract.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import { comparePrices } from '../../steps/pricing/compare-prices.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { checkExamples } from './check-examples.ts';
import { compileContract } from './compile-contract.ts';
import { actionOf, conditionOf, contractOf, daily, on } from './contract.fixture.ts';
import { makeExamples } from './make-examples.ts';
import { facts } from './planner/facts.fixture.ts';
import { normalizePlaybook } from './validate-playbook.ts';

const gap = conditionOf('price_gap', '>', 10, { unit: 'percent', base: 'our price' });

function withExamples(given: Parameters<typeof contractOf>[0]): Contract {
  const contract = contractOf(given);
  return { ...contract, examples: makeExamples(contract, facts) };
}

function contentOf(contract: Contract): PlaybookContent {
  const normalized = normalizePlaybook(compileContract(contract, facts), stepCatalog);
  if ('problems' in normalized) throw new Error(JSON.stringify(normalized.problems));
  return normalized.content;
}

const alert = withExamples({ subject: 'competitor_prices', conditions: [gap] });
const orders = withExamples({
  subject: 'orders',
  triggers: [on('order.created')],
  conditions: [conditionOf('total', '>', 500, { unit: 'currency' })],
});

/** Whether all examples agree with content that was changed as text. */
function agreesAfter(contract: Contract, change: (json: string) => string): boolean {
  const before = JSON.stringify(contentOf(contract));
  const after = change(before);
  expect(after).not.toBe(before);
  return checkExamples(JSON.parse(after), contract).every(({ agrees }) => agrees);
}

describe('examples', () => {
  it('lie on either side of the limit and at it, with both prices in words', () => {
    expect(alert.examples.map(({ words, fires }) => [fires, words])).toEqual([
      [true, 'Your price $100, theirs $89: 11% below yours → e-mail you (demo@thrive.example)'],
      [false, 'Your price $100, theirs $90: 10% below yours → nothing happens'],
      [false, 'Your price $100, theirs $91: 9% below yours → nothing happens'],
    ]);
  });

  it('say of an event what its data are', () => {
    expect(orders.examples.map(({ given, fires }) => [given.eventName, given.event?.total, fires])).toEqual([
      ['order.created', 501, true],
      ['order.created', 500, false],
      ['order.created', 499, false],
    ]);
  });

  it('show one that fires where there is no condition', () => {
    const { examples } = withExamples({ subject: 'members', triggers: [on('member.canceled')] });
    expect(examples).toMatchObject([{ fires: true, given: { eventName: 'member.canceled' } }]);
  });

  it('are of the one that is named, and of another one', () => {
    const { examples } = withExamples({
      subject: 'stock',
      conditions: [conditionOf('quantity', '<', 5, { unit: 'count', of: 'Blue Dream' })],
    });
    expect(examples.map(({ words, fires }) => [fires, words])).toEqual([
      [true, 'Blue Dream: 4 left → e-mail you (demo@thrive.example)'],
      [false, 'Blue Dream: 6 left → nothing happens'],
      [false, 'Blue Dream: 5 left → nothing happens'],
      [false, 'Another one: 4 left → nothing happens'],
    ]);
  });

  it('fit the trigger’s own filter', () => {
    const contract = withExamples({ subject: 'own_prices', triggers: [on('price.changed', 'event.name == "Assam"')] });
    expect(contract.examples[0]?.given.event?.name).toBe('Assam');
    expect(checkExamples(contentOf(contract), contract)).toMatchObject([{ fires: true, agrees: true }]);
  });

  it('find what the real comparison of prices finds', () => {
    for (const { given } of alert.examples) {
      const { competitors } = given.steps.scan_competitors as { competitors: { name: string; products: [] }[] };
      const { gaps } = comparePrices([{ name: 'Blue Dream', price: 100 }], competitors, 'USD');
      expect(given.steps.analyze_pricing).toMatchObject({
        gaps: gaps.map(({ competitor, gap_percent }) => ({ competitor, gap_percent })),
        price_gap: Math.max(0, ...gaps.map(({ gap_percent }) => gap_percent)),
      });
    }
  });
});

describe('the check', () => {
  it('tells which steps would act', () => {
    expect(checkExamples(contentOf(alert), alert).map(({ fires, agrees, acts }) => [fires, agrees, acts])).toEqual([
      [true, true, ['notify']],
      [false, true, []],
      [false, true, []],
    ]);
  });

  it.each<[string, Contract, (json: string) => string]>([
    ['another limit', alert, (json) => json.replace('> 10', '> 20')],
    ['another operator', alert, (json) => json.replace('> 10', '>= 10')],
    ['no condition', alert, (json) => json.replace('"{{money_mike.price_gap}} > 10"', 'null')],
    ['a broken condition', alert, (json) => json.replace('> 10', '> > 10')],
    ['a name that is not there', alert, (json) => json.replace('money_mike.price_gap', 'money_mike.nothing')],
    ['no analysis', alert, (json) => json.replace('"analyze_pricing"', '"set_variables"')],
    ['another step instead', alert, (json) => json.replace('"action":"notify"', '"action":"raise_alert"')],
    ['other competitors', alert, (json) => json.replace('salt-city.example', 'other.example')],
    ['another filter', orders, (json) => json.replace('> 500', '> 600')],
    ['no filter', orders, (json) => json.replace(/"filter":"[^"]*"/, '"filter":null')],
    ['another event', orders, (json) => json.replace('order.created', 'order.paid')],
  ])('disagrees with %s', (_, contract, change) => {
    expect(agreesAfter(contract, change)).toBe(false);
  });

  it.each<[string, Contract, (json: string) => string]>([
    ['another subject', alert, (json) => json.replace('Price Alert!', 'Look!')],
    ['other step ids', alert, (json) => json.replace('"id":"notify"', '"id":"tell_me"')],
    ['a condition that says the same', orders, (json) => json.replace('event.total > 500', '500 < event.total')],
    ['another address', alert, (json) => json.replace('{{user.email}}', 'sam@shop.example')],
  ])('agrees with %s', (_, contract, change) => {
    expect(agreesAfter(contract, change)).toBe(true);
  });

  it('says why', () => {
    const content = contentOf(alert);
    const dropped = { ...content, steps: content.steps.slice(0, 2) };
    expect(checkExamples(dropped, alert)[0]).toMatchObject({
      fires: false,
      agrees: false,
      reason: 'no step does “notify” any more',
    });
  });

  it('does not mind what was added by hand', () => {
    const content = contentOf(alert);
    const [first] = content.steps;
    const added = { ...content, steps: [...content.steps, { ...first, id: 'note', action: 'log_note', params: {} }] };
    expect(checkExamples(added as PlaybookContent, alert).every(({ agrees }) => agrees)).toBe(true);
  });

  it('disagrees with examples that the contract does not bear out', () => {
    const [first] = alert.examples;
    if (!first) throw new Error('no example');
    const wrong = { ...alert, examples: [{ ...first, fires: false }] };
    expect(checkExamples(contentOf(wrong), wrong)).toMatchObject([
      { agrees: false, reason: 'its conditions hold here' },
    ]);
  });
});

describe('every change of one operator or number', () => {
  const contracts: readonly Contract[] = [
    alert,
    orders,
    withExamples({
      subject: 'competitor_prices',
      conditions: [conditionOf('price_gap', '>=', 10, { unit: 'percent', base: 'their price' })],
    }),
    withExamples({
      subject: 'competitor_prices',
      conditions: [conditionOf('price_gap', '>', 5, { unit: 'currency', of: 'Blue Dream' })],
    }),
    withExamples({
      subject: 'competitor_prices',
      conditions: [conditionOf('undercutting', '>=', 2, { unit: 'count' })],
    }),
    withExamples({
      subject: 'competitor_prices',
      conditions: [gap],
      actions: [
        actionOf('notify', { to: ['user'] }),
        actionOf('send_sms', { to: ['+13155550120'], also: [{ ...gap, value: 20 }] }),
      ],
    }),
    withExamples({
      subject: 'competitor_prices',
      conditions: [gap],
      actions: [actionOf('raise_alert'), actionOf('notify', { to: ['user'], when: 'otherwise' })],
    }),
    withExamples({
      subject: 'stock',
      conditions: [conditionOf('quantity', '<', 5, { unit: 'count', of: 'Blue Dream' })],
    }),
    withExamples({ subject: 'members', conditions: [conditionOf('days_past_due', '>', 14, { unit: 'days' })] }),
    withExamples({ subject: 'customers', conditions: [conditionOf('days_inactive', '>=', 30, { unit: 'days' })] }),
    withExamples({ subject: 'website', conditions: [conditionOf('is_down', '==', 1)] }),
    withExamples({ subject: 'inbox', conditions: [conditionOf('says', 'contains', 'refund')] }),
    withExamples({
      subject: 'reviews',
      triggers: [on('review.created')],
      conditions: [conditionOf('rating', '<=', 3, { unit: 'stars' })],
    }),
    withExamples({
      subject: 'own_prices',
      triggers: [on('price.changed')],
      conditions: [conditionOf('price_change', '<', -20, { unit: 'percent', base: 'price before' })],
    }),
    withExamples({
      subject: 'stock',
      triggers: [{ ...daily, cron: '0 * * * *' } as Contract['triggers'][number]],
      conditions: [conditionOf('quantity', '<', 5, { unit: 'count' })],
    }),
  ];
  /** The condition with one comparison turned, one number made larger or smaller, or a "not" taken away or put before it. */
  function mutantsOf(text: string): string[] {
    const all = [`!(${text.replaceAll(/\{\{|\}\}/g, '')})`];
    if (text.startsWith('!')) all.push(text.slice(1));
    for (const match of text.matchAll(/ (>=|<=|==|>|<) /g)) {
      for (const other of ['>', '>=', '<', '<=']) {
        if (other === match[1] || match[1] === '==') continue;
        all.push(`${text.slice(0, match.index)} ${other} ${text.slice(match.index + match[0].length)}`);
      }
    }
    const last = /-?\d+(?=[^\d]*$)/.exec(text);
    if (last) {
      for (const value of [Number(last[0]) * 2 + 1, Number(last[0]) - 30]) {
        all.push(`${text.slice(0, last.index)}${value}${text.slice(last.index + last[0].length)}`);
      }
    }
    return all.filter((one) => one !== text);
  }
  /** What a mutant means does not differ where nothing costs nothing and no count is below one. */
  const SAME = /their_price (>=|<|<=) 0|oldPrice (>=|<|<=) 0/;

  it.each(contracts.map((contract) => [contract.subject, contract] as const))('is seen: %s', (_, contract) => {
    const content = contentOf(contract);
    const json = JSON.stringify(content);
    const conditions = [...json.matchAll(/"(?:condition|filter|value)":("(?:[^"\\]|\\.)*")/g)].map(
      ([, text = '""']) => text,
    );
    expect(conditions.length).toBeGreaterThan(0);
    for (const text of new Set(conditions)) {
      for (const mutant of mutantsOf(JSON.parse(text))) {
        if (SAME.test(mutant)) continue;
        const changed = JSON.parse(json.replace(text, () => JSON.stringify(mutant)));
        const survives = checkExamples(changed, contract).every(({ agrees }) => agrees);
        expect(survives, `${JSON.parse(text)}  →  ${mutant}`).toBe(false);
      }
    }
  });
});
