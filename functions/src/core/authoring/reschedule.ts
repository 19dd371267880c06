import type { TriggerDraft } from '../../model/trigger.ts';
import { parseCron } from '../triggering/cron.ts';
import type { ClockTime } from './planner/clock.ts';
import { cronDays, DAILY, type Days } from './planner/days.ts';
import { cronsFor, dayFields, weekdaysOf, without } from './planner/recurring.ts';

/** What changes of a schedule; what is not named stays. Times are minutes of the day. */
export interface Rescheduling {
  readonly times?: readonly ClockTime[];
  /** The one time that is meant, where there are several. */
  readonly instead?: number | null;
  readonly days?: readonly Days[];
  /** The days of the week (0 is Sunday) that the new ones stand for; the others stay. */
  readonly insteadDays?: readonly number[];
  /** Days of the week (0 is Sunday) that are left out. */
  readonly left?: readonly number[];
  readonly timezone?: string;
  /** The Monday or other day in whose week every other week begins. */
  readonly anchor?: string | null;
  /** The last day, `2026-12-24`. */
  readonly until?: string;
  /** The times and days come to those that are there. */
  readonly more?: boolean;
  /** So many minutes later, or earlier. */
  readonly later?: number;
}

type ScheduleDraft = Extract<TriggerDraft, { type: 'schedule' }>;

/** The schedule with other times, days, zone or end; a question where it has no single time to change. */
export function reschedule(
  trigger: ScheduleDraft,
  change: Rescheduling,
): { readonly triggers: readonly TriggerDraft[] } | { readonly ask: string } {
  const read = parseCron(trigger.cron);
  if (!read.ok) return { ask: 'When shall it run?' };
  // "Also on Saturdays at 10": a schedule of its own beside it.
  if (change.more === true && change.days !== undefined && change.times !== undefined) {
    const other = reschedule(trigger, { ...change, more: false });
    return 'ask' in other ? other : { triggers: [trigger, ...other.triggers.map((one) => withId(one, 1))] };
  }
  const days = daysAfter(trigger, change);
  if ('ask' in days) return days;
  const [minuteField = '0', hourField = '9'] = trigger.cron.trim().split(/\s+/);
  const now = read.cron.hours.flatMap((hour) => read.cron.minutes.map((minute) => hour * 60 + minute));
  const times = change.later === undefined ? timesOf(now, change) : shifted(now, change.later);
  if (times && 'ask' in times) return times;
  const list = days.flatMap((on, at) => {
    const crons = times === null ? [`${minuteField} ${hourField} ${dayFields(on)}`] : cronsFor(times.minutes, on);
    return crons.map((cron, index) =>
      withId(
        {
          ...trigger,
          ...(change.timezone === undefined ? {} : { timezone: change.timezone }),
          ...fieldsOf(on, change, trigger),
          cron,
        },
        at + index,
      ),
    );
  });
  return { triggers: list };
}

/** Only the first keeps the id; the others get one of their own when they are saved. */
function withId(trigger: TriggerDraft, index: number): TriggerDraft {
  if (index === 0) return trigger;
  const { id: _, ...rest } = trigger;
  return rest;
}

function fieldsOf(
  days: Days,
  change: Rescheduling,
  trigger: ScheduleDraft,
): Pick<ScheduleDraft, 'every' | 'anchor' | 'dayOfMonth' | 'weekOfMonth' | 'until'> {
  return {
    every: days.every,
    anchor: days.every === 1 ? null : (change.anchor ?? trigger.anchor ?? null),
    dayOfMonth: days.last ? 'last' : null,
    weekOfMonth: days.week,
    until: change.until ?? trigger.until ?? null,
  };
}

/** The days of a schedule as they are now. */
function daysOf({ cron, every, dayOfMonth, weekOfMonth }: ScheduleDraft): Days {
  const [, , inMonth = '*', month = '*', daysOfWeek = '*'] = cron.trim().split(/\s+/);
  const week =
    weekOfMonth === 1 || weekOfMonth === 2 || weekOfMonth === 3 || weekOfMonth === 4 || weekOfMonth === 'last'
      ? weekOfMonth
      : null;
  return { ...DAILY, dayOfMonth: inMonth, month, daysOfWeek, every: every ?? 1, last: dayOfMonth === 'last', week };
}

function daysAfter(
  trigger: ScheduleDraft,
  { days: said, insteadDays, left = [], more = false }: Rescheduling,
): readonly Days[] | { readonly ask: string } {
  const list: Days[] = [];
  const days = newDays(daysOf(trigger), said, insteadDays, more);
  if ('ask' in days) return days;
  for (const one of days) {
    const kept = without(one, left);
    if ('ask' in kept) return { ask: kept.ask };
    if ('refuse' in kept) return { ask: kept.refuse };
    if (weekdaysOf(kept.daysOfWeek).length === 0) return { ask: 'On which days?' };
    list.push(kept);
  }
  return list;
}

function newDays(
  old: Days,
  said: readonly Days[] | undefined,
  instead: readonly number[] | undefined,
  more: boolean,
): readonly Days[] | { readonly ask: string } {
  if (said === undefined) return [old];
  if (instead !== undefined) return exchanged(old, said, instead);
  return more ? withMore(old, said) : said;
}

/** "Wednesday instead of Monday": the other days, and how often, stay. */
function exchanged(
  old: Days,
  said: readonly Days[],
  instead: readonly number[],
): readonly Days[] | { readonly ask: string } {
  const before = weekdaysOf(old.daysOfWeek);
  if (old.daysOfWeek === '*' || old.dayOfMonth !== '*' || !instead.every((day) => before.includes(day)))
    return { ask: 'It does not run on that day now. Which day is to change?' };
  const kept = before.filter((day) => !instead.includes(day));
  const isPlain = said.every(({ dayOfMonth, week, every }) => dayOfMonth === '*' && week === null && every === 1);
  if (!isPlain) return kept.length === 0 ? said : { ask: 'On which days altogether?' };
  return [{ ...old, daysOfWeek: cronDays([...kept, ...said.flatMap(({ daysOfWeek }) => weekdaysOf(daysOfWeek))]) }];
}

/** "Also on Saturdays": days of a week that come to others. */
function withMore(old: Days, said: readonly Days[]): readonly Days[] | { readonly ask: string } {
  const all = [old, ...said];
  const isOfWeek = all.every(
    ({ dayOfMonth, week, every }) => dayOfMonth === '*' && week === null && every === old.every,
  );
  if (!isOfWeek) return { ask: 'On which days altogether?' };
  return [{ ...old, daysOfWeek: cronDays(all.flatMap(({ daysOfWeek }) => weekdaysOf(daysOfWeek))) }];
}

type Times = { readonly minutes: readonly number[] } | { readonly ask: string };

function timesOf(now: readonly number[], { times, instead = null, more = false }: Rescheduling): Times | null {
  if (times === undefined) return null;
  if (!more) return timesAfter(now, times, instead);
  const others = times.map((one) => inOldHalf(one, now[0] ?? 0));
  const unclear = others.find((one) => one.loose);
  if (unclear) return { ask: `Is that ${unclear.minutes / 60} in the morning or in the afternoon?` };
  return { minutes: [...new Set([...now, ...others.map(({ minutes }) => minutes)])] };
}

/** "An hour earlier"; not into another day. */
function shifted(now: readonly number[], later: number): Times {
  const minutes = now.map((one) => one + later);
  const isOneDay = minutes.every((one) => one >= 0 && one < 1440);
  return isOneDay && now.length <= FEW ? { minutes } : { ask: 'At what time, exactly?' };
}

const FEW = 6;

/** A time without am or pm is of the half of the day that the old one was in. */
function timesAfter(now: readonly number[], said: readonly ClockTime[], instead: number | null): Times {
  if (now.length > FEW) return { ask: 'It runs again and again. Shall it run once a day at that time instead?' };
  const old = instead === null ? null : now.find((minutes) => minutes === instead || minutes === instead + 720);
  if (instead !== null && old === undefined)
    return { ask: 'It does not run at that time now. Which time is to change?' };
  if (now.length > 1 && old === null && said.length !== now.length)
    return { ask: 'It runs at several times. Which one is to change?' };
  const settled = said.map((one) => inOldHalf(one, old ?? now[0] ?? 0));
  const unclear = settled.find((one) => one.loose);
  if (unclear) return { ask: `Is that ${unclear.minutes / 60} in the morning or in the afternoon?` };
  const others = old === null ? [] : now.filter((minutes) => minutes !== old);
  return { minutes: [...others, ...settled.map(({ minutes }) => minutes)] };
}

/** From 9 AM, 8 is the morning's; from 9 PM the evening's; what is far from it either way stays unclear. */
function inOldHalf(one: ClockTime, old: number): ClockTime {
  if (!one.loose) return one;
  const near = [one.minutes, one.minutes + 720].filter((minutes) => minutes < 1440 && Math.abs(minutes - old) <= 240);
  const [only, other] = near;
  if (only !== undefined && other === undefined) return { minutes: only, loose: false };
  return one.minutes >= 7 * 60 ? { ...one, loose: false } : one;
}
