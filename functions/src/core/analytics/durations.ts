import type { Histogram } from '../../model/rollup.ts';

/** Each class is a tenth wider than the one before, so that the middle of a class is at most 5 % off. */
const RATIO = Math.log(1.1);

/** The number of the class that a duration belongs to: 0 up to a millisecond, 217 for a day. */
export function classOf(durationMs: number): number {
  return durationMs <= 1 ? 0 : Math.ceil(Math.log(durationMs) / RATIO);
}

/** The middle of a class, in milliseconds. */
function middleOf(number: number): number {
  return number === 0 ? 1 : Math.max(1, Math.round(Math.exp((number - 0.5) * RATIO)));
}

/** How long at most the share `part` (0 to 1) of them took, in milliseconds, to within 5 %; null where there are none. */
export function percentile(histogram: Histogram, part: number): number | null {
  const classes = Object.entries(histogram)
    .map(([number, count]) => [Number(number), count] as const)
    .sort(([a], [b]) => a - b);
  const total = classes.reduce((sum, [, count]) => sum + count, 0);
  if (total <= 0) return null;
  const wanted = Math.max(1, Math.ceil(part * total));
  let seen = 0;
  for (const [number, count] of classes) {
    seen += count;
    if (seen >= wanted) return middleOf(number);
  }
  return null;
}

/** The sum of two histograms; classes that nobody is in any more are left out. */
export function addHistograms(a: Histogram, b: Histogram): Histogram {
  const sum: Record<string, number> = { ...a };
  for (const [number, count] of Object.entries(b)) sum[number] = (sum[number] ?? 0) + count;
  return Object.fromEntries(Object.entries(sum).filter(([, count]) => count !== 0));
}
