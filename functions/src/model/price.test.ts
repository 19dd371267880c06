import { expect, it } from 'vitest';
import { noUsage } from './execution.ts';
import { PRICES, priceOf } from './price.ts';

it.each([
  // A million of each, at the list price: 0.30 $, 0.90 $, 26.50 $ for a thousand seconds, 6 $.
  [{ reads: 1_000_000 }, 300_000],
  [{ writes: 1_000_000 }, 900_000],
  [{ computeMs: 1_000_000 }, 26_500],
  [{ tokens: 1_000_000 }, 6_000_000],
  [{ vendorCalls: 1_000_000 }, 0],
  [{}, 0],
  [noUsage, 0],
  // 7 × 0.3 + 5 × 0.9 + 2,000 × 0.0265 + 1,500 × 6
  [{ reads: 7, writes: 5, computeMs: 2_000, tokens: 1_500, vendorCalls: 2 }, 9_059.6],
])('%j costs %d millionths of a dollar', (usage, cost) => {
  expect(priceOf(usage)).toBeCloseTo(cost, 6);
});

it('has a price for everything that is metered', () => {
  expect(Object.keys(PRICES).sort()).toEqual(Object.keys(noUsage).sort());
});
