import { oneWeekday, ordinal } from './dates.ts';
import { both, listOf, longest, map, maybe, means, number, type Parser, phrase } from './grammar.ts';

/** On which days something recurs, in the words of cron and of a recurrence. */
export interface Days {
  readonly dayOfMonth: string;
  readonly month: string;
  readonly daysOfWeek: string;
  readonly every: number;
  readonly last: boolean;
  readonly week: 1 | 2 | 3 | 4 | 'last' | null;
  /** What was taken for granted. */
  readonly assumed: string | null;
  /** How often in a word (`weekly`), or certain days: of a week, of a month, of a year. */
  readonly sort: 'daily' | 'weekly' | 'monthly' | 'yearly' | 'in the week' | 'in the month' | 'in the year';
  /** False where it could be meant once: "on Friday", "on the 15th". */
  readonly recurs: boolean;
}
/** What cannot be a recurrence as it was said. */
export interface DayTrouble {
  readonly trouble:
    | 'fifth_week'
    | 'workday_of_month'
    | 'every_third'
    | 'biweekly'
    | 'late_day'
    | 'so_often'
    | 'every_few_days'
    | 'odd_months'
    | 'next_period'
    | 'which_day';
  readonly said: string;
}

/** What one reading of days comes out as: one or several kinds of days, or a trouble. */
export type DaysReading = readonly Days[] | DayTrouble;

export const DAILY: Days = {
  dayOfMonth: '*',
  month: '*',
  daysOfWeek: '*',
  every: 1,
  last: false,
  week: null,
  assumed: null,
  sort: 'daily',
  recurs: true,
};

const each = phrase('every|each|all|jeden|jede');
const leadIn = longest(
  map(both(each, maybe(phrase('single|the'))), () => true),
  means(false, 'on the?'),
);
const plural: Parser<number> = longest(
  means(0, 'sundays|sonntags'),
  means(1, 'mondays|montags'),
  means(2, 'tuesdays|dienstags'),
  means(3, 'wednesdays|mittwochs'),
  means(4, 'thursdays|donnerstags'),
  means(5, 'fridays|freitags'),
  means(6, 'saturdays|samstags'),
);
export const weekday = longest(oneWeekday, plural);
const range: Parser<number[]> = map(
  both(both(maybe(phrase('from')), weekday), both(phrase('to|through|thru|till|until|bis'), weekday)),
  ([[, from], [, to]]) => {
    const days: number[] = [];
    for (let day = from; days.length < 8; day = (day + 1) % 7) {
      days.push(day);
      if (day === to) break;
    }
    return days;
  },
);
export const namedWeek: Parser<number[]> = longest(
  means([1, 2, 3, 4, 5], 'weekday|weekdays|workday|workdays', 'work|working|business day|days', 'during the week'),
  means([0, 6], 'weekend|weekends'),
);
interface WeekDays {
  readonly days: readonly number[];
  readonly recurs: boolean;
}
/** Days of the week; `recurs` where no single one of them can be meant. */
const weekdays: Parser<WeekDays> = longest<WeekDays>(
  map(longest(range, namedWeek), (days) => ({ days, recurs: true })),
  map(
    listOf(
      both(
        maybe(leadIn),
        longest(
          map(oneWeekday, (day) => ({ days: [day], many: false })),
          map(plural, (day) => ({ days: [day], many: true })),
          map(namedWeek, (days) => ({ days, many: true })),
        ),
      ),
    ),
    (list) => ({
      days: list.flatMap(([, { days }]) => days),
      recurs: list.length > 1 || list.some(([led, { many }]) => led === true || many),
    }),
  ),
);

export function cronDays(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const isRange = sorted.length > 2 && sorted.every((day, index) => day === (sorted[0] ?? 0) + index);
  if (sorted.length === 7) return '*';
  return isRange ? `${sorted[0]}-${sorted.at(-1)}` : sorted.join(',');
}

export function onWeekdays({ days, recurs }: WeekDays, every = 1, assumed: string | null = null): Days {
  return { ...DAILY, daysOfWeek: cronDays(days), every, assumed, sort: 'in the week', recurs };
}
export const MONDAY: WeekDays = { days: [1], recurs: true };
export const assumedMonday = 'no day was named, so it is Monday';

const otherly = longest(
  means(2, 'other|alternate|second|two'),
  map(ordinal, (value) => value),
  number,
);
const everyNthWeek: Parser<number> = longest(
  map(both(phrase('every|each'), both(otherly, phrase('week|weeks'))), ([, [count]]) =>
    Number.isInteger(count) && count >= 1 && count <= 52 ? count : null,
  ),
  means(2, 'fortnightly', 'every|each fortnight'),
);
export const fortnight: Parser<DaysReading> = longest<DaysReading>(
  map(both(phrase('alternate|alternating|biweekly|bi-weekly'), both(maybe(leadIn), weekday)), ([, [, day]]) => [
    onWeekdays({ days: [day], recurs: true }, 2),
  ]),
  map(
    both(phrase('every|each'), both(longest(means(2, 'other|alternate|second|two'), second()), weekdays)),
    ([, [, on]]) => [onWeekdays({ ...on, recurs: true }, 2)],
  ),
  map(both(everyNthWeek, maybe(both(maybe(phrase('on|every|each')), weekdays))), ([every, on]) => [
    onWeekdays({ ...(on?.[1] ?? MONDAY), recurs: true }, every, on ? null : assumedMonday),
  ]),
  map(both(both(maybe(leadIn), weekdays), both(maybe(phrase('of')), everyNthWeek)), ([[, on], [, every]]) => [
    onWeekdays({ ...on, recurs: true }, every),
  ]),
  map(both(phrase('every|each day of'), everyNthWeek), ([, every]) => [{ ...DAILY, every, sort: 'in the week' }]),
);

function second(): Parser<number> {
  return map(longest(ordinal, number), (value) => (value === 2 ? value : null));
}

export const certainWeekly: Parser<DaysReading> = map(both(maybe(leadIn), weekdays), ([led, on]) => [
  onWeekdays({ ...on, recurs: on.recurs || led === true }),
]);

const leftOut = longest(
  phrase('except|excluding|excepting|besides|skip|skipping|without|no for|on|at? the?'),
  phrase('and|but? just|only? not|never for|on|at? the?'),
  phrase('every|each? but for|on? the?'),
  phrase('other than on? the?'),
  phrase('apart|aside from on? the?'),
);
/** `except Sundays`, `not on weekends`: days of the week that are left out. */
export const exceptDays: Parser<readonly number[]> = map(both(leftOut, weekdays), ([, { days }]) => days);
