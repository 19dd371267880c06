import { plusDays } from '../../../lib/days.ts';

const DAY_MS = 86_400_000;
export const WEEK = 7;

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const nameOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The same day of another month, or the last one of it. Days are `2026-11-23`, without a zone. */
export function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return nameOf(Date.UTC(year, month - 1 + count, Math.min(date, last)));
}

/** 0 is Sunday. */
function weekday(day: string): number {
  return new Date(at(day)).getUTCDay();
}

export function weekOf(day: string): readonly string[] {
  const first = plusDays(day, -weekday(day));
  return Array.from({ length: WEEK }, (_, offset) => plusDays(first, offset));
}

/** The weeks that hold a month, whole: four to six of them. */
export function monthOf(day: string): readonly string[] {
  const first = `${day.slice(0, 8)}01`;
  const last = plusDays(addMonths(first, 1), -1);
  const start = plusDays(first, -weekday(first));
  const count = (at(last) - at(start)) / DAY_MS + 1;
  return Array.from({ length: Math.ceil(count / WEEK) * WEEK }, (_, offset) => plusDays(start, offset));
}

/** In words, by `Intl`: the day is read without a zone. */
export function dayWords(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(at(day));
}

/** `Nov 15 – 21, 2026`, `Nov 29 – Dec 5, 2026`. */
export function weekWords(days: readonly string[]): string {
  const [first = '', last = first] = [days[0], days.at(-1)];
  return new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' })
    .formatRange(at(first), at(last))
    .replaceAll(/[\u2009\u202f]/g, ' ');
}

/** The day and the minute of it that clocks in a zone show at an instant; one reader for many instants. */
export function clockOf(zone: string): (instant: Date) => { readonly day: string; readonly minute: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (instant) => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return { day: `${parts.year}-${parts.month}-${parts.day}`, minute: Number(parts.hour) * 60 + Number(parts.minute) };
  };
}

/** `9 AM`, `9:05 AM` of a minute of the day. */
export function minuteWords(minute: number): string {
  const [hour, rest] = [Math.floor(minute / 60), minute % 60];
  const short = `${hour % 12 === 0 ? 12 : hour % 12}`;
  return `${rest === 0 ? short : `${short}:${String(rest).padStart(2, '0')}`} ${hour < 12 ? 'AM' : 'PM'}`;
}
