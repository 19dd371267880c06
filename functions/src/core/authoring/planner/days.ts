import { both, listOf, longest, map, maybe, means, number, type Parser, phrase } from './grammar.ts';

/** On which days something recurs, in the words of cron. */
export interface Days {
  readonly dayOfMonth: string;
  readonly daysOfWeek: string;
  readonly every: 1 | 2;
  readonly last: boolean;
  /** What was taken for granted. */
  readonly assumed: string | null;
}
/** What cannot be a recurrence as it was said. */
export interface DayTrouble {
  readonly trouble: 'nth_weekday' | 'biweekly' | 'late_day' | 'twice_a_week' | 'once' | 'yearly';
  readonly said: string;
}

const daily: Days = { dayOfMonth: '*', daysOfWeek: '*', every: 1, last: false, assumed: null };

const weekday: Parser<number> = longest(
  means(0, 'sunday|sundays|sun'),
  means(1, 'monday|mondays|mon'),
  means(2, 'tuesday|tuesdays|tue|tues'),
  means(3, 'wednesday|wednesdays|wed'),
  means(4, 'thursday|thursdays|thu|thur|thurs'),
  means(5, 'friday|fridays|fri'),
  means(6, 'saturday|saturdays|sat'),
);
const each = phrase('every|each|on|all');
const range: Parser<number[]> = map(
  both(weekday, both(phrase('to|through|thru|till|until'), weekday)),
  ([from, [, to]]) => {
    const days: number[] = [];
    for (let day = from; days.length < 8; day = (day + 1) % 7) {
      days.push(day);
      if (day === to) break;
    }
    return days;
  },
);
const weekdays: Parser<number[]> = longest(
  range,
  listOf(map(both(maybe(each), weekday), ([, day]) => day)),
  means([1, 2, 3, 4, 5], 'weekday|weekdays|workday|workdays', 'work|working|business day|days'),
  means([0, 6], 'weekend|weekends'),
);

const ordinalWord = longest(
  means(1, 'first'),
  means(2, 'second'),
  means(3, 'third'),
  means(5, 'fifth'),
  means(10, 'tenth'),
  means(15, 'fifteenth'),
  means(20, 'twentieth'),
);
const ordinal: Parser<number> = longest(
  ordinalWord,
  map(both(number, phrase('st|nd|rd|th')), ([value]) =>
    Number.isInteger(value) && value >= 1 && value <= 31 ? value : null,
  ),
);
const ofMonth = longest(phrase('day? of|in the|every|each month'), phrase('day? every|each month'), phrase('of month'));
const onThe = phrase('on? the|every|each');

function onWeekdays(days: readonly number[], every: 1 | 2 = 1, assumed: string | null = null): Days {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const isRange = sorted.length > 2 && sorted.every((day, index) => day === (sorted[0] ?? 0) + index);
  const text = isRange ? `${sorted[0]}-${sorted.at(-1)}` : sorted.join(',');
  return { ...daily, daysOfWeek: sorted.length === 7 ? '*' : text, every, assumed };
}

function onDayOfMonth(day: number, assumed: string | null = null): Days | DayTrouble {
  return day > 28 ? { trouble: 'late_day', said: `${day}` } : { ...daily, dayOfMonth: `${day}`, assumed };
}

const trouble: Parser<DayTrouble> = longest<DayTrouble>(
  map(
    both(maybe(onThe), both(longest(ordinal, means(0, 'last')), both(weekday, ofMonth))),
    () => ({ trouble: 'nth_weekday', said: '' }) as const,
  ),
  means({ trouble: 'biweekly', said: 'biweekly' } as const, 'biweekly|bi-weekly', 'every? bi weekly'),
  means({ trouble: 'twice_a_week', said: 'twice a week' } as const, 'twice|thrice a|per|each week'),
  means({ trouble: 'once', said: 'once' } as const, 'tomorrow|tonight', 'next week|month', 'just|only once'),
  means(
    { trouble: 'yearly', said: 'yearly' } as const,
    'yearly|annually|quarterly',
    'every|each year|quarter',
    'once a year|quarter',
  ),
);

const otherWeek = phrase('every|each other|second|alternate|2nd|two|2');
const fortnight: Parser<Days | DayTrouble> = longest(
  map(both(otherWeek, weekdays), ([, days]) => onWeekdays(days, 2)),
  map(
    both(
      longest(
        phrase('every|each other|second|two|2 week|weeks'),
        phrase('fortnightly'),
        phrase('every|each fortnight'),
      ),
      maybe(both(maybe(each), weekdays)),
    ),
    ([, on]) => onWeekdays(on?.[1] ?? [1], 2, on ? null : 'no day was named, so it is Monday'),
  ),
);

const certainMonthly: Parser<Days | DayTrouble> = longest<Days | DayTrouble>(
  means(
    { ...daily, dayOfMonth: '28-31', last: true },
    'on? the? last day of the|every|each month',
    'at? the? end of the|every|each month',
    'every|each month end',
    'on the? last day',
    'month-end|monthend',
  ),
  map(both(maybe(onThe), both(ordinal, ofMonth)), ([, [day]]) => onDayOfMonth(day)),
  map(both(phrase('monthly|month'), both(onThe, ordinal)), ([, [, day]]) => onDayOfMonth(day)),
);
const month = longest(phrase('monthly'), phrase('every|each month'), phrase('once a|per|every month'));
const monthly = map(month, () => onDayOfMonth(1, 'no day of the month was named, so it is the 1st'));

const certainWeekly: Parser<Days> = map(both(maybe(each), weekdays), ([, days]) => onWeekdays(days));
const week = longest(phrase('weekly'), phrase('every|each week'), phrase('once a|per|every week'));
const weekly = map(week, () => onWeekdays([1], 1, 'no day was named, so it is Monday'));

const everyDay = means(
  daily,
  'every|each day|days',
  'daily|everyday',
  'once a|per|every day',
  'a|per day',
  'all week',
  'seven|7 days a week',
);

/**
 * The readings of days, the more particular first. `besides` is what may be said besides it without changing it, as in a
 * monthly report on the 15th.
 */
export const dayParsers: readonly { readonly days: Parser<Days | DayTrouble>; readonly besides: Parser<unknown> }[] = [
  { days: trouble, besides: month },
  { days: fortnight, besides: week },
  { days: certainMonthly, besides: month },
  { days: certainWeekly, besides: longest<unknown>(week, everyDay) },
  { days: monthly, besides: month },
  { days: weekly, besides: week },
  { days: everyDay, besides: everyDay },
];
