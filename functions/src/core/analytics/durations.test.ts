import { describe, expect, it } from 'vitest';
import { addHistograms, classOf, percentile } from './durations.ts';

const histogramOf = (durations: readonly number[]) =>
  durations.map((one) => ({ [classOf(one)]: 1 })).reduce<Record<string, number>>(addHistograms, {});

describe('durations', () => {
  it.each([1, 7, 350, 4_200, 61_000, 3_600_000, 30 * 86_400_000])('%i ms is told to within 5 %%', (ms) => {
    const told = percentile(histogramOf([ms]), 0.5) ?? 0;
    expect(Math.abs(told - ms)).toBeLessThanOrEqual(Math.max(1, ms * 0.05));
  });

  it('are cut where a share of them took no longer', () => {
    const histogram = histogramOf(Array.from({ length: 1_000 }, (_, index) => index + 1));
    for (const part of [0.5, 0.9, 0.95, 0.99]) {
      expect(Math.abs((percentile(histogram, part) ?? 0) / (part * 1_000) - 1)).toBeLessThan(0.06);
    }
    expect(percentile({}, 0.5)).toBeNull();
  });

  it('that are taken back leave nothing', () => {
    expect(addHistograms({ 3: 1, 5: 2 }, { 3: -1 })).toEqual({ 5: 2 });
  });
});
