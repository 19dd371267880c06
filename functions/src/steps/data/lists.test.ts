import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { aggregateList } from './aggregate-list.ts';
import { dedupeList } from './dedupe-list.ts';
import { extractWithRegex } from './extract-with-regex.ts';
import { filterList } from './filter-list.ts';
import { joinLists } from './join-lists.ts';
import { mapList } from './map-list.ts';
import { parseJson } from './parse-json.ts';
import { sortList } from './sort-list.ts';

const { context } = stepContext();
const run = (type: typeof filterList, params: JsonObject) => runStep(type, params, context);
const stock = [
  { sku: 'a', name: 'Ada 10', price: 2.5, quantity: 4, category: 'tea' },
  { sku: 'b', name: 'Ada 9', price: 10, quantity: 0, category: 'pot' },
  { sku: 'c', name: 'bob', price: null, quantity: 7, category: 'tea' },
];

describe('filter_list', () => {
  it('keeps what the condition is true of, with values from elsewhere by name', async () => {
    const where = 'item.quantity < limit && index < 2';
    expect(await run(filterList, { items: stock, where, with: { limit: 5 } })).toEqual({
      items: stock.slice(0, 2),
      count: 2,
      removed: 1,
    });
  });

  it('refuses a condition that cannot be read, at save', () => {
    const parsed = filterList.params.safeParse({ items: [], where: 'item.x <' });
    expect(parsed.error?.issues[0]?.path).toEqual(['where']);
  });

  it('says for which item it fails', async () => {
    await expect(run(filterList, { items: [{ n: 1 }, {}], where: 'item.n > 0' })).rejects.toThrow(/item 2/);
  });

  it('never takes a value for a condition', async () => {
    const evil = { name: 'true || true' };
    const filtered = await run(filterList, { items: [evil], where: 'item.name == wanted', with: { wanted: 'x' } });
    expect(filtered).toMatchObject({ count: 0 });
    expect(filterList.literals).toContain('where');
  });
});

describe('sort_list', () => {
  it('sorts as people do, what lacks the field last in both directions', async () => {
    const names = async (by: JsonObject[]) =>
      ((await run(sortList, { items: stock, by })) as { items: typeof stock }).items.map(({ sku }) => sku).join('');
    expect(await names([{ field: 'name' }])).toBe('bac');
    expect(await names([{ field: 'price' }])).toBe('abc');
    expect(await names([{ field: 'price', direction: 'desc' }])).toBe('bac');
    expect(await names([{ field: 'category' }, { field: 'quantity', direction: 'desc' }])).toBe('bca');
  });

  it('loses and invents nothing', async () => {
    const items = fc.array(fc.record({ n: fc.option(fc.integer()) }), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(items, async (given) => {
        const sorted = (await run(sortList, { items: given, by: [{ field: 'n' }] })) as {
          items: { n: number | null }[];
        };
        const texts = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).toSorted();
        expect(texts(sorted.items)).toEqual(texts(given));
        const numbers = sorted.items.flatMap(({ n }) => n ?? []);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('map_list', () => {
  it('keeps fields and computes others', async () => {
    const set = { value: 'item.price * double(item.quantity)', place: 'index + offset' };
    expect(await run(mapList, { items: stock.slice(0, 1), keep: ['sku'], set, with: { offset: 1 } })).toEqual({
      items: [{ sku: 'a', value: 10, place: 1 }],
      count: 1,
    });
  });
});

describe('aggregate_list', () => {
  const measures = [
    { as: 'n', of: 'count' },
    { as: 'stock', of: 'sum', field: 'quantity' },
    { as: 'dearest', of: 'max', field: 'price' },
    { as: 'mean', of: 'average', field: 'price' },
    { as: 'kinds', of: 'distinct', field: 'category' },
  ];
  it('measures all, and each group', async () => {
    expect(await run(aggregateList, { items: stock, groupBy: ['category'], measures })).toEqual({
      groups: [
        { category: 'tea', n: 2, stock: 11, dearest: 2.5, mean: 2.5, kinds: 1 },
        { category: 'pot', n: 1, stock: 0, dearest: 10, mean: 10, kinds: 1 },
      ],
      count: 3,
      total: { n: 3, stock: 11, dearest: 10, mean: 6.25, kinds: 2 },
    });
  });

  it('adds up without the crumbs of fractions, also numbers that came as text', async () => {
    const items = [{ price: 0.1 }, { price: '0.2' }];
    const sum = [{ as: 'sum', of: 'sum', field: 'price' }];
    expect(await run(aggregateList, { items, measures: sum })).toMatchObject({ total: { sum: 0.3 } });
    await expect(run(aggregateList, { items: [{ price: 'dear' }], measures: sum })).rejects.toThrow(/no number/);
  });

  it('of nothing is nothing', async () => {
    expect(await run(aggregateList, { items: [], measures })).toMatchObject({
      total: { n: 0, stock: 0, dearest: null, mean: null, kinds: 0 },
    });
  });
});

describe('join_lists', () => {
  const right = [{ code: 'a', theirs: 2 }, { code: 'a', theirs: 3 }, { theirs: 4 }];
  const on = { left: 'sku', right: 'code' };
  it('pairs what belongs together and lists what has no partner', async () => {
    expect(await run(joinLists, { left: stock, right, on })).toEqual({
      items: [
        { left: stock[0], right: right[0] },
        { left: stock[0], right: right[1] },
      ],
      count: 2,
      unmatched: stock.slice(1),
    });
    const all = await run(joinLists, {
      left: [{}, stock[1] ?? {}],
      right,
      on,
      keep: 'left',
      as: { left: 'us', right: 'them' },
    });
    expect(all).toMatchObject({
      items: [
        { us: {}, them: null },
        { us: stock[1], them: null },
      ],
      count: 2,
    });
  });

  it('does not let one half of a pair take the name of the other', () => {
    const given = { left: stock, right, on, as: { left: 'x', right: 'x' } };
    expect(joinLists.params.safeParse(given).error?.issues[0]?.path).toEqual(['as']);
  });

  it('refuses to multiply without bounds', async () => {
    const many = Array.from({ length: 200 }, () => ({ k: 1 }));
    await expect(run(joinLists, { left: many, right: many, on: { left: 'k', right: 'k' } })).rejects.toThrow(
      /40000 pairs/,
    );
  });
});

describe('two long lists of equal items', () => {
  it('are refused before their hundred million pairs are made', async () => {
    const left = Array.from({ length: 10_000 }, () => ({ sku: 'a' }));
    const pairs = run(joinLists, { left, right: left, on: { left: 'sku', right: 'sku' } });
    await expect(pairs).rejects.toThrow(/100000000 pairs/);
  });
});

describe('dedupe_list', () => {
  it('keeps the first or the last of those that are the same', async () => {
    const items = [
      { e: 'x', n: 1 },
      { e: 'y', n: 2 },
      { n: 3, e: 'x' },
      { n: 1, e: 'x' },
    ];
    expect(await run(dedupeList, { items })).toMatchObject({ count: 3, removed: 1 });
    expect(await run(dedupeList, { items, by: ['e'] })).toMatchObject({ items: items.slice(0, 2) });
    expect(await run(dedupeList, { items, by: ['e'], keep: 'last' })).toMatchObject({ items: [items[1], items[3]] });
  });

  it('does not take those for the same of whom nothing is known', async () => {
    const items = [{ n: 1 }, { n: 2, e: null }, { n: 3, e: 'x' }];
    expect(await run(dedupeList, { items, by: ['e'] })).toMatchObject({ count: 3, removed: 0 });
  });
});

describe('parse_json', () => {
  it('reads a value, a part of it, and what a model put into a fence', async () => {
    expect(await run(parseJson, { text: '{"a":{"b":[1]}}', field: 'a.b' })).toEqual({ value: [1] });
    expect(await run(parseJson, { text: '```json\n{"a":1}\n```' })).toEqual({ value: { a: 1 } });
  });

  it('is quick on a fence that never ends', async () => {
    const text = `\`\`\`\n${'\n'.repeat(800_000)}`;
    await expect(run(parseJson, { text })).rejects.toThrow(/not JSON/);
  });

  it('quotes nothing of what is not JSON', async () => {
    const error = await run(parseJson, { text: '{"token": sk-secret-value}' }).catch((thrown: Error) => thrown.message);
    expect(error).toMatch(/not JSON/);
    expect(error).not.toContain('secret');
  });
});

describe('extract_with_regex', () => {
  it('gives all matches with their groups', async () => {
    expect(
      await run(extractWithRegex, { text: 'Order #12, order #7', pattern: 'order #(\\d+)', ignoreCase: true }),
    ).toEqual({
      value: '12',
      matches: [
        { text: 'Order #12', groups: ['12'] },
        { text: 'order #7', groups: ['7'] },
      ],
      count: 2,
    });
    expect(await run(extractWithRegex, { text: 'none', pattern: 'x' })).toEqual({ value: null, matches: [], count: 0 });
  });

  it('is linear on what makes others hang, and ends at empty matches', async () => {
    const text = 'a'.repeat(50_000);
    expect(await run(extractWithRegex, { text: `${text}!`, pattern: '^(a+)+$' })).toMatchObject({ count: 0 });
    expect(await run(extractWithRegex, { text: 'abc', pattern: 'x*' })).toMatchObject({ count: 4 });
  });

  it('refuses what cannot be read', () => {
    expect(extractWithRegex.params.safeParse({ text: '', pattern: '(' }).success).toBe(false);
    for (const pattern of ['(?=x)', '(?<!x)', '(a)\\1', '[', 'a{2,1}'])
      expect(extractWithRegex.params.safeParse({ text: '', pattern }).success, pattern).toBe(false);
  });

  it('leaves what JavaScript writes differently for RE2 to judge', async () => {
    for (const pattern of ['(?i)ORDER', '(?P<word>order)', '\\Qorder\\E', '[[:alpha:]]+', '\\pL+'])
      expect(await run(extractWithRegex, { text: 'order', pattern }), pattern).toMatchObject({ count: 1 });
    await expect(run(extractWithRegex, { text: '', pattern: '(?P<a' })).rejects.toThrow(/cannot be used/);
  });
});
