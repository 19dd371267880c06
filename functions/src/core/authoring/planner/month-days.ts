import { month, ordinal } from './dates.ts';
import { cronDays, DAILY, type Days, type DaysReading, weekday } from './days.ts';
import { both, listOf, longest, map, maybe, means, type Parser, phrase } from './grammar.ts';
import type { Token } from './tokens.ts';

/** Of a quarter, what is first stands in its first month, and what is last in its last. */
const QUARTER = 'quarter';
function monthsOf(of: string, isLast: boolean): string {
  if (of !== QUARTER) return of;
  return isLast ? '3,6,9,12' : '1,4,7,10';
}

const months: Parser<readonly number[]> = listOf(month);
const yearly = phrase('every|each year');
/** `of every month`, `of January and July`: the months as cron has them. */
export const ofMonths: Parser<string> = longest(
  means('*', 'day? of|in the|every|each|a month', 'day? every|each month', 'of month', 'of each|every of? month'),
  map(both(phrase('of|in|every|each'), both(months, maybe(yearly))), ([, [list, again]]) =>
    list.length > 1 || again ? cronMonths(list) : null,
  ),
  means(QUARTER, 'of|in the|every|each|a quarter', 'every|each quarter', 'quarterly'),
);

function cronMonths(list: readonly number[]): string {
  return [...new Set(list)].sort((a, b) => a - b).join(',');
}

export const onThe = longest(
  map(phrase('every|each the?'), () => true),
  means(false, 'on the|a?', 'the'),
);
const lastDay = means('last' as const, 'the? last day', 'the? end', 'the? last');
const dayOfMonth: Parser<number | 'last'> = map(
  both(maybe(phrase('the|on|every|each')), longest<number | 'last'>(ordinal, lastDay)),
  ([, day]) => day,
);

/** What an ordinal may count besides days: "every 10th order". */
const COUNTED = new Set(
  'order customer client member visitor sale purchase product item time mail review payment one'.split(' '),
);
const bareDays: Parser<readonly (number | 'last')[]> = (tokens, at) => {
  const read = listOf(map(both(maybe(phrase('the')), figure), ([, day]) => day))(tokens, at);
  return read && !COUNTED.has((tokens[read[1]]?.text ?? '').replace(/s$/, '')) ? read : null;
};
const figure: Parser<number> = (tokens: readonly Token[], at: number) =>
  tokens[at]?.kind === 'number' ? ordinal(tokens, at) : null;

function onDays(list: readonly (number | 'last')[], inMonths: string, recurs: boolean): DaysReading {
  const numbers = list.flatMap((day) => (day === 'last' ? [] : [day]));
  const late = numbers.find((day) => day > shortest(monthsOf(inMonths, false)));
  if (late !== undefined) return { trouble: 'late_day', said: `${late}` };
  const base: Days = { ...DAILY, month: monthsOf(inMonths, false), sort: 'in the month', recurs };
  return [
    ...(numbers.length > 0 ? [{ ...base, dayOfMonth: [...new Set(numbers)].sort((a, b) => a - b).join(',') }] : []),
    ...(numbers.length < list.length
      ? [{ ...base, month: monthsOf(inMonths, true), dayOfMonth: '28-31', last: true }]
      : []),
  ];
}

const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The days of the shortest of the months: every month can be a February. */
function shortest(inMonths: string): number {
  return inMonths === '*' ? 28 : Math.min(...inMonths.split(',').map((one) => LENGTHS[Number(one) - 1] ?? 28));
}

/** "The first", not "the first Monday". */
function notOfWeek<T>(parser: Parser<T>): Parser<T> {
  return (tokens, at) => {
    const read = parser(tokens, at);
    return read && weekday(tokens, read[1]) === null && tokens[read[1]]?.text !== 'of' ? read : null;
  };
}

/** "Quarterly on the first": how often, and then the day. */
const often: Parser<string> = longest(
  means('*', 'monthly', 'every|each month', 'once a|per|every month'),
  means(QUARTER, 'quarterly', 'every|each quarter', 'once a|per quarter'),
);

export const certainMonthly: Parser<DaysReading> = longest<DaysReading>(
  map(both(maybe(onThe), both(listOf(dayOfMonth), ofMonths)), ([, [list, inMonths]]) => onDays(list, inMonths, true)),
  map(
    both(often, both(phrase('on the?'), both(notOfWeek(listOf(dayOfMonth)), maybe(phrase('day'))))),
    ([inMonths, [, [list]]]) => onDays(list, inMonths, true),
  ),
  map(both(maybe(onThe), bareDays), ([led, list]) => (led === null ? null : onDays(list, '*', led || list.length > 1))),
  means(
    onDays(['last'], '*', true),
    'at? the? end of the|every|each month',
    'every|each month end',
    'on the? last day',
    'month-end|monthend',
  ),
  means(onDays(['last'], '3,6,9,12', true), 'at? the? end of the|every|each quarter', 'quarter-end'),
  means(onDays([1], '*', true), 'at? the? beginning|start of the|every|each month'),
);

export const nth = longest<number | 'last'>(ordinal, means('last' as const, 'last'));
export const nthWeekday: Parser<DaysReading> = map(
  both(
    both(maybe(onThe), listOf(map(both(maybe(phrase('the|on|every')), nth), ([, which]) => which))),
    both(listOf(weekday), maybe(ofMonths)),
  ),
  ([[led, weeks], [days, inMonths]]) => {
    // "Every second Monday" is every other week, unless a month is named.
    if (inMonths === null && led === true && weeks.length === 1 && weeks[0] !== 1 && weeks[0] !== 'last') return null;
    const late = weeks.find((week) => week !== 'last' && week > 4);
    if (late !== undefined) return { trouble: 'fifth_week', said: `${late}` };
    return weeks.flatMap((week) =>
      week === 'last' || week === 1 || week === 2 || week === 3 || week === 4
        ? [
            {
              ...DAILY,
              daysOfWeek: cronDays(days),
              month: monthsOf(inMonths ?? '*', week === 'last'),
              week,
              sort: 'in the month' as const,
              recurs: inMonths !== null || led === true,
            },
          ]
        : [],
    );
  },
);

/** `in December`, `from June to August`, as cron has them. */
export const inMonths: Parser<string> = longest(
  map(both(phrase('in|during|throughout'), both(maybe(phrase('the months? of')), months)), ([, [, list]]) =>
    cronMonths(list),
  ),
  map(
    both(maybe(phrase('from|between')), both(month, both(phrase('to|through|until|till|and'), month))),
    ([led, [from, [joint, to]]]) => (joint === 'and' && led === null ? null : cronMonths(monthsFrom(from, to))),
  ),
);

function monthsFrom(from: number, to: number): number[] {
  const list: number[] = [];
  for (let one = from; list.length < 12; one = (one % 12) + 1) {
    list.push(one);
    if (one === to) break;
  }
  return list;
}
