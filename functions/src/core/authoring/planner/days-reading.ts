import { oneWeekday, ordinal } from './dates.ts';
import {
  assumedMonday,
  certainWeekly,
  DAILY,
  type Days,
  type DaysReading,
  type DayTrouble,
  fortnight,
  MONDAY,
  namedWeek,
  onWeekdays,
} from './days.ts';
import { both, longest, map, maybe, means, number, type Parser, phrase } from './grammar.ts';
import { certainMonthly, nth, nthWeekday, ofMonths, onThe } from './month-days.ts';

const trouble: Parser<DayTrouble> = longest<DayTrouble>(
  map(
    both(maybe(onThe), both(nth, both(namedWeek, ofMonths))),
    () => ({ trouble: 'workday_of_month', said: '' }) as const,
  ),
  map(both(phrase('every|each third|fourth'), oneWeekday), () => ({ trouble: 'every_third', said: '' }) as const),
  means({ trouble: 'biweekly', said: 'biweekly' } as const, 'biweekly|bi-weekly', 'every? bi weekly'),
  means(
    { trouble: 'so_often', said: 'week' } as const,
    'twice|thrice|several|few|couple a|per|each|of* week',
    'a few|couple of? times a|per week',
  ),
  means(
    { trouble: 'so_often', said: 'month' } as const,
    'twice|thrice|several a|per|each month',
    'a few|couple of? times a|per month',
  ),
  map(
    both(number, both(phrase('times|x a|per|every|each'), longest(means('week', 'week'), means('month', 'month')))),
    ([, [, said]]) => ({ trouble: 'so_often', said }) as const,
  ),
  map(
    both(phrase('every|each'), both(longest(means(2, 'other|second'), number, ordinal), phrase('day|days'))),
    ([, [count]]) =>
      count === 1 || count % 7 === 0 ? null : ({ trouble: 'every_few_days', said: `${count}` } as const),
  ),
  means({ trouble: 'every_few_days', said: 'few' } as const, 'every few|couple of? days'),
  means({ trouble: 'next_period', said: 'week' } as const, 'next week'),
  means({ trouble: 'next_period', said: 'month' } as const, 'next month'),
);

const firstOf = (inMonths: string, assumed: string): Days => ({
  ...DAILY,
  dayOfMonth: '1',
  month: inMonths,
  assumed,
  sort: 'monthly',
});
const everyMonths: Parser<DaysReading> = map(
  both(phrase('every|each'), both(longest(means(2, 'other|second'), number, ordinal), phrase('month|months'))),
  ([, [count]]): DaysReading => {
    if (!Number.isInteger(count) || count < 1 || 12 % count !== 0) return { trouble: 'odd_months', said: `${count}` };
    const list = Array.from({ length: 12 / count }, (_, index) => 1 + index * count);
    return [firstOf(count === 1 ? '*' : list.join(','), 'no day of the month was named, so it is the 1st')];
  },
);
const howOften: Parser<DaysReading> = longest<DaysReading>(
  means(
    [DAILY],
    'every|each single? day|days',
    'daily|everyday|täglich',
    'jeden tag',
    'once a|per|every day',
    'a|per day',
    'all week',
    'seven|7 days a week',
    'every 24 hours',
    'day in day out',
  ),
  means(
    [{ ...onWeekdays(MONDAY, 1, assumedMonday), sort: 'weekly' }],
    'weekly|wöchentlich',
    'every|each week',
    'once a|per|every week',
    'every 7 days',
  ),
  means([onWeekdays(MONDAY, 2, assumedMonday)], 'every 14 days'),
  means(
    [firstOf('*', 'no day of the month was named, so it is the 1st')],
    'monthly|monatlich',
    'every|each month',
    'once a|per|every month',
  ),
  means(
    [firstOf('1,4,7,10', 'no day was named, so it is the first of January, April, July and October')],
    'quarterly',
    'every|each quarter',
    'once a|per quarter',
  ),
  means(
    [firstOf('1,7', 'no day was named, so it is the first of January and July')],
    'half-yearly|semiannually|semi-annually',
    'twice a year',
    'every half year',
  ),
  everyMonths,
  means([{ ...DAILY, sort: 'yearly' }], 'yearly|annually|annual', 'every|each year', 'once a|per|every year'),
);

/** Days as they are said, the more particular reading before the shorter. */
export const daysReading: Parser<DaysReading> = longest<DaysReading>(
  trouble,
  nthWeekday,
  fortnight,
  certainMonthly,
  certainWeekly,
  howOften,
);
