import { calendarDay, DAY_MS, startOfDay } from './zoned-time.ts';

/** A day of a zone (`2026-11-23`), from `from` up to, and without, `to`: 23 hours, 24, or 25. */
export interface DaySpan {
  readonly day: string;
  readonly from: Date;
  readonly to: Date;
}

const indexOf = (day: string) => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

/** How many days there are from one to another, both included. */
export function countDays(first: string, last: string): number {
  return indexOf(last) - indexOf(first) + 1;
}

/** The days from one to another, both included. */
export function daySpans(first: string, last: string, zone: string): readonly DaySpan[] {
  return Array.from({ length: Math.max(0, countDays(first, last)) }, (_, offset) => {
    const [day, next] = [dayName(indexOf(first) + offset), dayName(indexOf(first) + offset + 1)];
    return { day, from: startOfDay(day, zone), to: startOfDay(next, zone) };
  });
}

function dayName(index: number): string {
  const { year, month, dayOfMonth } = calendarDay(index);
  return [String(year).padStart(4, '0'), ...[month, dayOfMonth].map((part) => String(part).padStart(2, '0'))].join('-');
}
