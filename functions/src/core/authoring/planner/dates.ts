import { joinWords } from '../../triggering/describe-recurrence.ts';
import { calendarDay, DAY_MS, weekIndex } from '../../triggering/zoned-time.ts';
import { both, longest, map, maybe, means, number, type Parser, phrase, token } from './grammar.ts';

/** A day of the calendar as it was said; which one it is depends on today. */
export type SpokenDate =
  | { readonly kind: 'in'; readonly days: number; readonly months: number }
  | { readonly kind: 'weekday'; readonly day: number; readonly next: boolean }
  | { readonly kind: 'calendar'; readonly month: number; readonly day: number; readonly year: number | null }
  | { readonly kind: 'figures'; readonly text: string }
  | { readonly kind: 'end'; readonly of: 'week' | 'month' | 'year' };

/** `index` counts days from 1970, as in zoned-time; `ask` where two days can be meant. */
export type DateMeaning =
  | { readonly index: number; readonly assumed: string | null }
  | { readonly ask: string; readonly choices: readonly number[] }
  | { readonly refuse: string };

export const month: Parser<number> = longest(
  means(1, 'january|jan|januar'),
  means(2, 'february|feb|februar'),
  means(3, 'march|mar|märz'),
  means(4, 'april|apr'),
  means(5, 'may|mai'),
  means(6, 'june|jun|juni'),
  means(7, 'july|jul|juli'),
  means(8, 'august|aug'),
  means(9, 'september|sep|sept'),
  means(10, 'october|oct|oktober|okt'),
  means(11, 'november|nov'),
  means(12, 'december|dec|dezember|dez'),
);

export const oneWeekday: Parser<number> = longest(
  means(0, 'sunday|sun|sonntag'),
  means(1, 'monday|mon|montag'),
  means(2, 'tuesday|tue|tues|dienstag'),
  means(3, 'wednesday|wed|mittwoch|wensday|wendsday|wednsday'),
  means(4, 'thursday|thu|thur|thurs|donnerstag'),
  means(5, 'friday|fri|freitag'),
  means(6, 'saturday|sat|samstag'),
);

const UNITS =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  );
const ordinalWord: Parser<number> = longest(
  ...UNITS.flatMap((word, index) => (index === 0 ? [] : [means(index, word)])),
  means(20, 'twentieth'),
  means(30, 'thirtieth'),
  ...UNITS.slice(1, 10).map((word, index) => means(21 + index, `twenty-${word}`)),
  means(31, 'thirty-first'),
);
const ordinalFigure: Parser<number> = map(both(number, phrase('st|nd|rd|th')), ([value]) => value);

/** `15th`, `fifteenth`: 1 to 31. */
export const ordinal: Parser<number> = map(longest(ordinalWord, ordinalFigure), (value) =>
  Number.isInteger(value) && value >= 1 && value <= 31 ? value : null,
);

const year = map(number, (value) => (Number.isInteger(value) && value >= 2000 && value < 2200 ? value : null));
const dayNumber = longest(
  ordinal,
  map(number, (value) => (Number.isInteger(value) && value >= 1 && value <= 31 ? value : null)),
);
const monthAndDay: Parser<readonly [month: number, day: number]> = longest(
  map(both(month, both(maybe(phrase('the')), dayNumber)), ([name, [, day]]) => [name, day] as const),
  map(both(dayNumber, both(maybe(phrase('of|day of?')), month)), ([day, [, name]]) => [name, day] as const),
);
const FEASTS: readonly [string, number, number][] = [
  ['christmas|xmas day?', 12, 25],
  ['christmas|xmas eve', 12, 24],
  ['new year|years eve', 12, 31],
  ['new year|years day', 1, 1],
  ['halloween', 10, 31],
  ['valentines day', 2, 14],
];
const feast: Parser<SpokenDate> = longest(
  ...FEASTS.map(([notation, inMonth, day]) => means(calendar(inMonth, day, null), notation)),
);

function calendar(inMonth: number, day: number, inYear: number | null): SpokenDate {
  return { kind: 'calendar', month: inMonth, day, year: inYear };
}

const calendarDate: Parser<SpokenDate> = map(
  both(maybe(oneWeekday), both(maybe(phrase('the')), both(monthAndDay, maybe(both(maybe(phrase('in')), year))))),
  ([, [, [[inMonth, day], inYear]]]) => calendar(inMonth, day, inYear?.[1] ?? null),
);
const figures: Parser<SpokenDate> = map(
  both(
    maybe(oneWeekday),
    token(({ kind }) => kind === 'date'),
  ),
  ([, { text }]) => ({ kind: 'figures', text }),
);

const many: Parser<number> = longest(number, means(1, 'a|an|one'));
const span: Parser<{ days: number; months: number }> = longest(
  map(both(many, phrase('day|days')), ([count]) => ({ days: count, months: 0 })),
  map(both(many, phrase('week|weeks')), ([count]) => ({ days: 7 * count, months: 0 })),
  map(both(many, phrase('month|months')), ([count]) => ({ days: 0, months: count })),
);
/** `the next 2 weeks`: how long something goes on. */
export const nextSpan: Parser<SpokenDate> = map(
  both(
    phrase('for the? next|coming'),
    longest(span, means({ days: 7, months: 0 }, 'week'), means({ days: 0, months: 1 }, 'month')),
  ),
  ([, { days, months }]) => ({ kind: 'in', days: Math.max(0, days - 1), months }),
);

const relative: Parser<SpokenDate> = longest<SpokenDate>(
  means({ kind: 'in', days: 0, months: 0 }, 'today', 'later today'),
  means({ kind: 'in', days: 1, months: 0 }, 'tomorrow'),
  means({ kind: 'in', days: 2, months: 0 }, 'the? day after tomorrow'),
  map(both(span, phrase('from now|today')), ([more]) => ({ kind: 'in', ...more })),
);
const delayed: Parser<SpokenDate> = map(both(phrase('in'), span), ([, more]) => ({ kind: 'in', ...more }));
const nearWeekday: Parser<SpokenDate> = map(
  both(longest(means(false, 'this|coming', 'this coming', 'the? upcoming'), means(true, 'next')), oneWeekday),
  ([next, day]) => ({ kind: 'weekday', day, next }),
);

/** One certain day. Not "Friday" alone, which can be every Friday. */
export const certainDate: Parser<SpokenDate> = longest(calendarDate, figures, feast, relative, nearWeekday);
/** `in 3 days`, which can also be how long something takes. */
export const delayedDate = delayed;
/** The last day of something, after "until". */
export const lastDate: Parser<SpokenDate> = longest<SpokenDate>(
  means(calendar(12, 24, null), 'christmas|xmas'),
  certainDate,
  map(oneWeekday, (day) => ({ kind: 'weekday', day, next: false })),
  means(calendar(12, 31, null), 'new year|years', 'the? new year'),
  means({ kind: 'end', of: 'week' } as const, 'the? end of the|this? week'),
  means({ kind: 'end', of: 'month' } as const, 'the? end of the|this? month', 'month end'),
  means({ kind: 'end', of: 'year' } as const, 'the? end of the|this? year', 'year end'),
  map(both(maybe(phrase('the? end of')), both(month, maybe(year))), ([, [name, inYear]]) => calendar(name, 0, inYear)),
);

/** The year, month and day of an index, written `2026-12-24`. */
export function isoDate(index: number): string {
  return new Date(index * DAY_MS).toISOString().slice(0, 10);
}

/** Which day is meant, seen from `today`; days without a year are the coming ones. Figures follow the locale's habit. */
export function resolveDate(spoken: SpokenDate, today: number, locale: string): DateMeaning {
  switch (spoken.kind) {
    case 'in':
      return { index: afterMonths(today, spoken.months) + spoken.days, assumed: null };
    case 'weekday':
      return onWeekday(spoken.day, spoken.next, today);
    case 'calendar':
      return spoken.day === 0
        ? endOfMonth(spoken.month, spoken.year, today)
        : onCalendar(spoken.month, spoken.day, spoken.year, today);
    case 'figures':
      return inFigures(spoken.text, today, locale);
    case 'end':
      return { index: endOf(spoken.of, today), assumed: null };
  }
}

/** The same day so many months later, or the last of that month. */
function afterMonths(index: number, count: number): number {
  if (count === 0) return index;
  const { year: from, month: inMonth, dayOfMonth } = calendarDay(index);
  const last = new Date(Date.UTC(from, inMonth - 1 + count + 1, 0)).getUTCDate();
  return Date.UTC(from, inMonth - 1 + count, Math.min(dayOfMonth, last)) / DAY_MS;
}

function endOf(of: 'week' | 'month' | 'year', today: number): number {
  const { year: now, month: inMonth } = calendarDay(today);
  if (of === 'week') return weekIndex(today) * 7 + 3;
  return Date.UTC(of === 'year' ? now + 1 : now, of === 'year' ? 0 : inMonth, 0) / DAY_MS;
}

function endOfMonth(inMonth: number, given: number | null, today: number): DateMeaning {
  const { year: now, month: current } = calendarDay(today);
  const inYear = given ?? (inMonth < current ? now + 1 : now);
  const index = Date.UTC(inYear, inMonth, 0) / DAY_MS;
  return { index, assumed: `the last day is ${dayInWords(index)}` };
}

function onWeekday(day: number, next: boolean, today: number): DateMeaning {
  const ahead = (day - calendarDay(today).dayOfWeek + 7) % 7 || 7;
  const coming = today + ahead;
  if (!next || weekIndex(coming) > weekIndex(today)) return { index: coming, assumed: null };
  return {
    ask: `${dayInWords(coming)}, or ${dayInWords(coming + 7)}?`,
    choices: [coming, coming + 7],
  };
}

function onCalendar(inMonth: number, day: number, given: number | null, today: number): DateMeaning {
  const { year: now } = calendarDay(today);
  const years = given === null ? [now, now + 1, now + 2, now + 3, now + 4] : [given];
  const found = years
    .map((inYear) => Date.UTC(inYear, inMonth - 1, day) / DAY_MS)
    .filter((index) => calendarDay(index).month === inMonth && calendarDay(index).dayOfMonth === day);
  if (found.length === 0) return { refuse: 'There is no such day in the calendar.' };
  const index = found.find((one) => one >= today);
  return index === undefined ? { refuse: 'That day has passed.' } : { index, assumed: null };
}

/** `24.12.` is a day and a month everywhere; `03/04` is read as people of the locale write, or it is asked. */
function inFigures(text: string, today: number, locale: string): DateMeaning {
  const [first = 0, second = 0, third = null] = text
    .split(/[./-]/)
    .flatMap((part) => (part === '' ? [] : [Number(part)]));
  if (text.includes('-')) return onCalendar(second, third ?? 0, first, today);
  const inYear = third === null || third > 99 ? third : 2000 + third;
  const dayFirst = onCalendar(second, first, inYear, today);
  if (text.includes('.')) return dayFirst;
  const monthFirst = onCalendar(first, second, inYear, today);
  const isDay = 'index' in dayFirst;
  const isMonth = 'index' in monthFirst;
  if (!isDay || !isMonth || dayFirst.index === monthFirst.index) return isMonth ? monthFirst : dayFirst;
  const habit = habitOf(locale);
  if (habit === null) {
    const choices = [dayFirst.index, monthFirst.index];
    return { ask: `${text}: ${joinWords(choices.map(dayInWords), 'or')}?`, choices };
  }
  const meant = habit === 'day' ? dayFirst : monthFirst;
  return { ...meant, assumed: `${text} was read as ${dayInWords(meant.index)}` };
}

/** What people of the locale write first in a date with slashes; null where they write no slashes. */
function habitOf(locale: string): 'day' | 'month' | null {
  const known = Intl.DateTimeFormat.supportedLocalesOf(locale.replace('_', '-'))[0] ?? 'en-US';
  const parts = new Intl.DateTimeFormat(known, { day: 'numeric', month: 'numeric' }).formatToParts(0);
  const [first, separator] = parts;
  if (separator?.value !== '/') return null;
  return first?.type === 'day' ? 'day' : 'month';
}

/** `Thursday, December 24, 2026`. */
export function dayInWords(index: number): string {
  const form = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-US', form).format(index * DAY_MS);
}
