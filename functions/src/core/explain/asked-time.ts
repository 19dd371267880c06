import { z } from 'zod';
import type { Sentence } from '../../model/explanation.ts';
import { clockOfDay, dayIndexAt, instantsOf } from '../triggering/zoned-time.ts';
import { fact, instant, lasting, say, type TimeWords } from './statement.ts';

const MINUTE_MS = 60_000;
/** A century in which every zone's rules are known. */
const YEARS = /^20\d\d-/;

/** A time as people ask about it: with an offset, or by the clock of the tenant's zone. */
export const askedTime = z.iso
  .datetime({ local: true, offset: true, error: 'Give a time such as 2026-11-23T09:00 or 2026-11-23T14:00:00Z' })
  .regex(YEARS, 'Give a time between the years 2000 and 2099');

/** The beginnings of the minutes that are asked about, and what is to be said of how they were told. */
export interface AskedTime {
  readonly minutes: readonly Date[];
  readonly notes: readonly Sentence[];
}

/**
 * Reads an ISO time. One with an offset is an instant; one without is what a clock in `zone` shows, which may be two
 * instants where the clock is put back, and the end of the gap where it is put forward.
 */
export function readAskedTime(text: string, zone: string, time: TimeWords): AskedTime {
  const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const told = Date.parse(hasOffset ? text : `${text}Z`);
  const minute = Math.floor(told / MINUTE_MS) * MINUTE_MS;
  if (hasOffset) return { minutes: [new Date(minute)], notes: [] };
  const clock = clockOfDay(dayIndexAt(minute, 'UTC'), zone);
  const instants = instantsOf(minute, clock).map((at) => new Date(at));
  const shift = lasting(clock.after - clock.before);
  const asked = fact('Asked about', text, null);
  if (clock.change === null || instants.length === 1) return { minutes: instants, notes: [] };
  const change = new Date(clock.change);
  const changed = instant('Clock change', change, null);
  if (instants.length === 0) {
    const note = `That time did not exist on that day in ${zone}: the clocks were put forward by ${shift}, to ${time(change)}.`;
    return { minutes: [change], notes: [say(note, asked, changed)] };
  }
  const note = `That time came twice on that day in ${zone}: the clocks were put back by ${shift}.`;
  return { minutes: instants, notes: [say(note, asked, changed, ...instants.map((at) => instant('Meant', at, null)))] };
}
