import type { Recurrence } from '../../model/trigger.ts';
import { clockTime } from '../triggering/describe-recurrence.ts';
import { occurrencesBetween } from '../triggering/next-occurrence.ts';
import { DAY_MS, dayIndexAt, wallClock } from '../triggering/zoned-time.ts';
import { midnight } from './forecast-schedule.ts';

const DAYS = 14;
/** One each minute. */
const MOST = DAYS * 1_500;
const TIMES_TOLD = 3;

/** What starts on one of the coming days, by the clock. */
export interface ForecastDay {
  /** `2026-11-23`, in the tenant's zone. */
  readonly day: string;
  readonly count: number;
  /** The first three, as clocks show them there: `9:00 AM`. */
  readonly times: readonly string[];
}

/** Today, from now on, and the thirteen days after it. */
export function daysAhead(
  recurrences: readonly Recurrence[],
  now: Date,
  { timezone, locale }: { readonly timezone: string; readonly locale: string },
): ForecastDay[] {
  const today = dayIndexAt(now.getTime(), timezone);
  const until = new Date(midnight(today + DAYS, timezone).getTime() - 1);
  const due = recurrences.flatMap((recurrence) => occurrencesBetween(recurrence, now, until, MOST));
  const byDay = Map.groupBy(due, (at) => dayIndexAt(at.getTime(), timezone));
  return Array.from({ length: DAYS }, (_, index) => {
    const found = (byDay.get(today + index) ?? []).toSorted((a, b) => a.getTime() - b.getTime());
    const time = (at: Date) => clockTime((wallClock(at.getTime(), timezone) % DAY_MS) / 60_000, locale);
    const day = new Date((today + index) * DAY_MS).toISOString().slice(0, 10);
    return { day, count: found.length, times: found.slice(0, TIMES_TOLD).map(time) };
  });
}
