import type { Recurrence } from '../../model/trigger.ts';
import { type Cron, parseCron } from './cron.ts';
import {
  type CalendarDay,
  calendarDay,
  clockOfDay,
  DAY_MS,
  dayIndexAt,
  instantsOf,
  isLastOfMonth,
  weekIndex,
} from './zoned-time.ts';

/** A recurrence that has nothing within a century has nothing at all (30 February). */
const HORIZON_DAYS = 36_525;

/** When and how often; what `Recurrence` says, without the fields of a trigger around it. */
export type Timing = Pick<Recurrence, 'cron' | 'timezone' | 'every' | 'anchor' | 'dayOfMonth'> &
  Partial<Pick<Recurrence, 'weekOfMonth' | 'until'>>;

/** The first occurrence strictly after `after`; null when there is none. Throws on a cron or zone that is not valid. */
export function nextOccurrence(recurrence: Timing, after: Date): Date | null {
  const [next = null] = nextOccurrences(recurrence, after, 1);
  return next;
}

/** The last occurrence at or before `at`; null when there was none within a century. */
export function latestOccurrence(recurrence: Timing, at: Date): Date | null {
  const cron = cronOf(recurrence);
  if (!canOccur(cron)) return null;
  const start = dayIndexAt(at.getTime(), recurrence.timezone) + 1;
  for (let index = start; index > start - HORIZON_DAYS; index--) {
    const due = dueOn(index, cron, recurrence).filter((instant) => instant <= at.getTime());
    if (due.length === 0) continue;
    const alsoDue = dueOn(index - 1, cron, recurrence).filter((instant) => instant <= at.getTime());
    return new Date(Math.max(...due, ...alsoDue));
  }
  return null;
}

/** The next `count` occurrences strictly after `after`; fewer when there are no more. */
export function nextOccurrences(recurrence: Timing, after: Date, count: number): Date[] {
  const found: Date[] = [];
  if (count < 1) return found;
  for (const instant of instantsAfter(recurrence, after)) {
    found.push(new Date(instant));
    if (found.length === count) break;
  }
  return found;
}

/** Occurrences in `(from, to]`, oldest first, at most `cap`. */
export function occurrencesBetween(recurrence: Timing, from: Date, to: Date, cap: number): Date[] {
  const found: Date[] = [];
  for (const instant of instantsAfter(recurrence, from)) {
    if (instant > to.getTime() || found.length >= cap) break;
    found.push(new Date(instant));
  }
  return found;
}

/** Every instant after `after` at which the recurrence is due, in order, until a century passes without one. */
function* instantsAfter(recurrence: Timing, after: Date): Generator<number, void> {
  const cron = cronOf(recurrence);
  const end = lastDay(recurrence);
  if (!canOccur(cron)) return;
  let index = dayIndexAt(after.getTime(), recurrence.timezone) - 1;
  let due = dueOn(index, cron, recurrence);
  for (let last = index; index < last + HORIZON_DAYS && index <= end; index++) {
    const tomorrow = dueOn(index + 1, cron, recurrence);
    const [first = Number.POSITIVE_INFINITY] = tomorrow;
    for (const instant of due) if (instant > after.getTime() && instant < first) yield instant;
    if (due.length > 0) last = index;
    // A clock put back around midnight can let the next day begin before this one has ended for good.
    const open = due.filter((instant) => instant >= first);
    due = open.length === 0 ? tomorrow : [...new Set([...open, ...tomorrow])].sort((a, b) => a - b);
  }
}

const parsed = new Map<string, Cron>();

function cronOf(recurrence: Timing): Cron {
  const known = parsed.get(recurrence.cron);
  if (known) return known;
  const result = parseCron(recurrence.cron);
  if (!result.ok) throw new RangeError(result.problem);
  if (parsed.size > 500) parsed.clear();
  parsed.set(recurrence.cron, result.cron);
  return result.cron;
}

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** False for days that no calendar has, so that the search need not walk a century to find nothing. */
function canOccur(cron: Cron): boolean {
  if (cron.eitherDay) return true;
  const smallest = Math.min(...cron.daysOfMonth);
  return [...cron.months].some((month) => smallest <= (LONGEST[month - 1] ?? 0));
}

/** The index of the last local day on which it is due. */
function lastDay({ until }: Timing): number {
  return until == null ? Number.POSITIVE_INFINITY : Math.floor(Date.parse(`${until}T00:00:00Z`) / DAY_MS);
}

/** Every instant, in order, at which the recurrence is due for the local day `index`. */
function dueOn(index: number, cron: Cron, recurrence: Timing): number[] {
  if (index > lastDay(recurrence) || !isDueDay(calendarDay(index), cron, recurrence)) return [];
  const clock = clockOfDay(index, recurrence.timezone);
  const due = new Set<number>();
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const instants = instantsOf(index * DAY_MS + (hour * 60 + minute) * 60_000, clock);
      // A time that a gap swallows is due when the gap ends; a fixed hour that comes twice is due the first time.
      const once = instants[0] ?? clock.change;
      if (cron.hourIsOpen) for (const instant of instants) due.add(instant);
      else if (once !== null) due.add(once);
    }
  }
  return [...due].sort((a, b) => a - b);
}

function isDueDay(day: CalendarDay, cron: Cron, recurrence: Timing): boolean {
  if (!cron.months.has(day.month)) return false;
  const inMonth = cron.daysOfMonth.has(day.dayOfMonth);
  const inWeek = cron.daysOfWeek.has(day.dayOfWeek);
  if (cron.eitherDay ? !(inMonth || inWeek) : !(inMonth && inWeek)) return false;
  if (recurrence.dayOfMonth === 'last' && !isLastOfMonth(day)) return false;
  if (!isInWeekOfMonth(day, recurrence.weekOfMonth ?? null)) return false;
  return recurrence.every === 1 || weeksFromAnchor(day, recurrence.anchor) % recurrence.every === 0;
}

/** Whether it is the n-th of its weekday in its month, or the last of them. */
function isInWeekOfMonth(day: CalendarDay, week: Recurrence['weekOfMonth']): boolean {
  if (week === null) return true;
  if (week === 'last') return calendarDay(day.index + 7).month !== day.month;
  return Math.ceil(day.dayOfMonth / 7) === week;
}

function weeksFromAnchor(day: CalendarDay, anchor: string | null): number {
  const anchorIndex = anchor === null ? 0 : Math.floor(Date.parse(`${anchor}T00:00:00Z`) / DAY_MS);
  return weekIndex(day.index) - weekIndex(anchorIndex);
}
