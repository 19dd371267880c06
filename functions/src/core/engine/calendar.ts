import { clockOfDay, DAY_MS, dayIndexAt, instantsOf, wallClock } from '../triggering/zoned-time.ts';

const MINUTE_MS = 60_000;

/** What is added on the calendar: the clock on the wall stays as it is. */
export interface Span {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
}

export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The wall clock in `zone` at an instant, as if it were UTC, in milliseconds. */
export function wallAt(instant: number, zone: string): number {
  return wallClock(instant, zone) + (((instant % MINUTE_MS) + MINUTE_MS) % MINUTE_MS);
}

/** When the clock of `zone` shows `wall`: the first time where it does so twice, the end of the gap where it never does. */
export function instantAt(wall: number, zone: string): number {
  const clock = clockOfDay(Math.floor(wall / DAY_MS), zone);
  const [first] = instantsOf(wall, clock);
  return first ?? clock.change ?? wall - clock.before;
}

/** A span further on the calendar. January 31 and a month is the last of February. */
export function addToWall(wall: number, { years, months, weeks, days }: Span): number {
  const from = new Date(wall);
  const month = from.getUTCMonth() + months + 12 * years;
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), lastDay) + 7 * weeks + days;
  const time = ((wall % DAY_MS) + DAY_MS) % DAY_MS;
  return Date.UTC(from.getUTCFullYear(), month, day) + time;
}

/** The day of the calendar, counted from 1970-01-01, of an instant or of a day (`2026-11-21`); null for what is neither. */
export function dayOf(text: string, zone: string): number | null {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return null;
  return isDay(text) ? Math.floor(instant / DAY_MS) : dayIndexAt(instant, zone);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** `2026-11-21` */
export function isoDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The last second of a day in `zone`, or the instant itself. */
export function endOf(text: string, zone: string): Date {
  const instant = Date.parse(text);
  return new Date(isDay(text) ? instantAt(instant + DAY_MS, zone) - 1_000 : instant);
}
