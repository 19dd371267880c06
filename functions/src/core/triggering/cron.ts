/** A parsed five-field unix-cron expression. Days of the week are 0 (Sunday) to 6. */
export interface Cron {
  /** The expression in a form that every cron reads alike: no names, no 7. */
  readonly text: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly daysOfWeek: ReadonlySet<number>;
  /** True where the hour holds `*` or `/`: such a pattern follows real time through a clock change (Vixie's rule). */
  readonly hourIsOpen: boolean;
  /** True where both day fields restrict: then a day need match only one of them, as cron has always had it. */
  readonly eitherDay: boolean;
}

export type CronResult = { readonly ok: true; readonly cron: Cron } | { readonly ok: false; readonly problem: string };
export type ZoneResult = { readonly ok: true } | { readonly ok: false; readonly problem: string };

interface Field {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MINUTE: Field = { label: 'minute', min: 0, max: 59, names: [] };
const HOUR: Field = { label: 'hour', min: 0, max: 23, names: [] };
const DAY_OF_MONTH: Field = { label: 'day of the month', min: 1, max: 31, names: [] };
const MONTH: Field = { label: 'month', min: 1, max: 12, names: MONTHS };
const DAY_OF_WEEK: Field = { label: 'day of the week', min: 0, max: 7, names: WEEKDAYS };

class CronProblem extends Error {}

/** Reads strict unix-cron: `*`, values, ranges, lists, steps, and JAN-DEC, SUN-SAT. No `@daily`, `L`, `#`, `?`. */
export function parseCron(text: string): CronResult {
  try {
    return { ok: true, cron: parse(text) };
  } catch (error) {
    if (error instanceof CronProblem) return { ok: false, problem: error.message };
    throw error;
  }
}

function parse(text: string): Cron {
  const fields = text.trim().toUpperCase().split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields;
  if (text.trim().startsWith('@')) {
    throw new CronProblem(
      `'${text.trim()}' is a shorthand that Cloud Scheduler does not know; write five fields, such as '0 9 * * *' for every day at 9:00`,
    );
  }
  if (
    minute === undefined ||
    hour === undefined ||
    dayOfMonth === undefined ||
    month === undefined ||
    dayOfWeek === undefined ||
    fields.length !== 5
  ) {
    throw new CronProblem(
      `A cron expression has five fields (minute, hour, day of the month, month, day of the week), but '${text.trim()}' has ${text.trim() === '' ? 0 : fields.length}`,
    );
  }
  const daysOfWeek = uniqueSorted(valuesOf(dayOfWeek, DAY_OF_WEEK).map((day) => day % 7));
  const months = valuesOf(month, MONTH);
  const plain = [
    minute,
    hour,
    dayOfMonth,
    /[A-Z]/.test(month) ? months.join(',') : month,
    /[A-Z7]/.test(dayOfWeek) ? daysOfWeek.join(',') : dayOfWeek,
  ];
  return {
    text: plain.join(' '),
    minutes: valuesOf(minute, MINUTE),
    hours: valuesOf(hour, HOUR),
    daysOfMonth: new Set(valuesOf(dayOfMonth, DAY_OF_MONTH)),
    months: new Set(months),
    daysOfWeek: new Set(daysOfWeek),
    hourIsOpen: /[*/]/.test(hour),
    eitherDay: !dayOfMonth.startsWith('*') && !dayOfWeek.startsWith('*'),
  };
}

function valuesOf(text: string, field: Field): number[] {
  return uniqueSorted(text.split(',').flatMap((item) => valuesOfItem(item, field)));
}

function valuesOfItem(item: string, field: Field): number[] {
  const [range = '', step, ...more] = item.split('/');
  if (item === '' || more.length > 0) throw bad(item, field, 'it is not a value, a range or a step');
  const bounds = boundsOf(range, field);
  if (step === undefined) return count(bounds.from, bounds.to, 1);
  if (bounds.single) throw bad(item, field, `a step needs a range before it, such as ${range}-${field.max}/${step}`);
  const size = /^\d{1,2}$/.test(step) ? Number(step) : 0;
  if (size < 1 || size > field.max) throw bad(item, field, `a step is a number from 1 to ${field.max}`);
  return count(bounds.from, bounds.to, size);
}

function boundsOf(range: string, field: Field): { from: number; to: number; single: boolean } {
  if (range === '*') return { from: field.min, to: field === DAY_OF_WEEK ? 6 : field.max, single: false };
  const [first = '', last, ...more] = range.split('-');
  if (more.length > 0) throw bad(range, field, 'a range has two ends, such as 1-5');
  const from = readValue(first, field);
  if (last === undefined) return { from, to: from, single: true };
  const to = field === DAY_OF_WEEK && last === 'SUN' ? 7 : readValue(last, field);
  if (to < from) throw bad(range, field, 'a range runs from the smaller to the larger value; write two ranges instead');
  return { from, to, single: false };
}

function readValue(text: string, field: Field): number {
  const named = field.names.indexOf(text);
  if (named >= 0) return named + (field === MONTH ? 1 : 0);
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= field.min && value <= field.max) return value;
  const names = field.names.length > 0 ? ` or ${field.names[0]} to ${field.names.at(-1)}` : '';
  throw bad(text, field, `use ${field.min} to ${field.max}${names}`);
}

function bad(text: string, field: Field, why: string): CronProblem {
  return new CronProblem(`The ${field.label} of the cron expression cannot be '${text}': ${why}`);
}

function count(from: number, to: number, step: number): number[] {
  const values: number[] = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}

function uniqueSorted(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  EST: 'America/New_York',
  EDT: 'America/New_York',
  ET: 'America/New_York',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  MST: 'America/Denver',
  MDT: 'America/Denver',
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  BST: 'Europe/London',
  CET: 'Europe/Berlin',
  CEST: 'Europe/Berlin',
};

/** Whether `zone` is an IANA time zone; if not, says what to write instead. Abbreviations and offsets are refused: they do not know summer time. */
export function checkTimeZone(zone: string): ZoneResult {
  const meant = ABBREVIATIONS[zone.toUpperCase()];
  if (meant !== undefined) {
    return { ok: false, problem: `'${zone}' is an abbreviation that ignores summer time; write ${meant}` };
  }
  const found = canonicalZone(zone);
  if (found === null || !(zone === 'UTC' || zone.includes('/'))) {
    return { ok: false, problem: `'${zone}' is no time zone; write an IANA name such as America/New_York or UTC` };
  }
  if (found !== zone && found.toLowerCase() === zone.toLowerCase()) {
    return { ok: false, problem: `The time zone '${zone}' is written ${found}` };
  }
  return { ok: true };
}

export function isTimeZone(zone: string): boolean {
  return checkTimeZone(zone).ok;
}

/** The time zone of a tenant, or UTC where that is none. */
export function zoneOf({ timezone }: { readonly timezone: string }): string {
  return checkTimeZone(timezone).ok ? timezone : 'UTC';
}

function canonicalZone(zone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
