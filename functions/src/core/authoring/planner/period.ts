import { calendarDay, DAY_MS, weekIndex } from '../../triggering/zoned-time.ts';
import { isoDate, oneWeekday } from './dates.ts';
import { both, longest, map, maybe, means, number, type Parser, phrase } from './grammar.ts';

/** Days that have been, the first and the last, `2026-12-24`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

type Days = (today: number) => readonly [from: number, to: number];

const back = longest(
  map(both(maybe(number), phrase('day|days')), ([count]) => count ?? 1),
  map(both(maybe(number), phrase('week|weeks')), ([count]) => 7 * (count ?? 1)),
  map(both(number, phrase('month|months')), ([count]) => 30 * count),
  map(both(maybe(number), phrase('hour|hours')), () => 1),
);

const spoken: Parser<Days> = longest<Days>(
  means<Days>((today) => [today, today], 'today', 'this morning|afternoon|evening', 'just now', 'tonight'),
  means<Days>((today) => [today - 1, today - 1], 'yesterday', 'last night', 'yesterday morning|afternoon|evening'),
  means<Days>((today) => [weekIndex(today) * 7 - 3, today], 'this week'),
  means<Days>((today) => [weekIndex(today) * 7 - 10, weekIndex(today) * 7 - 4], 'last week'),
  means<Days>((today) => [monthBegin(today, 0), today], 'this month'),
  means<Days>((today) => [monthBegin(today, -1), monthBegin(today, 0) - 1], 'last month'),
  map(
    both(phrase('in|over|during|for|within? the? last|past'), back),
    ([, count]): Days =>
      (today) => [today - count, today],
  ),
  map(
    both(phrase('since last?'), oneWeekday),
    ([, day]): Days =>
      (today) => [lastOn(day, today), today],
  ),
  map(
    both(phrase('on last?'), oneWeekday),
    ([, day]): Days =>
      (today) => [lastOn(day, today), lastOn(day, today)],
  ),
  map(
    both(phrase('last'), oneWeekday),
    ([, day]): Days =>
      (today) => [lastOn(day, today), lastOn(day, today)],
  ),
);

function monthBegin(today: number, shift: number): number {
  const { year, month } = calendarDay(today);
  return Date.UTC(year, month - 1 + shift, 1) / DAY_MS;
}

function lastOn(day: number, today: number): number {
  return today - ((calendarDay(today).dayOfWeek - day + 7) % 7 || 7);
}

/** `this morning`, `last week`, `over the last 30 days`, seen from `today` (an index of days). */
export function period(today: number): Parser<Period> {
  return map(spoken, (days) => {
    const [from, to] = days(today);
    return { from: isoDate(from), to: isoDate(to) };
  });
}
