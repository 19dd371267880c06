import type { DaySpan } from './calendar-days.ts';
import { occurrencesBetween, type Timing } from './next-occurrence.ts';

/** More starts of one trigger on one day than this are told as one band. */
const MOST_APART = 6;
/** A day of minutes, and the hour that it may have more. */
const DAY_MAX = 1_500;
/** So many starts are worked out in all, and no more: a calendar is a look ahead, and no accounting. */
const WORK_MAX = 150_000;
/** So many are told one by one. */
const TOLD_MAX = 1_000;
const MINUTE_MS = 60_000;

/** A schedule as far as its calendar goes. Nothing starts at or before `armedAt`. */
export interface Armed {
  readonly playbookId: string;
  readonly playbookName: string;
  readonly triggerId: string;
  readonly timing: Timing;
  readonly armedAt: Date;
  /** Since when it does not start, and until when (`Infinity`: until a person says so); null: it does. */
  readonly pausedUntil: number | null;
}

type Whose = Pick<Armed, 'playbookId' | 'playbookName' | 'triggerId'> & { readonly isPaused: boolean };
type Start = Whose & { readonly at: Date };
/** Many starts of one trigger on one day; `everyMinutes` where they are equally far apart. */
type Band = Whose & {
  readonly day: string;
  readonly first: Date;
  readonly last: Date;
  readonly count: number;
  readonly everyMinutes: number | null;
};

interface Ahead {
  readonly starts: readonly Start[];
  readonly bands: readonly Band[];
  /** How many there are on each day, told or not. */
  readonly counts: ReadonlyMap<string, number>;
  /** False where some were not worked out, or not told. */
  readonly isWhole: boolean;
}

/** What schedules will start after `now` on these days, in the order of time. What is often is folded, day by day. */
export function startsAhead(schedules: readonly Armed[], days: readonly DaySpan[], now: Date): Ahead {
  const starts: Start[] = [];
  const bands: Band[] = [];
  const counts = new Map<string, number>();
  const dueOf = dueFinder(days, now);
  let isWhole = true;
  for (const schedule of schedules) {
    const byDay = dueOf(schedule);
    if (byDay === null) isWhole = false;
    byDay?.forEach((due, index) => {
      const span = days[index];
      if (span === undefined || due.length === 0) return;
      counts.set(span.day, (counts.get(span.day) ?? 0) + due.length);
      if (due.length > MOST_APART) bands.push(bandOf(schedule, span, due));
      else starts.push(...due.map((at) => ({ ...whose(schedule, at), at })));
    });
  }
  starts.sort((a, b) => a.at.getTime() - b.at.getTime());
  return { starts: starts.slice(0, TOLD_MAX), bands, counts, isWhole: isWhole && starts.length <= TOLD_MAX };
}

type ByDay = readonly (readonly Date[])[];

/** Finds what is due on each day; null once too much was worked out. Schedules of one timing are worked out once. */
function dueFinder(days: readonly DaySpan[], now: Date): (schedule: Armed) => ByDay | null {
  const known = new Map<string, ByDay>();
  let work = 0;
  return ({ timing, armedAt }) => {
    const after = new Date(Math.max(now.getTime(), armedAt.getTime()));
    const { cron, timezone, every, anchor, dayOfMonth, weekOfMonth, until } = timing;
    const key = JSON.stringify([after, cron, timezone, every, anchor, dayOfMonth, weekOfMonth, until]);
    const before = known.get(key);
    if (before !== undefined) return before;
    if (work >= WORK_MAX) return null;
    const found = dueByDay(timing, days, after);
    work += found.reduce((sum, due) => sum + due.length, days.length);
    known.set(key, found);
    return found;
  };
}

/** What is seldom is found in one walk; what is often day by day, so that none of the days is cut short. */
function dueByDay(timing: Timing, days: readonly DaySpan[], after: Date): ByDay {
  const [start, end] = [days[0]?.from ?? after, days.at(-1)?.to ?? after];
  const seldom = MOST_APART * days.length;
  const all = dueWithin(timing, { from: start, to: end }, after, seldom + 1);
  if (all.length > seldom) return days.map((span) => dueWithin(timing, span, after, DAY_MAX));
  return days.map(({ from, to }) => all.filter((at) => at >= from && at < to));
}

function dueWithin(timing: Timing, { from, to }: Pick<DaySpan, 'from' | 'to'>, after: Date, most: number) {
  const since = Math.max(after.getTime(), from.getTime() - 1);
  return since >= to.getTime() ? [] : occurrencesBetween(timing, new Date(since), new Date(to.getTime() - 1), most);
}

function whose({ playbookId, playbookName, triggerId, pausedUntil }: Armed, at: Date): Whose {
  return { playbookId, playbookName, triggerId, isPaused: pausedUntil !== null && at.getTime() < pausedUntil };
}

function bandOf(schedule: Armed, { day }: DaySpan, due: readonly Date[]): Band {
  const [first = new Date(0), last = first] = [due[0], due.at(-1)];
  const gaps = new Set(due.slice(1).map((at, index) => at.getTime() - (due[index]?.getTime() ?? 0)));
  const [gap = 0] = gaps;
  const everyMinutes = gaps.size === 1 ? gap / MINUTE_MS : null;
  return { ...whose(schedule, last), day, first, last, count: due.length, everyMinutes };
}
