import type { Contract } from '../../../model/contract.ts';
import { nextOccurrences } from '../../triggering/next-occurrence.ts';
import { celText } from './cel.ts';

/** Any Monday: how far apart the times of a schedule lie does not depend on when one looks. */
const FROM = new Date('2026-01-05T00:00:00Z');
const LOOKED_AT = 120;
const MAX_SLOTS = 24;
const DAY_MINUTES = 1_440;

/**
 * CEL of the instant from which on things are new: that of the look before this one. Where the distances differ (after
 * the night, after the weekend), it goes by the day of the week and the hour.
 */
export function sinceLastLook({ triggers }: Contract): string {
  const at = 'timestamp(fallback(trigger.scheduledFor, now))';
  const [first, ...others] = triggers.flatMap((trigger) => (trigger.type === 'schedule' ? [trigger] : []));
  if (first === undefined) return `${at} - duration("${DAY_MINUTES}m")`;
  const instants = [first, ...others]
    .flatMap((trigger) => nextOccurrences({ ...trigger, until: null }, FROM, LOOKED_AT))
    .map((date) => date.getTime())
    .toSorted((a, b) => a - b);
  const slots = slotsOf([...new Set(instants)].slice(0, LOOKED_AT), first.timezone);
  const [usual = { minutes: DAY_MINUTES, slots: [] }, ...rest] = slots;
  if (rest.length === 0) return `${at} - duration("${usual.minutes}m")`;
  const slot = `${at}.getDayOfWeek(${celText(first.timezone)}) * 100 + ${at}.getHours(${celText(first.timezone)})`;
  const longest = Math.max(...slots.map(({ minutes }) => minutes));
  if (rest.flatMap((one) => one.slots).length > MAX_SLOTS) return `${at} - duration("${longest}m")`;
  const special = rest.map((one) => `${slot} in [${one.slots.join(', ')}] ? "${one.minutes}m" : `).join('');
  return `${at} - duration(${special}"${usual.minutes}m")`;
}

interface Distance {
  readonly minutes: number;
  /** Day of the week times 100, plus the hour; 0 is Sunday. */
  readonly slots: readonly number[];
}

/** The distances to the look before, the most frequent one first. */
function slotsOf(instants: readonly number[], zone: string): Distance[] {
  const bySlot = new Map<number, number[]>();
  for (const [index, instant] of instants.entries()) {
    const before = instants[index - 1];
    if (before === undefined) continue;
    const slot = slotAt(instant, zone);
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), Math.round((instant - before) / 60_000)]);
  }
  const byMinutes = Map.groupBy(bySlot, ([, found]) => usualOf(found));
  return [...byMinutes]
    .map(([minutes, found]) => ({ minutes, slots: found.map(([slot]) => slot).toSorted((a, b) => a - b) }))
    .toSorted((a, b) => b.slots.length - a.slots.length);
}

/** The most frequent one: a change of the clocks is no reason to look back farther all year. */
function usualOf(minutes: readonly number[]): number {
  const often = Map.groupBy(minutes, (one) => one);
  const [[usual] = [DAY_MINUTES]] = [...often].toSorted(([a, x], [b, y]) => y.length - x.length || b - a);
  return usual;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function slotAt(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return DAYS.indexOf(parts.get('weekday') ?? '') * 100 + Number(parts.get('hour'));
}
