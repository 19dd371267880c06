import { Cron } from 'croner';

interface Field {
  name: string;
  min: number;
  max: number;
  names: string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const FIELDS: Field[] = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 7, names: WEEKDAYS },
];

/** What is wrong with a five-field unix-cron schedule, or null. croner alone would take `@daily`, `L` and `#` as well. */
export function scheduleProblem(schedule: string): string | null {
  const parts = schedule.trim().split(/\s+/);
  if (/^every\b|^\d+(st|nd|rd|th)\b/i.test(schedule)) {
    return `This emulator reads unix-cron only, not the App Engine form "${schedule}". Write five fields, such as "*/5 * * * *".`;
  }
  if (parts.length !== FIELDS.length) {
    return `Schedule "${schedule}" has ${parts.length} fields; unix-cron has five: minute, hour, day of month, month, day of week.`;
  }
  for (const [index, field] of FIELDS.entries()) {
    const part = parts[index] ?? '';
    const wrong = part.split(',').find((item) => !isItem(item, field));
    if (wrong !== undefined) {
      return `Schedule "${schedule}": "${wrong}" is no ${field.name} (${field.min}-${field.max}, *, a-b, */n or a-b/n).`;
    }
  }
  return null;
}

function isItem(item: string, field: Field): boolean {
  const match = /^(?:\*|([0-9a-z]+)(?:-([0-9a-z]+))?)(?:\/(\d{1,2}))?$/i.exec(item);
  if (match === null) return false;
  const [, from, to, step] = match;
  if (step !== undefined && (Number(step) === 0 || (from !== undefined && to === undefined))) return false;
  if (from === undefined) return true;
  const start = fieldValue(from, field);
  const end = to === undefined ? start : fieldValue(to, field);
  return start !== null && end !== null && start <= end;
}

function fieldValue(text: string, field: Field): number | null {
  const named = field.names.indexOf(text.toUpperCase());
  if (named >= 0) return named + field.min;
  if (!/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value >= field.min && value <= field.max ? value : null;
}

/** Is this a name of the tz database? Offsets such as +05:00, which Intl takes too, are none. */
export function isTimeZone(timeZone: string): boolean {
  if (!/^[A-Za-z]/.test(timeZone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** The first occurrence after `afterMs`, in milliseconds since 1970; null if there is none (30 February). */
export function nextOccurrence(schedule: string, timeZone: string, afterMs: number): number | null {
  return new Cron(schedule, { timezone: timeZone, mode: '5-part' }).nextRun(new Date(afterMs))?.getTime() ?? null;
}
