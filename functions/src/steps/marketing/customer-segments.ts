import type { JsonObject } from '../../model/json.ts';
import type { Habit } from './customer-habits.ts';

/** Where the lines are drawn: days, and what counts as much among these customers. */
export interface Lines {
  readonly recentDays: number;
  readonly activeDays: number;
  readonly lostDays: number;
  readonly often: number;
  readonly much: number;
}

export const SEGMENTS = {
  champions: 'Champions: bought lately, often, and for much',
  loyal: 'Loyal: buy again and again',
  new: 'New: bought for the first time lately',
  promising: 'Promising: active, not often yet',
  cannot_lose: 'Not to be lost: spent much, and have not come for long',
  at_risk: 'At risk: came often, and have not come for long',
  sleeping: 'Sleeping: have not come for long',
  lost: 'Lost: have not come for very long',
  never_bought: 'Never bought',
} as const;
type Segment = keyof typeof SEGMENTS;

/** The segment of a customer by recency, frequency and money. */
export function segmentOf({ daysSince, orders, spent }: Habit, lines: Lines): Segment {
  if (daysSince === null) return 'never_bought';
  const isOften = orders >= lines.often;
  const isMuch = spent > 0 && spent >= lines.much;
  if (daysSince <= lines.activeDays) {
    if (daysSince <= lines.recentDays && isOften && isMuch) return 'champions';
    if (isOften) return 'loyal';
    return orders <= 1 && daysSince <= lines.recentDays ? 'new' : 'promising';
  }
  if (isMuch) return 'cannot_lose';
  if (daysSince > lines.lostDays) return 'lost';
  return isOften ? 'at_risk' : 'sleeping';
}

/** What the best fifth of those who bought has spent. */
export function muchOf(habits: readonly Habit[]): number {
  const sums = habits.flatMap(({ spent }) => (spent > 0 ? [spent] : [])).toSorted((a, b) => b - a);
  return sums[Math.max(0, Math.ceil(sums.length / 5) - 1)] ?? 0;
}

/** The segment of those that have one value of a field. */
export function nameOf(value: unknown): string {
  return value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** As much of somebody as a list shows. */
export function brief({ id = null, name = null, email = null }: JsonObject): JsonObject {
  return { id, name, email };
}
