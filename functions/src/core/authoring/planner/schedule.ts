import type { Recurrence, TriggerDraft } from '../../../model/trigger.ts';
import { DAY_MS, dayIndexAt, weekIndex } from '../../triggering/zoned-time.ts';
import type { AuthoringFacts } from '../intent.ts';
import { type ClockTime, dayPart, inHalf, isUnclear, time, timesOfDay } from './clock.ts';
import { type Days, type DayTrouble, dayParsers } from './days.ts';
import { both, longest, map, means, number, type Parser, phrase, type Reading } from './grammar.ts';
import { type Trouble, troubleWithDays, unclearTime } from './schedule-trouble.ts';
import { zone } from './zone.ts';

/** When something is to happen; `null` where the sentence does not say. */
export type ScheduleReading =
  | { readonly kind: 'schedule'; readonly triggers: readonly TriggerDraft[]; readonly assumptions: readonly string[] }
  | ({ readonly kind: 'trouble' } & Trouble)
  | null;

interface Interval {
  readonly count: number;
  readonly unit: 'minute' | 'hour';
}

const unit = longest(means('minute' as const, 'minute|minutes|min|mins'), means('hour' as const, 'hour|hours|hr|hrs'));
const interval: Parser<Interval> = longest(
  means<Interval>({ count: 1, unit: 'hour' }, 'hourly', 'once an|per|every hour', 'every|each hour', 'on the hour'),
  means<Interval>(
    { count: 30, unit: 'minute' },
    'every half hour',
    'half-hourly',
    'every half an hour',
    'twice an hour',
  ),
  means<Interval>({ count: 15, unit: 'minute' }, 'every quarter hour', 'every quarter of an hour'),
  means<Interval>({ count: 1, unit: 'minute' }, 'every|each minute'),
  means<Interval>({ count: 2, unit: 'hour' }, 'every other hour'),
  map(both(phrase('every|each'), both(number, unit)), ([, [count, word]]) => ({ count, unit: word })),
);
const hours: Parser<readonly [ClockTime, ClockTime]> = map(
  both(phrase('between|from'), both(time, both(phrase('and|to|until|till|through'), time))),
  ([, [from, [, to]]]) => [from, to],
);
const timesADay: Parser<number> = longest(
  means(2, 'twice a|per|every|each day', 'twice daily', '2x a|per day'),
  means(3, 'thrice a|per day'),
  map(both(number, phrase('times|x a|per|every|each day')), ([count]) => count),
);
const partOfDay: Parser<{ part: number; daily: boolean }> = longest<{ part: number; daily: boolean }>(
  map(both(phrase('every|each|daily single?'), dayPart), ([, part]) => ({ part, daily: true })),
  means({ part: 9 * 60, daily: true }, 'every|each single? day in the morning', 'mornings'),
  means({ part: 21 * 60, daily: true }, 'nightly'),
  map(both(phrase('in|at|during the?'), dayPart), ([, part]) => ({ part, daily: false })),
  map(dayPart, (part) => ({ part, daily: false })),
);
const SPREAD: Readonly<Record<number, readonly number[]>> = { 1: [9], 2: [9, 17], 3: [9, 13, 17] };
const DAILY: Days = { dayOfMonth: '*', daysOfWeek: '*', every: 1, last: false, assumed: null };

/** Reads when: everything about days, times and the zone is taken out of the sentence. */
export function readSchedule(reading: Reading, facts: AuthoringFacts, sentence: string): ScheduleReading {
  const place = reading.take(zone);
  if (place && 'ask' in place) return { kind: 'trouble', ...unclearZone(place.ask, place.said, sentence) };
  const timezone = place?.zone ?? facts.timezone;
  const between = reading.take(hours);
  const often = reading.take(interval);
  const perDay = reading.take(timesADay);
  const day = readDays(reading);
  if (day && 'trouble' in day) return { kind: 'trouble', ...troubleWithDays(day, sentence) };
  const said = reading.take(timesOfDay) ?? [];
  const part = reading.take(partOfDay);
  const times = said.map((one) => inHalf(one, part?.part ?? null));
  if (!day && !often && !between && perDay === null && times.length === 0 && !part?.daily) return null;
  const days = day ?? DAILY;
  const build = (crons: readonly string[], assumptions: readonly string[]): ScheduleReading => ({
    kind: 'schedule',
    triggers: crons.map((cron) => ({
      type: 'schedule',
      catchUpPolicy: 'latest',
      ...recurrence(cron, days, timezone, facts.now),
    })),
    assumptions: [...(days.assumed ? [days.assumed] : []), ...assumptions],
  });
  const clash = clashOf({ between, often, perDay, part: part?.part ?? null, times: said });
  if (clash !== null) return { kind: 'trouble', ask: clash, choices: [] };
  if (often) return intervalCron(often, between, days, sentence, build);
  const unclear = times.find(isUnclear);
  if (unclear) return { kind: 'trouble', ...unclearTime(unclear, sentence) };
  if (times.length > 0) {
    if (perDay !== null && perDay !== times.length) {
      return {
        kind: 'trouble',
        ask: `You said ${perDay} times a day and named ${times.length}. At which times is it to happen?`,
        choices: [],
      };
    }
    return build(
      cronsFor(
        times.map(({ minutes }) => minutes),
        days,
      ),
      [],
    );
  }
  if (perDay !== null) {
    const spread = SPREAD[perDay];
    if (!spread)
      return { kind: 'trouble', ask: `At which times is it to happen, when it is ${perDay} times a day?`, choices: [] };
    return build(
      cronsFor(
        spread.map((hour) => hour * 60),
        days,
      ),
      ['no times were named, so they are spread over the working day'],
    );
  }
  if (part) return build(cronsFor([part.part], days), []);
  return build(cronsFor([9 * 60], days), ['no time was named, so it is 9:00 AM']);
}

/** Two things that were said about when and that do not go together; nothing said is passed over. */
function clashOf(said: {
  readonly between: unknown;
  readonly often: unknown;
  readonly perDay: number | null;
  readonly part: number | null;
  readonly times: readonly ClockTime[];
}): string | null {
  const { between, often, perDay, part, times } = said;
  if (between && !often) return 'How often between those times?';
  if (often && (perDay !== null || part !== null || times.length > 0)) {
    return 'Is it to happen at certain times, or again and again? Say one of them, and from when to when if you like.';
  }
  const isMorning = part !== null && part < 720;
  if (isMorning && times.some(({ minutes }) => minutes >= 720)) return 'In the morning, or at the time that you named?';
  return null;
}

function readDays(reading: Reading): Days | DayTrouble | null {
  for (const { days, besides } of dayParsers) {
    const found = reading.take(days);
    if (!found) continue;
    reading.takeAll(besides);
    return found;
  }
  return null;
}

/** One cron for all times of the same minute past the hour. */
function cronsFor(minutesOfDay: readonly number[], { dayOfMonth, daysOfWeek }: Days): string[] {
  const byMinute = new Map<number, number[]>();
  for (const minutes of [...new Set(minutesOfDay)].sort((a, b) => a - b)) {
    const known = byMinute.get(minutes % 60) ?? [];
    byMinute.set(minutes % 60, [...known, Math.floor(minutes / 60)]);
  }
  return [...byMinute].map(([minute, list]) => `${minute} ${list.join(',')} ${dayOfMonth} * ${daysOfWeek}`);
}

function intervalCron(
  { count, unit: word }: Interval,
  between: readonly [ClockTime, ClockTime] | null,
  { dayOfMonth, daysOfWeek }: Days,
  sentence: string,
  build: (crons: readonly string[], assumptions: readonly string[]) => ScheduleReading,
): ScheduleReading {
  const whole = word === 'minute' ? 60 : 24;
  const tooOften = word === 'minute' && count < 5;
  if (!Number.isInteger(count) || count < 1 || whole % count !== 0 || tooOften) {
    const nearest = word === 'minute' ? 'every 15 minutes' : 'every 2 hours';
    const why = tooOften
      ? 'Every 5 minutes is the most often that I look.'
      : `I can only do parts of ${whole === 60 ? 'an hour' : 'a day'} that come out even.`;
    return { kind: 'trouble', refuse: `${why} Try “${nearest}”.`, examples: [] };
  }
  const from = Math.floor((between?.[0].minutes ?? 0) / 60);
  const end = between
    ? between[1].minutes + (between[1].loose && between[1].minutes <= between[0].minutes ? 720 : 0)
    : 23 * 60;
  if (between && (end <= between[0].minutes || end % 60 !== 0 || between[0].minutes % 60 !== 0)) {
    return { kind: 'trouble', ask: `From which full hour to which, in “${sentence}”?`, choices: [] };
  }
  const to = Math.floor(end / 60) - (between && word === 'minute' ? 1 : 0);
  const step = count === 1 ? '' : `/${count}`;
  const hourField = between ? `${from}-${to}` : '*';
  const time = word === 'minute' ? `${count === 60 ? '0' : `*/${count}`} ${hourField}` : `0 ${hourField}${step}`;
  return build([`${time} ${dayOfMonth} * ${daysOfWeek}`], []);
}

function recurrence(cron: string, days: Days, timezone: string, now: Date): Recurrence {
  const anchor = days.every === 1 ? null : nextAnchor(days, timezone, now);
  return {
    cron,
    timezone,
    every: days.every,
    anchor,
    dayOfMonth: days.last ? 'last' : null,
    weekOfMonth: null,
    until: null,
  };
}

/** Every other week begins with the coming one of the days that were named. */
function nextAnchor({ daysOfWeek }: Days, timezone: string, now: Date): string {
  const today = dayIndexAt(now.getTime(), timezone);
  const first = Number(daysOfWeek.charAt(0) === '*' ? 1 : daysOfWeek.charAt(0));
  let index = today + 1;
  while (new Date(index * DAY_MS).getUTCDay() !== first) index += 1;
  return new Date((weekIndex(index) * 7 - 3) * DAY_MS).toISOString().slice(0, 10);
}

function unclearZone(meant: readonly string[], said: string, sentence: string): Trouble {
  const choices = meant.map((name) => sentence.replace(new RegExp(`\\b${said}\\b( time)?`, 'i'), name));
  return { ask: `${said} can be ${meant.join(', ')}. Which one is meant?`, choices };
}
