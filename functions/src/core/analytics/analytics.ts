import type { z } from 'zod';
import { queries } from '../../model/query.ts';
import {
  type DayFigures,
  dayFiguresSchema,
  type Ends,
  type ErrorGroup,
  type FiguresOfRuns,
  figuresOfRunsSchema,
  type Histogram,
  type Sums,
} from '../../model/rollup.ts';
import type { Tier } from '../../model/tier.ts';
import { dayOf, isoDay } from '../engine/calendar.ts';
import type { Found, Store } from '../ports.ts';
import { addSums, noDay, noSums, runsOf } from './add-up.ts';
import { percentile } from './durations.ts';
import { sumPlaybooks, sumUp } from './sum-up.ts';

/** A year, and a day of grace. */
export const MOST_DAYS = 366;
/** A stretch is held against the one before where both together are no more than a year. */
const MOST_COMPARED = 183;
const MOST_ERRORS = 25;
const MOST_PLAYBOOKS = 200;

/** From one day up to, and with, another, by the tenant's calendar. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}
interface Totals extends Sums {
  readonly runs: number;
  /** Completed of those that completed or failed, 0 to 1; null where there is neither. */
  readonly successRate: number | null;
  /** Of those that completed, in milliseconds to within 5 %; null where none did. */
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}
type Line = Omit<Totals, 'p90Ms' | 'p99Ms'>;

export interface Analytics extends Stretch {
  readonly totals: Totals;
  /** Of the stretch of the same length before; null where that is more than half a year. */
  readonly before: Totals | null;
  /** Every day, also those on which nothing began. */
  readonly days: readonly (Line & { readonly date: string })[];
  /** The most used first, up to 200; none where it is asked about one. */
  readonly playbooks: readonly (Line & { readonly playbookId: string; readonly name: string })[];
  readonly otherPlaybooks: Sums;
  readonly triggers: readonly (Ends & { readonly triggeredBy: string })[];
  /** How many began: seven days from Monday on, 24 hours each. */
  readonly week: readonly (readonly number[])[];
  /** The most frequent first. */
  readonly errors: readonly ErrorGroup[];
  readonly otherErrors: number;
  readonly tiers: readonly (Sums & { readonly tier: Tier })[];
}

/** A day as it was read. */
interface Day<T> {
  readonly date: string;
  readonly tier: Tier;
  readonly figures: T;
}

/**
 * What is known of the executions that began in a stretch of time, of all playbooks or of one. It reads a document a day,
 * and as many again for the stretch before; none of the executions themselves.
 */
export async function readAnalytics(
  store: Store,
  orgId: string,
  stretch: Stretch,
  playbookId: string | null,
): Promise<Analytics> {
  const length = daysOf(stretch).length;
  const earlier = { from: shifted(stretch.from, -length), to: shifted(stretch.from, -1) };
  const isCompared = length <= MOST_COMPARED;
  const whole = isCompared ? { from: earlier.from, to: stretch.to } : stretch;
  if (playbookId !== null) {
    const found = await store.query(queries.playbookRollups(orgId, playbookId, whole.from, whole.to, { limit: 400 }));
    const days = parsed(found, figuresOfRunsSchema);
    return { ...analyze(days, stretch, isCompared ? earlier : null), playbooks: [], otherPlaybooks: noSums };
  }
  const found = await store.query(queries.rollups(orgId, whole.from, whole.to, { limit: 400 }));
  const days = parsed(found, dayFiguresSchema);
  return { ...analyze(days, stretch, isCompared ? earlier : null), ...comparison(within(days, stretch)) };
}

function analyze(
  all: readonly Day<FiguresOfRuns>[],
  stretch: Stretch,
  earlier: Stretch | null,
): Omit<Analytics, 'playbooks' | 'otherPlaybooks'> {
  const days = within(all, stretch);
  const sum = sumUp(days.map(({ figures }) => figures));
  const { errors, otherErrors, triggers } = sum;
  const rest = errors.slice(MOST_ERRORS).reduce((count, group) => count + group.count, 0);
  return {
    ...stretch,
    totals: totalsOf(sum),
    before: earlier && totalsOf(sumUp(within(all, earlier).map(({ figures }) => figures))),
    days: everyDay(days, stretch),
    triggers: Object.entries(triggers)
      .map(([triggeredBy, ends]) => ({ triggeredBy, ...ends }))
      .filter((ends) => runsOf(ends) !== 0)
      .sort((a, b) => runsOf(b) - runsOf(a)),
    week: weekOf(days),
    errors: errors.slice(0, MOST_ERRORS),
    otherErrors: otherErrors + rest,
    tiers: tiersOf(days),
  };
}

function comparison(days: readonly Day<DayFigures>[]): Pick<Analytics, 'playbooks' | 'otherPlaybooks'> {
  const lines = sumPlaybooks(days.map(({ figures }) => figures));
  const others = [...days.map(({ figures }) => figures.otherPlaybooks), ...lines.slice(MOST_PLAYBOOKS)];
  return {
    playbooks: lines.slice(0, MOST_PLAYBOOKS).map(({ playbookId, name, ...rest }) => {
      return { playbookId, name, ...lineOf(rest, rest.durations) };
    }),
    otherPlaybooks: others.reduce<Sums>(addSums, noSums),
  };
}

function everyDay(days: readonly Day<FiguresOfRuns>[], stretch: Stretch): Analytics['days'] {
  const known = new Map(days.map(({ date, figures }) => [date, figures]));
  return daysOf(stretch).map((date) => {
    const figures = known.get(date) ?? noDay;
    return { date, ...lineOf(figures, figures.durations) };
  });
}

function lineOf(sums: Sums, durations: Histogram): Line {
  const { completed, failed } = sums;
  return {
    ...addSums(sums, noSums),
    runs: runsOf(sums),
    successRate: completed + failed > 0 ? completed / (completed + failed) : null,
    p50Ms: percentile(durations, 0.5),
    p95Ms: percentile(durations, 0.95),
  };
}

function totalsOf(figures: FiguresOfRuns): Totals {
  const { durations } = figures;
  return { ...lineOf(figures, durations), p90Ms: percentile(durations, 0.9), p99Ms: percentile(durations, 0.99) };
}

function weekOf(days: readonly Day<FiguresOfRuns>[]): number[][] {
  const week = Array.from({ length: 7 }, () => noDay.hours.map(() => 0));
  for (const { date, figures } of days) {
    // The first day of 1970 was a Thursday.
    const row = week[((dayOf(date, 'UTC') ?? 0) + 3) % 7] ?? [];
    for (const [hour, count] of figures.hours.entries()) row[hour] = (row[hour] ?? 0) + count;
  }
  return week;
}

function tiersOf(days: readonly Day<FiguresOfRuns>[]): Analytics['tiers'] {
  const tiers = new Map<Tier, Sums>();
  for (const { tier, figures } of days) tiers.set(tier, addSums(tiers.get(tier) ?? noSums, figures));
  return [...tiers].map(([tier, sums]) => ({ tier, ...sums }));
}

function parsed<T>(
  found: readonly Found<{ readonly day: string; readonly tier: Tier; readonly figuresJson: string }>[],
  schema: z.ZodType<T>,
): Day<T>[] {
  return found.flatMap(({ data }) => {
    if (data === null) return [];
    return [{ date: data.day, tier: data.tier, figures: schema.parse(JSON.parse(data.figuresJson)) }];
  });
}

const within = <T>(days: readonly Day<T>[], { from, to }: Stretch) =>
  days.filter(({ date }) => date >= from && date <= to);

/** A day so many days later. */
export function shifted(day: string, by: number): string {
  return isoDay((dayOf(day, 'UTC') ?? 0) + by);
}

/** All days of a stretch; none where it ends before it begins. */
function daysOf({ from, to }: Stretch): string[] {
  const first = dayOf(from, 'UTC') ?? 0;
  const length = Math.max(0, (dayOf(to, 'UTC') ?? 0) - first + 1);
  return Array.from({ length }, (_, index) => isoDay(first + index));
}
