import { describe, expect, it } from 'vitest';
import { lineOf, sortedBy, tableOf } from './data-shape.ts';

describe('data as a table', () => {
  it('is made of a list of things, with every field that any of them has', () => {
    expect(
      tableOf([
        { sku: 'A', price: 1 },
        { sku: 'B', stock: 0 },
      ])?.columns,
    ).toEqual(['sku', 'price', 'stock']);
    for (const other of [[], ['a'], [{ a: 1 }, 2], { a: 1 }, 'a', null, [{}]]) expect(tableOf(other)).toBeNull();
  });

  it('is sorted by size or as people sort words, with what is empty last either way', () => {
    const rows = [{ n: 10 }, { n: null }, { n: 9 }, {}, { n: 2.5 }];
    expect(sortedBy(rows, 'n', false).map(({ n }) => n ?? null)).toEqual([2.5, 9, 10, null, null]);
    expect(sortedBy(rows, 'n', true).map(({ n }) => n ?? null)).toEqual([10, 9, 2.5, null, null]);
    const names = [{ s: 'Item 10' }, { s: 'item 9' }, { s: '' }];
    expect(sortedBy(names, 's', false).map(({ s }) => s)).toEqual(['item 9', 'Item 10', '']);
  });

  it('says a field in a line', () => {
    expect([true, null, 12.5, ['a', 'b'], [{ a: 1 }], { a: 1, b: 2 }].map(lineOf)).toEqual([
      ...['Yes', '', '12.5', 'a, b', '1 entry', '2 fields'],
    ]);
  });
});
