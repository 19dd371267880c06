import { type Span, type Tone, tinted } from './screen.ts';

const TONES: Readonly<Record<string, Tone>> = {
  ...{ completed: 'good', active: 'good', approved: 'good' },
  ...{ failed: 'bad', rejected: 'bad', expired: 'bad', escalated: 'bad' },
  ...{ queued: 'warn', running: 'warn', waiting: 'warn', paused: 'warn', pending: 'warn', in_progress: 'warn' },
  ...{ canceled: 'dim', skipped: 'dim', draft: 'dim', archived: 'dim' },
};

/** A status in its colour. */
export function statusSpan(status: string, words = status): Span {
  const tone = TONES[status];
  return tone === undefined ? words : tinted(tone, words);
}

/** As `2026-11-22 09:00`, in the zone given or that of this machine; a dash for none. */
export function timeWords(iso: string | null, timeZone?: string): string {
  if (iso === null) return '–';
  const zone = timeZone === undefined ? {} : { timeZone };
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...zone,
  }).formatToParts(new Date(iso));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/** As `0.4 s`, `1 min 5 s`, `2 h 3 min`. */
export function durationWords(from: string, to: string): string {
  const seconds = Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function counted(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;
}
