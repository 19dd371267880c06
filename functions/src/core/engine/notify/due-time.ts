import type { Preferences } from '../../../model/notification-preferences.ts';
import { DAY_MS, dayIndexAt, firstInstantOf, wallClock } from '../../triggering/zoned-time.ts';

const MINUTE_MS = 60_000;

/** When a message of `now` is to reach somebody outside of the app, by the clock of a zone: never in his quiet hours. */
export function dueTime(
  { digestAt, quietHours }: Pick<Preferences, 'digestAt' | 'quietHours'>,
  now: Date,
  zone: string,
): Date {
  const at = digestAt === null ? now : nextAt(digestAt, now, zone);
  return quietHours === null ? at : afterQuiet(quietHours, at, zone);
}

function nextAt(time: string, now: Date, zone: string): Date {
  const day = dayIndexAt(now.getTime(), zone);
  const today = instantOf(day, minuteOf(time), zone);
  return today >= now ? today : instantOf(day + 1, minuteOf(time), zone);
}

function afterQuiet({ from, until }: NonNullable<Preferences['quietHours']>, at: Date, zone: string): Date {
  const wall = wallClock(at.getTime(), zone);
  const day = Math.floor(wall / DAY_MS);
  const minute = (wall - day * DAY_MS) / MINUTE_MS;
  const [begin, end] = [minuteOf(from), minuteOf(until)];
  const isQuiet = begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
  if (!isQuiet) return at;
  const over = instantOf(minute < end ? day : day + 1, end, zone);
  // Where the clock was put back over their end, they are over the first time.
  return over > at ? over : at;
}

function instantOf(day: number, minute: number, zone: string): Date {
  return firstInstantOf(day * DAY_MS + minute * MINUTE_MS, zone);
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
