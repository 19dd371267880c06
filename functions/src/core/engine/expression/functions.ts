import {
  type Budget,
  Duration,
  equal,
  finite,
  isMap,
  isoText,
  kindOf,
  Optional,
  Problem,
  toJson,
  toText,
} from './value.ts';

/** A function that expressions may call. A method gets its receiver as the first argument. */
export interface ExpressionFunction {
  readonly min: number;
  readonly max: number;
  readonly run: (args: readonly unknown[], budget: Budget) => unknown;
}

/** Making an Intl formatter is the slowest thing that an expression can do. */
const FORMAT_COST = 500;
const MAX_NEEDLE = 1000;

/** Called as `size(x)`. A Map, so that no name of a prototype can be found in it. */
export const FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map(
  Object.entries<ExpressionFunction>({
    size: { min: 1, max: 1, run: ([x], budget) => size(x, budget) },
    string: { min: 1, max: 1, run: ([x], budget) => toText(x, budget) },
    int: { min: 1, max: 1, run: ([x]) => Math.trunc(toNumber(x)) },
    double: { min: 1, max: 1, run: ([x]) => toNumber(x) },
    abs: { min: 1, max: 1, run: ([x]) => Math.abs(number(x)) },
    round: { min: 1, max: 2, run: ([x, digits = 0]) => round(number(x), number(digits)) },
    sum: { min: 1, max: 1, run: ([x], budget) => finite(numbers(x, budget).reduce((a, b) => a + b, 0)) },
    min: { min: 1, max: 1, run: ([x], budget) => numbers(x, budget).reduce((a, b) => Math.min(a, b)) },
    max: { min: 1, max: 1, run: ([x], budget) => numbers(x, budget).reduce((a, b) => Math.max(a, b)) },
    json: { min: 1, max: 1, run: ([x], budget) => budget.spendText(JSON.stringify(toJson(x, budget))) },
    money: { min: 2, max: 3, run: ([x, currency, locale = 'en-US'], budget) => money(x, currency, locale, budget) },
    timestamp: { min: 1, max: 1, run: ([x]) => time(x) },
    duration: { min: 1, max: 1, run: ([x]) => duration(text(x)) },
    date: { min: 1, max: 2, run: ([x, zone = 'UTC'], budget) => local(time(x), text(zone), budget).date },
    time: { min: 1, max: 2, run: ([x, zone = 'UTC'], budget) => local(time(x), text(zone), budget).time },
  }),
);

/** Called as `x.trim()`. */
export const METHODS: ReadonlyMap<string, ExpressionFunction> = new Map(
  Object.entries<ExpressionFunction>({
    size: { min: 0, max: 0, run: ([x], budget) => size(x, budget) },
    contains: { min: 1, max: 1, run: ([x, part], budget) => contains(x, part, budget) },
    startsWith: { min: 1, max: 1, run: ([x, part]) => text(x).startsWith(text(part)) },
    endsWith: { min: 1, max: 1, run: ([x, part]) => text(x).endsWith(text(part)) },
    indexOf: { min: 1, max: 1, run: ([x, part], budget) => budget.spendText(text(x)).indexOf(needle(part)) },
    lowerAscii: { min: 0, max: 0, run: ([x], budget) => budget.spendText(text(x)).toLowerCase() },
    upperAscii: { min: 0, max: 0, run: ([x], budget) => budget.spendText(text(x)).toUpperCase() },
    trim: { min: 0, max: 0, run: ([x], budget) => budget.spendText(text(x)).trim() },
    substring: { min: 1, max: 2, run: ([x, from, to], budget) => substring(budget.spendText(text(x)), from, to) },
    split: { min: 1, max: 1, run: ([x, separator], budget) => split(text(x), needle(separator), budget) },
    join: { min: 0, max: 1, run: ([x, separator = ''], budget) => join(list(x), text(separator), budget) },
    hasValue: { min: 0, max: 0, run: ([x]) => (x instanceof Optional ? x.value !== null : x != null) },
    getFullYear: { min: 0, max: 1, run: calendar((at) => at.year) },
    getMonth: { min: 0, max: 1, run: calendar((at) => at.month - 1) },
    getDate: { min: 0, max: 1, run: calendar((at) => at.day) },
    getDayOfWeek: { min: 0, max: 1, run: calendar((at) => at.weekday) },
    getHours: { min: 0, max: 1, run: calendar((at) => at.hour) },
    getMinutes: { min: 0, max: 1, run: calendar((at) => at.minute) },
  }),
);

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Problem(
    `A text is needed here, not ${kindOf(value)}. Use string(x), or fallback(x, "") where it may be missing.`,
  );
}

function number(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new Problem(
    `A number is needed here, not ${kindOf(value)}. Use double(x), or fallback(x, 0) where it may be missing.`,
  );
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Problem(`A list is needed here, not ${kindOf(value)}.`);
}

function numbers(value: unknown, budget: Budget): number[] {
  const items = list(value);
  budget.spend(items.length);
  if (items.length === 0) throw new Problem('The list is empty. Guard it with size(x) > 0.');
  return items.map(number);
}

function needle(value: unknown): string {
  const part = text(value);
  if (part.length > MAX_NEEDLE) throw new Problem(`The text to look for is longer than ${MAX_NEEDLE} characters.`);
  return part;
}

function size(value: unknown, budget: Budget): number {
  if (Array.isArray(value)) return value.length;
  if (isMap(value)) {
    const { length } = Object.keys(value);
    budget.spend(length);
    return length;
  }
  let count = 0;
  for (const _ of budget.spendText(text(value))) count++;
  return count;
}

function toNumber(value: unknown): number {
  if (typeof value !== 'string') return number(value);
  if (/^\s*[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e[+-]?\d{1,3})?\s*$/i.test(value)) return finite(Number(value));
  throw new Problem('This text is not a number such as 12.5.');
}

function round(value: number, digits: number): number {
  if (!Number.isInteger(digits) || digits < 0 || digits > 10) throw new Problem('round keeps 0 to 10 digits.');
  return Number(value.toFixed(digits));
}

function money(value: unknown, currency: unknown, locale: unknown, budget: Budget): string {
  budget.spend(FORMAT_COST);
  const amount = number(value);
  const options = { style: 'currency', currency: text(currency) } as const;
  try {
    return new Intl.NumberFormat(text(locale), options).format(amount);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('money needs a currency such as "USD", and a locale such as "en-US".');
  }
}

function contains(value: unknown, part: unknown, budget: Budget): boolean {
  if (Array.isArray(value)) return value.some((item) => equal(item, part, budget));
  return budget.spendText(text(value)).includes(needle(part));
}

/** Ends outside the text count as its ends, so that a short name does not fail. */
function substring(value: string, from: unknown, to: unknown): string {
  return value.substring(number(from), to === undefined ? value.length : number(to));
}

function split(value: string, separator: string, budget: Budget): string[] {
  budget.spend(separator === '' ? value.length : value.length >> 4);
  const parts = value.split(separator);
  budget.spend(parts.length);
  return parts;
}

function join(items: readonly unknown[], separator: string, budget: Budget): string {
  const parts = items.map((item) => toText(item, budget));
  budget.spend((separator.length * parts.length) >> 4);
  return budget.spendText(parts.join(separator));
}

function time(value: unknown): Date {
  if (value instanceof Date) return value;
  const given = text(value);
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]{5,15}(Z|[+-]\d{2}:\d{2}))?$/.test(given)) {
    throw new Problem('A time is written 2026-11-20T09:00:00Z, a date 2026-11-20.');
  }
  const at = new Date(given);
  isoText(at);
  return at;
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
]);

function duration(value: string): Duration {
  const match = /^(-?)((?:\d{1,9}(?:\.\d{1,6})?(?:ms|[dhms]))+)$/.exec(value);
  if (!match) throw new Problem('A duration is written "90m", "24h" or "7d".');
  let ms = 0;
  for (const [, amount, unit] of (match[2] ?? '').matchAll(/([\d.]+)(ms|[dhms])/g)) {
    ms += Number(amount) * (UNIT_MS.get(unit ?? '') ?? 0);
  }
  return new Duration(match[1] === '-' ? -ms : ms);
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function local(at: Date, timeZone: string, budget: Budget) {
  budget.spend(FORMAT_COST);
  isoText(at);
  let parts: Intl.DateTimeFormatPart[];
  try {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    parts = new Intl.DateTimeFormat('en-US', { ...digits, weekday: 'short', hourCycle: 'h23', timeZone }).formatToParts(
      at,
    );
  } catch {
    throw new Problem('This is not a time zone such as "America/New_York".');
  }
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    year: Number(part('year')),
    month: Number(part('month')),
    day: Number(part('day')),
    weekday: WEEKDAYS.indexOf(part('weekday')),
    hour: Number(part('hour')),
    minute: Number(part('minute')),
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

function calendar(pick: (at: ReturnType<typeof local>) => number): ExpressionFunction['run'] {
  return ([x, zone = 'UTC'], budget) => pick(local(time(x), text(zone), budget));
}
