import type { Recurrence } from '../../../model/trigger.ts';
import { calendarDay, DAY_MS, dayIndexAt, wallClock } from '../../triggering/zoned-time.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { type ClockTime, inHalf, isUnclear } from './clock.ts';
import { type DateMeaning, dayInWords, isoDate, resolveDate, type SpokenDate } from './dates.ts';
import { DAILY, type Days } from './days.ts';
import { cronsFor } from './recurring.ts';
import { askTime, refuseTime, type Trouble, unclearTime } from './schedule-trouble.ts';
import type { Atom } from './when.ts';

const MINUTE_MS = 60_000;
const PASSED = 'That moment has passed.';
const AHEAD = ['… tomorrow at 9am', '… every morning'];

export interface Moments {
  readonly recurrences: readonly Recurrence[];
  readonly assumptions: readonly string[];
}

/** What happens once: a recurrence of one day, which is its last. */
export function onceOnly(
  atoms: readonly Atom[],
  timezone: string,
  facts: AuthoringFacts,
  sentence: string,
): Moments | Trouble {
  const delays = atoms.flatMap((one) => (one.kind === 'delay' ? [one.minutes] : []));
  const dates = atoms.flatMap((one) => (one.kind === 'date' ? [one] : []));
  if (delays.length > 0 && dates.length > 0) return askTime('At which of the times that you named?');
  if (delays.length > 0)
    return { recurrences: delays.flatMap((minutes) => after(minutes, timezone, facts.now)), assumptions: [] };
  const times = atoms.flatMap((one) => (one.kind === 'times' ? one.times : []));
  if (dates.length === 0) return withoutDate(times, sentence);
  const parts = [
    ...dates.flatMap(({ part }) => part ?? []),
    ...atoms.flatMap((one) => (one.kind === 'part' ? [one.minutes] : [])),
  ];
  if (dates.length > 1 && times.length > 1) return askTime('Which time belongs to which day?');
  const recurrences: Recurrence[] = [];
  const assumptions: string[] = [];
  for (const { date } of dates) {
    const day = resolveDate(date, dayIndexAt(facts.now.getTime(), timezone), facts.locale);
    if (!('index' in day)) return troubleWithDate(day, sentence, date);
    const moments = momentsOf(
      day.index,
      times.map((one) => inHalf(one, parts[0] ?? null)),
      parts,
      { timezone, facts, sentence },
    );
    if ('ask' in moments || 'refuse' in moments) return moments;
    recurrences.push(...at(day.index, moments.minutes, timezone));
    assumptions.push(...moments.assumptions, ...(day.assumed === null ? [] : [day.assumed]));
  }
  return { recurrences, assumptions };
}

/** A time of day alone can be today's or every day's. */
function withoutDate(times: readonly ClockTime[], sentence: string): Trouble {
  if (times.length === 0) return askTime('When is it to happen?');
  return askTime('Every day at that time, or only once?', [
    `${trimmed(sentence)}, every day`,
    `${trimmed(sentence)}, tomorrow`,
  ]);
}

function trimmed(sentence: string): string {
  return sentence.trim().replace(/[.!?,]+$/, '');
}

interface Place {
  readonly timezone: string;
  readonly facts: AuthoringFacts;
  readonly sentence: string;
}

/** The minutes of a day that are meant and still to come. */
function momentsOf(
  index: number,
  times: readonly ClockTime[],
  parts: readonly number[],
  { timezone, facts, sentence }: Place,
): { readonly minutes: readonly number[]; readonly assumptions: readonly string[] } | Trouble {
  const isToday = index === dayIndexAt(facts.now.getTime(), timezone);
  const now = (wallClock(facts.now.getTime(), timezone) % DAY_MS) / MINUTE_MS;
  if (times.length === 0 && parts.length === 0) {
    if (isToday) return askTime('At what time today?');
    return { minutes: [9 * 60], assumptions: ['no time was named, so it is 9:00 AM'] };
  }
  const said = times.length > 0 ? times : parts.map((minutes): ClockTime => ({ minutes, loose: false }));
  const settled = said.map((one) =>
    isToday && one.loose && one.minutes <= now && one.minutes < 720
      ? { minutes: one.minutes + 720, loose: false }
      : one,
  );
  const unclear = settled.find(isUnclear);
  if (unclear) return unclearTime(unclear, sentence);
  if (isToday && settled.some(({ minutes }) => minutes <= now)) return refuseTime(PASSED, AHEAD);
  return { minutes: settled.map(({ minutes }) => minutes), assumptions: [] };
}

function at(index: number, minutes: readonly number[], timezone: string): Recurrence[] {
  const { month, dayOfMonth } = calendarDay(index);
  const days: Days = { ...DAILY, dayOfMonth: `${dayOfMonth}`, month: `${month}` };
  return cronsFor(minutes, days).map((cron) => ({
    cron,
    timezone,
    every: 1,
    anchor: null,
    dayOfMonth: null,
    weekOfMonth: null,
    until: isoDate(index),
  }));
}

/** So many minutes from now, at the next full minute. */
function after(minutes: number, timezone: string, now: Date): Recurrence[] {
  const instant = Math.ceil((now.getTime() + minutes * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  const wall = wallClock(instant, timezone);
  return at(Math.floor(wall / DAY_MS), [(wall % DAY_MS) / MINUTE_MS], timezone);
}

/** Why a date is none, or which of two days is to be chosen. */
export function troubleWithDate(
  meaning: Exclude<DateMeaning, { index: number }>,
  sentence: string,
  spoken: SpokenDate,
): Trouble {
  if ('refuse' in meaning) return refuseTime(meaning.refuse, AHEAD);
  const said = spoken.kind === 'figures' ? spoken.text : 'next \\w+';
  const part = new RegExp(said.replaceAll('.', '\\.'), 'i');
  return askTime(
    meaning.ask,
    meaning.choices.map((index) => sentence.replace(part, dayInWords(index))),
  );
}
