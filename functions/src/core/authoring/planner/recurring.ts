import { parseCron } from '../../triggering/cron.ts';
import { joinWords } from '../../triggering/describe-recurrence.ts';
import { type ClockTime, inHalf, isWithin } from './clock.ts';
import { cronDays, DAILY, type Days } from './days.ts';
import { askTime, type Trouble } from './schedule-trouble.ts';
import type { Atom } from './when.ts';

/** Days and the times on them; several of them are several triggers. */
export interface Group {
  readonly days: readonly Days[];
  readonly times: readonly ClockTime[];
  /** A part of the day was named and no time. */
  readonly parts: readonly number[];
}

type Cluster = Pick<Group, 'times' | 'parts'>;
type Piece = { readonly days: readonly Days[] } | Cluster;

/** The pieces in their order, times and parts of the day that stand together in one. */
function piecesOf(atoms: readonly Atom[]): Piece[] {
  const pieces: Piece[] = [];
  for (const one of atoms) {
    const last = pieces.at(-1);
    const open = last && 'times' in last ? last : null;
    if (one.kind === 'days') pieces.push({ days: one.days });
    if (one.kind !== 'times' && one.kind !== 'part') continue;
    if (open) pieces.pop();
    const before: Cluster = open ?? { times: [], parts: [] };
    pieces.push(one.kind === 'times' ? timesIn(before, one.times) : partIn(before, one.minutes));
  }
  return pieces;
}

/** "Every evening at 8": times without am and pm are of the part of the day before them, or else after them. */
function timesIn(cluster: Cluster, times: readonly ClockTime[]): Cluster {
  const part = cluster.parts.at(-1) ?? null;
  const settled = times.map((one) => inHalf(one, part));
  const isTold = part !== null && settled.every(({ minutes }) => isWithin(minutes, part));
  return { times: [...cluster.times, ...settled], parts: isTold ? cluster.parts.slice(0, -1) : cluster.parts };
}

function partIn({ times, parts }: Cluster, minutes: number): Cluster {
  const takes = times.some(({ loose }) => loose);
  // "At midnight every night" says the same twice.
  if (!takes && times.length > 0 && times.every((one) => isWithin(one.minutes, minutes))) return { times, parts };
  return takes ? { times: times.map((one) => inHalf(one, minutes)), parts } : { times, parts: [...parts, minutes] };
}

/** "At 9 every Monday morning": the part of the day stands behind the days and is of the time before them. */
function withPartBehind(pieces: readonly Piece[]): readonly Piece[] {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last || !('times' in first) || !('times' in last)) return pieces;
  const between = pieces.slice(1, -1);
  const isPart = first.parts.length === 0 && last.times.length === 0 && between.every((one) => 'days' in one);
  return isPart && between.length > 0 ? [last.parts.reduce(partIn, first), ...between] : pieces;
}

/** Which times belong to which days; a question where that can be seen in two ways. */
export function groupsOf(atoms: readonly Atom[]): readonly Group[] | Trouble {
  const pieces = withPartBehind(piecesOf(atoms));
  const days = pieces.flatMap((piece) => ('days' in piece ? [piece.days] : []));
  const clusters = pieces.flatMap((piece) => ('times' in piece ? [piece] : []));
  const pairs = pairsOf(pieces);
  if (pairs !== null && clusters.length > 1) return pairs;
  const combined = combine(days.flat());
  if ('ask' in combined || 'refuse' in combined) return combined;
  if (clusters.length > 1 && combined.length > 1) return askTime('Which time belongs to which days?');
  const between = pieces.findIndex((piece) => 'times' in piece);
  // "Every day at 9 and at 11 on weekends": the second time may be of the weekends alone.
  const isShared = days.length > 1 && between > 0 && between < pieces.length - 1;
  if (isShared && clusters.some(({ times }) => times.length > 1)) return askTime('Which time belongs to which days?');
  const isSplit = combined.length > 1 && clusters.length === 1 && between > 0 && between < pieces.length - 1;
  if (isSplit) return askTime('At what time on each of those days?');
  const kept = clusters.flatMap(({ parts }) => parts);
  return [{ days: combined, times: clusters.flatMap(({ times }) => times), parts: kept }];
}

/** `D T D T` or `T D T D`: each days with their own times; null where they do not alternate so. */
function pairsOf(pieces: readonly Piece[]): Group[] | null {
  if (pieces.length % 2 === 1) return null;
  const groups: Group[] = [];
  for (let at = 0; at < pieces.length; at += 2) {
    const pair = [pieces[at], pieces[at + 1]];
    const days = pair.find((piece) => piece !== undefined && 'days' in piece);
    const cluster = pair.find((piece) => piece !== undefined && 'times' in piece);
    if (!days || !cluster || !('days' in days) || !('times' in cluster)) return null;
    groups.push({ days: days.days, ...cluster });
  }
  const again = groups.some(({ days }) => days.some(({ recurs }) => recurs));
  return again ? groups.map((one) => ({ ...one, days: one.days.map((day) => ({ ...day, recurs: true })) })) : groups;
}

const GENERAL: Readonly<Record<string, readonly Days['sort'][]>> = {
  daily: ['in the week'],
  weekly: ['in the week'],
  monthly: ['in the month'],
  yearly: ['in the year', 'in the month'],
};

/** "A weekly report on Friday": how often and on which days say the same thing; other pairs are asked about. */
export function combine(said: readonly Days[]): readonly Days[] | Trouble {
  const general = said.filter(({ sort }) => sort in GENERAL);
  const certain = said.filter(({ sort }) => !(sort in GENERAL));
  const [first, ...others] = general;
  if (first && others.some(({ sort, month }) => sort !== first.sort || month !== first.month)) {
    return askTime(`${joinWords([...new Set(general.map(({ sort }) => sort))], 'or')}: how often is it to happen?`);
  }
  if (first === undefined) return certain.length === 0 ? [DAILY] : merged(certain);
  if (certain.length === 0) return [first];
  if (certain.some(({ sort }) => !GENERAL[first.sort]?.includes(sort))) {
    return askTime('You named days that do not go together. On which days is it to happen?');
  }
  const months = first.sort === 'monthly' ? first.month : '*';
  return merged(certain.map((days) => ({ ...days, recurs: true, month: days.month === '*' ? months : days.month })));
}

/** Days of the week that differ in nothing else are one: "every Monday … and Friday". */
function merged(list: readonly Days[]): Days[] {
  const [first, ...others] = list;
  if (first === undefined || others.length === 0) return [...list];
  const isPlain = list.every(
    ({ sort, every, week }) => sort === 'in the week' && every === first.every && week === null,
  );
  // The same day in two ways: "am 1. jedes Monats, on the 1st of every month".
  if (!isPlain) return [...new Map(list.map((one) => [`${dayFields(one)} ${one.every} ${one.week}`, one])).values()];
  const days = list.flatMap(({ daysOfWeek }) => weekdaysOf(daysOfWeek));
  return [{ ...first, daysOfWeek: cronDays(days), recurs: true }];
}

export function weekdaysOf(field: string): number[] {
  const read = parseCron(`0 0 * * ${field}`);
  return read.ok ? [...read.cron.daysOfWeek] : [];
}

/** The days without some days of the week; a question where none is left or where they are no days of a week. */
export function without(days: Days, left: readonly number[]): Days | Trouble {
  if (left.length === 0) return days;
  const kept = weekdaysOf(days.daysOfWeek).filter((day) => !left.includes(day));
  if (days.dayOfMonth !== '*' || days.week !== null) {
    return askTime('I can leave out days of a week, not of a certain day of the month. On which days is it to happen?');
  }
  if (kept.length === 0) return askTime('Then no day is left. On which days is it to happen?');
  return { ...days, daysOfWeek: cronDays(kept), sort: 'in the week' };
}

/** One cron for all times of the same minute past the hour. */
export function cronsFor(minutesOfDay: readonly number[], days: Days): string[] {
  const byMinute = new Map<number, number[]>();
  for (const minutes of [...new Set(minutesOfDay)].sort((a, b) => a - b)) {
    const known = byMinute.get(minutes % 60) ?? [];
    byMinute.set(minutes % 60, [...known, Math.floor(minutes / 60)]);
  }
  return [...byMinute].map(([minute, list]) => `${minute} ${list.join(',')} ${dayFields(days)}`);
}

export function dayFields({ dayOfMonth, month, daysOfWeek }: Days): string {
  return `${dayOfMonth} ${month} ${daysOfWeek}`;
}
