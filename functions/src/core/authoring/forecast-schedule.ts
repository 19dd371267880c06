import type { Recurrence } from '../../model/trigger.ts';
import { type Cron, parseCron } from '../triggering/cron.ts';
import { clockTime, dateInWords, joinWords } from '../triggering/describe-recurrence.ts';
import { occurrencesBetween } from '../triggering/next-occurrence.ts';
import {
  type ClockOfDay,
  calendarDay,
  clockOfDay,
  DAY_MS,
  dayIndexAt,
  instantsOf,
  wallClock,
} from '../triggering/zoned-time.ts';

const MINUTE_MS = 60_000;
const YEAR_DAYS = 365;
/** `clockOfDay` sees a change within three days. */
const SEEN_DAYS = 3;
/** A month of minutes. */
const MONTH_MAX = 50_000;
const DAY_MAX = 2_000;

/** The coming calendar month of a zone: the instants at which its days begin, and, last, the one at which it is over. */
export function daysOfNextMonth(now: Date, zone: string): readonly Date[] {
  const { year, month } = calendarDay(dayIndexAt(now.getTime(), zone));
  const [first, end] = [Date.UTC(year, month, 1) / DAY_MS, Date.UTC(year, month + 1, 1) / DAY_MS];
  return Array.from({ length: end - first + 1 }, (_, index) => midnight(first + index, zone));
}

/** The first instant of a day; some zones put their clocks at midnight. */
export function midnight(dayIndex: number, zone: string): Date {
  const clock = clockOfDay(dayIndex, zone);
  return new Date(instantsOf(dayIndex * DAY_MS, clock)[0] ?? clock.change ?? dayIndex * DAY_MS);
}

/** How often a recurrence is due on each of these days. */
export function countByDay(recurrence: Recurrence, days: readonly Date[]): readonly number[] {
  const [from, ...ends] = days.map((day) => day.getTime());
  const end = ends.at(-1);
  if (from === undefined || end === undefined) return [];
  const due = occurrencesBetween(recurrence, new Date(from - 1), new Date(end - 1), MONTH_MAX);
  let at = 0;
  return ends.map((until) => {
    const first = at;
    for (let next = due[at]; next !== undefined && next.getTime() < until; next = due[at]) at += 1;
    return at - first;
  });
}

/** What is unusual about an occurrence on a day on which the clocks are put; null when nothing is. */
export function shiftNote(recurrence: Recurrence, at: Date, locale: string): string | null {
  const { timezone } = recurrence;
  const day = dayIndexAt(at.getTime(), timezone);
  const clock = clockOfDay(day, timezone);
  if (clock.change === null) return null;
  const cron = cronOf(recurrence);
  const wall = wallClock(at.getTime(), timezone);
  const time = clockTime((wall % DAY_MS) / MINUTE_MS, locale);
  const lost = at.getTime() === clock.change && !cron.hourIsOpen ? lostTimes(cron, day, clock) : [];
  if (lost.length > 0) {
    const [which, verb] = [
      joinWords(lost.map((minutes) => clockTime(minutes, locale))),
      lost.length > 1 ? 'do' : 'does',
    ];
    return `${which} ${verb} not exist on that day, since the clocks go forward: it starts at ${time}`;
  }
  const [first, second] = instantsOf(wall, clock);
  if (second === undefined) return null;
  const twice = `${time} comes twice on that day, since the clocks go back`;
  if (!cron.hourIsOpen) return `${twice}: it starts the first time only`;
  return `${twice}: this is the ${at.getTime() === first ? 'first' : 'second'} time`;
}

/** What the changes of the clocks within a year do to a recurrence, a sentence each. */
export function clockNotes(recurrence: Recurrence, now: Date, locale: string): string[] {
  const cron = cronOf(recurrence);
  return changesAhead(recurrence.timezone, now).flatMap((change) => {
    const { timezone } = recurrence;
    const day = dayIndexAt(change.getTime(), timezone);
    const [from, to] = [midnight(day, timezone).getTime() - 1, midnight(day + 1, timezone).getTime() - 1];
    const due = occurrencesBetween(recurrence, new Date(from), new Date(to), DAY_MAX);
    const date = dateInWords(change, timezone, locale);
    if (cron.hourIsOpen) return patternNote(cron, due, clockOfDay(day, timezone), recurrence, date) ?? [];
    return due.flatMap((at) => {
      const note = shiftNote(recurrence, at, locale);
      return note === null ? [] : [`${date}: ${note}`];
    });
  });
}

/** A pattern follows real time: a day with an hour more or less has more or fewer starts. */
function patternNote(
  cron: Cron,
  due: readonly Date[],
  clock: ClockOfDay,
  { timezone }: Recurrence,
  date: string,
): string | null {
  if (clock.change === null || due.length === 0) return null;
  const again = due.filter((at) => instantsOf(wallClock(at.getTime(), timezone), clock)[1] === at.getTime()).length;
  if (again > 0) return `${date}: the clocks go back, and it starts ${times(again)} more than on other days`;
  const lost = lostTimes(cron, dayIndexAt(clock.change, timezone), clock).length;
  return lost === 0 ? null : `${date}: the clocks go forward, and it starts ${times(lost)} less than on other days`;
}

/** The times of day, in minutes, that a gap of that day swallows. */
function lostTimes(cron: Cron, dayIndex: number, clock: ClockOfDay): number[] {
  return cron.hours
    .flatMap((hour) => cron.minutes.map((minute) => hour * 60 + minute))
    .filter((minutes) => instantsOf(dayIndex * DAY_MS + minutes * MINUTE_MS, clock).length === 0);
}

/** When the clocks of a zone are put within a year. */
function changesAhead(zone: string, now: Date): Date[] {
  const today = dayIndexAt(now.getTime(), zone);
  const until = now.getTime() + YEAR_DAYS * DAY_MS;
  const changes = new Set<number>();
  for (let day = today; day <= today + YEAR_DAYS + 1; day += SEEN_DAYS) {
    const { change } = clockOfDay(day, zone);
    if (change !== null && change > now.getTime() && change <= until) changes.add(change);
  }
  return [...changes].map((change) => new Date(change));
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'];
const MONTH_NAMES = [...MONTHS, 'October', 'November', 'December'];
const SHORT_MONTHS = [2, 4, 6, 9, 11];

/** What the calendar does to a recurrence: days that some months lack, weeks that are left out. */
export function calendarNotes(recurrence: Recurrence): string[] {
  const { daysOfMonth, months } = cronOf(recurrence);
  const notes: string[] = [];
  // A day before it stands in for it: from the 25th to the end of the month, however long that is.
  const lacks = (day: number) => daysOfMonth.has(day) && !daysOfMonth.has(day - 1) && recurrence.dayOfMonth !== 'last';
  const short = SHORT_MONTHS.filter((month) => months.has(month)).map((month) => MONTH_NAMES[month - 1] ?? '');
  if (lacks(31) && short.length > 0) {
    notes.push(`${joinWords(short)} ${short.length > 1 ? 'have' : 'has'} no 31st: nothing starts then. ${INSTEAD}`);
  }
  if (lacks(30) && months.has(2)) notes.push(`February has no 30th: nothing starts then. ${INSTEAD}`);
  if (lacks(29) && months.has(2)) notes.push(`February has a 29th in leap years only. ${INSTEAD}`);
  if (recurrence.every > 1) {
    const since = recurrence.anchor === null ? '' : `, counted from the week of ${recurrence.anchor}`;
    notes.push(`It starts in one week of every ${recurrence.every}${since}; weeks begin on Monday`);
  }
  return notes;
}

const INSTEAD = "For the last day of each month write dayOfMonth: 'last'";

function cronOf({ cron }: Recurrence): Cron {
  const parsed = parseCron(cron);
  if (!parsed.ok) throw new RangeError(parsed.problem);
  return parsed.cron;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
