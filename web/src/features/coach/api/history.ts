import type { Insight } from '@model/insight.ts';
import { plusDays } from '../../../lib/days.ts';

/** What is read of a day: its score, or one of its figures. */
export type Pick = (insight: Insight) => number | null;

/** A day of a line; null: not known, a gap. */
export interface Point {
  readonly day: string;
  readonly value: number | null;
}

/** How something moved since an earlier day. */
export interface Change {
  readonly before: number;
  readonly now: number;
  /** The day it is measured against. */
  readonly since: string;
}

/** So much earlier than asked for, in days, may be what something is measured against: no morning is sure. */
const SLACK_DAYS = 3;
const WEEK_DAYS = 7;

/** So many days up to, and with, `until`, the oldest first. A day that nobody has looked at is a gap. */
export function seriesOf(insights: readonly Insight[], pick: Pick, until: string, days: number): readonly Point[] {
  const known = new Map(insights.map((insight) => [insight.date, pick(insight)]));
  return Array.from({ length: days }, (_, index) => {
    const day = plusDays(until, index + 1 - days);
    return { day, value: known.get(day) ?? null };
  });
}

/** Against what was known `days` before the newest, or a little earlier; null where that is not known. */
export function changeOf(insights: readonly Insight[], pick: Pick, days: number): Change | null {
  const [newest] = insights;
  const now = newest === undefined ? null : pick(newest);
  if (newest === undefined || now === null) return null;
  const latest = plusDays(newest.date, -days);
  const earliest = plusDays(latest, -SLACK_DAYS);
  for (const insight of insights) {
    const before = insight.date <= latest && insight.date >= earliest ? pick(insight) : null;
    if (before !== null) return { before, now, since: insight.date };
  }
  return null;
}

/** Whether a point stands alone: no line leads to it or from it. */
export function isAlone(points: readonly Point[], index: number): boolean {
  const value = (at: number) => points[at]?.value ?? null;
  return value(index) !== null && value(index - 1) === null && value(index + 1) === null;
}

/** A week of the cash-flow table, as its last day that is known was. */
export interface Week {
  /** Its first and its last day. */
  readonly from: string;
  readonly until: string;
  readonly cash: number | null;
  /** Of the cash, against the week before. */
  readonly change: number | null;
  readonly revenue: number | null;
  readonly burn: number | null;
  readonly runwayDays: number | null;
}

/** Weeks of seven days that end with the newest insight, the newest first; those before the first insight are left out. */
export function weeksOf(insights: readonly Insight[], count: number): readonly Week[] {
  const [newest] = insights;
  if (newest === undefined) return [];
  const ends = Array.from({ length: count + 1 }, (_, index) => plusDays(newest.date, -index * WEEK_DAYS));
  const found = ends.map((until) => {
    const from = plusDays(until, 1 - WEEK_DAYS);
    return { from, until, last: insights.find(({ date }) => date >= from && date <= until)?.figures ?? null };
  });
  const oldest = found.findLastIndex(({ last }) => last !== null);
  return found.slice(0, Math.min(count, oldest + 1)).map(({ from, until, last }, index) => {
    const cash = last?.cash ?? null;
    const before = found[index + 1]?.last?.cash ?? null;
    return {
      ...{ from, until, cash, change: cash === null || before === null ? null : cash - before },
      ...{ revenue: last?.revenue30 ?? null, burn: last?.monthlyBurn ?? null, runwayDays: last?.runwayDays ?? null },
    };
  });
}
