import {
  nextOccurrence,
  occurrencesBetween,
  type Timing,
} from '../../functions/src/core/triggering/next-occurrence.ts';
import type { Contract } from '../../functions/src/model/contract.ts';
import { recurrenceSchema } from '../../functions/src/model/trigger.ts';
import type { ExpectedTrigger } from './row.ts';

type Schedule = Extract<Contract['triggers'][number], { type: 'schedule' }>;
type ExpectedSchedule = Extract<ExpectedTrigger, { type: 'schedule' }>;

/** Two years and a day, so that what comes back every year is told from what comes once. */
const SPAN_MS = 732 * 86_400_000;
/** Enough for every five minutes of working hours; what is denser is compared up to there. */
const CAP = 40_000;

/**
 * Why the schedules do not fall on the times that are expected; null where they do, through two years from `now`, however
 * they are written and divided. The zone and the anchor are those of `actual` where none is expected.
 */
export function timesDiffer(
  expected: readonly ExpectedSchedule[],
  actual: readonly Schedule[],
  now: Date,
): string | null {
  const [model] = actual;
  if (model === undefined) return expected.length === 0 ? null : 'no schedule';
  if (expected.length === 0) return `a schedule that nobody asked for: ${written(actual)}`;
  const odd = expected.find((schedule) => schedule.cron === undefined && !actual.some((one) => agree(schedule, one)));
  if (odd) return `schedule ${written(actual)}, expected ${JSON.stringify(odd)}`;
  if (expected.some(({ cron }) => cron === undefined)) return null;
  const wanted = instants(
    expected.map((schedule) => timing(schedule, model)),
    now,
  );
  const found = instants(actual, now);
  const until = Math.min(wanted.until, found.until);
  const cut = (times: readonly number[]) => times.filter((time) => time <= until).join();
  if (cut(wanted.times) !== cut(found.times)) return `times ${written(actual)}, expected ${written(expected)}`;
  return beyond(wanted.times, expected, model, actual, now);
}

/** Where that time holds nothing, the first time after it has to be the same. */
function beyond(
  times: readonly number[],
  expected: readonly ExpectedSchedule[],
  model: Schedule,
  actual: readonly Schedule[],
  now: Date,
): string | null {
  if (times.length > 0) return null;
  const first = (all: readonly Timing[]) =>
    all
      .map((one) => nextOccurrence(one, now)?.getTime() ?? 0)
      .sort()
      .join();
  return first(expected.map((schedule) => timing(schedule, model))) === first(actual)
    ? null
    : `times ${written(actual)}, expected ${written(expected)}`;
}

function timing({ type: _, ...given }: ExpectedSchedule, model: Schedule): Timing {
  return recurrenceSchema.parse({ timezone: model.timezone, anchor: model.anchor, ...given });
}

function instants(timings: readonly Timing[], now: Date): { times: number[]; until: number } {
  const end = new Date(now.getTime() + SPAN_MS);
  const lists = timings.map((one) => occurrencesBetween(one, now, end, CAP).map((at) => at.getTime()));
  const full = lists.filter(({ length }) => length === CAP).map((times) => times.at(-1) ?? 0);
  return { times: [...new Set(lists.flat())].sort((a, b) => a - b), until: Math.min(end.getTime(), ...full) };
}

function agree(expected: ExpectedSchedule, actual: Schedule): boolean {
  const given: Readonly<Record<string, unknown>> = actual;
  return Object.entries(expected).every(([name, value]) => value === undefined || given[name] === value);
}

function written(schedules: readonly (Schedule | ExpectedSchedule)[]): string {
  const one = ({ cron, timezone, every, dayOfMonth, weekOfMonth, until }: Schedule | ExpectedSchedule) =>
    [
      `"${cron}" ${timezone ?? ''}`.trim(),
      (every ?? 1) > 1 ? `every ${every}` : '',
      dayOfMonth ? 'last day' : '',
      weekOfMonth ? `week ${weekOfMonth}` : '',
      until ? `until ${until}` : '',
    ].filter(Boolean);
  return schedules.map((schedule) => one(schedule).join(' ')).join(' + ');
}
