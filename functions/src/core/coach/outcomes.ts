import type { Figures } from '../../model/figures.ts';
import type { Recommendation } from '../../model/recommendation.ts';
import type { Found, Write } from '../ports.ts';
import { DAY_MS } from '../triggering/zoned-time.ts';

/** What was done takes its time to show; from then on it is looked at as often, and after the last day no more. */
const EVERY_DAYS = 14;
const LAST_DAYS = 60;

/** When the effect of a recommendation that is accepted then is first looked at; null where it has no figure. */
export function firstMeasureAt({ outcome }: Pick<Recommendation, 'outcome'>, acceptedAt: Date): Date | null {
  return outcome === null ? null : after(acceptedAt, EVERY_DAYS);
}

/**
 * Writes down what has become of the figures of recommendations that are due: two, four, six and eight weeks after they
 * were accepted, the latest in the place of the one before. One that is not known is looked for every day.
 */
export function outcomeWrites(due: readonly Found<Recommendation>[], figures: Figures, now: Date): Write[] {
  return due.flatMap(({ ref, data }): Write[] => {
    if (data === null) return [];
    const value = data.outcome === null ? null : figures[data.outcome.figure];
    const isLast =
      after(now, value === null ? 0 : EVERY_DAYS) > after(data.acceptance?.at ?? data.updatedAt, LAST_DAYS);
    if (value === null && !isLast) return [];
    const measureAt = isLast ? null : after(now, EVERY_DAYS);
    const measured = value !== null && { 'outcome.after': value, 'outcome.measuredAt': now };
    return [{ op: 'update', path: ref.path, fields: { measureAt, ...measured } }];
  });
}

function after(time: Date, days: number): Date {
  return new Date(time.getTime() + days * DAY_MS);
}
