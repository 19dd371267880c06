import { useEffect, useState } from 'react';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `Mon, Nov 23, 9:00 AM`, read in `zone`; the year only where it is another one. */
export function dateTime(date: Date, zone: string, now: Date): string {
  const year = (instant: Date) => parts({ timeZone: zone, year: 'numeric' }).format(instant);
  return parts({
    timeZone: zone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(year(date) !== year(now) && { year: 'numeric' }),
  })
    .format(date)
    .replaceAll('\u202f', ' ');
}

const formats = new Map<string, Intl.DateTimeFormat>();
const relativeFormat = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });

/** Making a format takes a hundred times as long as using it, and a list uses the same few. */
function parts(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = newFormat(options);
  formats.set(key, format);
  return format;
}

function newFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', options);
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
}

/** The minute that clocks in `zone` show, as a field for date and time takes it: `2026-11-23T09:00`. */
export function localInput(date: Date, zone: string): string {
  const format: Intl.DateTimeFormatOptions = { hourCycle: 'h23', hour: '2-digit', minute: '2-digit' };
  const found = parts({ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', ...format }).formatToParts(
    date,
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => found.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** `America/New_York` → `New York time`. */
export function zoneName(zone: string): string {
  if (zone === 'UTC' || zone === 'Etc/UTC') return 'UTC';
  const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return `${city} time`;
}

/** `in 3 hours`, `2 minutes ago`, `just now`. */
export function relative(date: Date, now: Date): string {
  const ms = date.getTime() - now.getTime();
  const size = Math.abs(ms);
  if (size < 45 * SECOND) return ms > 0 ? 'in a moment' : 'just now';
  const [unit, length] =
    size < 50 * MINUTE
      ? (['minute', MINUTE] as const)
      : size < 22 * HOUR
        ? (['hour', HOUR] as const)
        : (['day', DAY] as const);
  return relativeFormat.format(Math.round(ms / length), unit);
}

/** The same of what has happened: a clock that runs ahead of ours does not make it happen later. */
export function ago(date: Date, now: Date): string {
  return relative(date < now ? date : now, now);
}

/** `320 ms`, `4.2 s`, `3 min 5 s`, `2 h 4 min`, `10 min`. */
export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10 * SECOND) return `${Number((ms / SECOND).toFixed(1))} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return withRest(Math.floor(ms / MINUTE), 'min', Math.floor((ms % MINUTE) / SECOND), 's');
  return withRest(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
}

function withRest(count: number, unit: string, rest: number, smaller: string): string {
  return rest === 0 ? `${count} ${unit}` : `${count} ${unit} ${rest} ${smaller}`;
}

/** The present, moving every `everyMs`; it stands still while `everyMs` is null. */
export function useNow(everyMs: number | null = 30 * SECOND): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (everyMs === null) return;
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
