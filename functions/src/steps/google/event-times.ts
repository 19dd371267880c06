import type { EventTime } from '../../connectors/calendar.ts';

export const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;

interface Wish {
  readonly start: string;
  readonly durationMinutes: number | null;
}

/** When an event begins and ends, as Google takes it. Local times are counted as clocks on the wall show them. */
export function timesOf({ start, durationMinutes }: Wish, timeZone: string): { start: EventTime; end: EventTime } {
  if (/^\d{4}-\d\d-\d\d$/.test(start)) {
    const days = Math.ceil((durationMinutes ?? DAY_MINUTES) / DAY_MINUTES);
    return { start: { date: start }, end: { date: later(`${start}T00:00:00Z`, days * DAY_MINUTES).slice(0, 10) } };
  }
  const minutes = durationMinutes ?? 60;
  const isInstant = /(Z|[+-]\d\d:?\d\d)$/.test(start);
  const at = isInstant ? later(start, 0) : later(`${start}Z`, 0).replace('Z', '');
  const until = isInstant ? later(start, minutes) : later(`${start}Z`, minutes).replace('Z', '');
  const time = (dateTime: string): EventTime => ({ dateTime, timeZone });
  return { start: time(at), end: time(until) };
}

/** An ISO instant, without fractions of a second. */
function later(time: string, minutes: number): string {
  return new Date(Date.parse(time) + minutes * MINUTE_MS).toISOString().replace('.000', '');
}

export function textOf(time: EventTime): string {
  return 'date' in time ? time.date : time.dateTime;
}
