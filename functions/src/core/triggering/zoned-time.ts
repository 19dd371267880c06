const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** A day of the calendar, without a time zone. `index` counts days from 1970-01-01; `dayOfWeek` is 0 on Sunday. */
export interface CalendarDay {
  readonly index: number;
  readonly year: number;
  readonly month: number;
  readonly dayOfMonth: number;
  readonly dayOfWeek: number;
}

export function calendarDay(index: number): CalendarDay {
  const date = new Date(index * DAY_MS);
  return {
    index,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
    dayOfWeek: date.getUTCDay(),
  };
}

export function isLastOfMonth(day: CalendarDay): boolean {
  return new Date((day.index + 1) * DAY_MS).getUTCDate() === 1;
}

/** Weeks since 1970, beginning on Monday as ISO weeks do. */
export function weekIndex(dayIndex: number): number {
  return Math.floor((dayIndex + 3) / 7);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, format);
  return format;
}

/** The wall clock in `zone` at an instant, as if it were UTC: milliseconds, whole minutes. */
export function wallClock(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatFor(zone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** The index of the day that `zone` has at an instant. */
export function dayIndexAt(instant: number, zone: string): number {
  return Math.floor(wallClock(instant, zone) / DAY_MS);
}

/** An instant as the clock of a zone shows it, with its offset: `2026-12-24T09:00:00-05:00`. */
export function zonedIso(at: Date, zone: string): string {
  const minutes = offsetAt(at.getTime(), zone) / MINUTE_MS;
  const local = new Date(at.getTime() + minutes * MINUTE_MS).toISOString().slice(0, 19);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`;
}

/** When a day (`2026-12-24`) begins in a zone; where its midnight is left out, right after the gap. */
export function startOfDay(day: string, zone: string): Date {
  return firstInstantOf(Date.parse(`${day}T00:00:00Z`), zone);
}

/** The first instant at which the clock of a zone shows `wall` (as if it were UTC), or the end of the gap that it is in. */
export function firstInstantOf(wall: number, zone: string): Date {
  const clock = clockOfDay(Math.floor(wall / DAY_MS), zone);
  const [first = clock.change ?? wall] = instantsOf(wall, clock);
  return new Date(first);
}

function offsetAt(instant: number, zone: string): number {
  return wallClock(instant, zone) - Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

/** How the clock of a zone runs around one day: its offset before and after, and, if they differ, when it was put. */
export interface ClockOfDay {
  readonly before: number;
  readonly after: number;
  readonly change: number | null;
}

/** Assumes at most one change within a day either side, which holds for every zone of the last decades. */
export function clockOfDay(dayIndex: number, zone: string): ClockOfDay {
  let from = (dayIndex - 1) * DAY_MS;
  let to = (dayIndex + 2) * DAY_MS;
  const before = offsetAt(from, zone);
  const after = offsetAt(to, zone);
  if (before === after) return { before, after, change: null };
  while (to - from > MINUTE_MS) {
    const middle = Math.floor((from + to) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetAt(middle, zone) === before) from = middle;
    else to = middle;
  }
  return { before, after, change: to };
}

/** The instants at which the wall clock shows `wall`: one; two where the clock was put back; none in a gap. */
export function instantsOf(wall: number, clock: ClockOfDay): number[] {
  const first = wall - clock.before;
  if (clock.change === null) return [first];
  const second = wall - clock.after;
  const instants: number[] = [];
  if (first < clock.change) instants.push(first);
  if (second >= clock.change) instants.push(second);
  return instants;
}
