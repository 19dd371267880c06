import type { Place } from '@model/figure-text.ts';
import { FIGURE_WORDS } from '@model/figure-words.ts';
import type { FigureName } from '@model/figures.ts';
import type { Recommendation, RecommendationCategory } from '@model/recommendation.ts';
import { figureText, type Verdict, verdictOf } from './coach-words.ts';

const DAY_MS = 24 * 3_600_000;

export const URGENCIES = ['now', 'soon', 'later'] as const;
export type Urgency = (typeof URGENCIES)[number];

export const urgencyWords: Readonly<Record<Urgency, string>> = {
  now: 'Now',
  soon: 'Soon',
  later: 'When there is time',
};

/** How soon it wants to be looked at, by its priority of 0 to 100. */
export function urgencyOf(priority: number): Urgency {
  if (priority >= 70) return 'now';
  return priority >= 45 ? 'soon' : 'later';
}

interface Ranked {
  readonly data: Pick<Recommendation, 'priority' | 'expiresAt'>;
}

export interface Group<T> {
  readonly urgency: Urgency;
  readonly entries: readonly T[];
}

/** The most urgent first, without groups that are empty, and without what is too old to be acted on. */
export function groupsOf<T extends Ranked>(entries: readonly T[], now: Date): readonly Group<T>[] {
  const shown = entries
    .filter(({ data: { expiresAt } }) => expiresAt === null || expiresAt > now)
    .toSorted((a, b) => b.data.priority - a.data.priority);
  return URGENCIES.map((urgency) => ({
    urgency,
    entries: shown.filter(({ data }) => urgencyOf(data.priority) === urgency),
  })).filter((group) => group.entries.length > 0);
}

/** How long it may still be acted on, such as `5 days left`; null where it stays. */
export function daysLeft(expiresAt: Date | null, now: Date): string | null {
  if (expiresAt === null) return null;
  const days = Math.ceil((expiresAt.getTime() - now.getTime()) / DAY_MS);
  if (days <= 0) return 'Expired';
  return days === 1 ? 'Last day' : `${days} days left`;
}

/** What became of a figure after a recommendation was taken up. */
export interface Effect {
  readonly label: string;
  readonly before: string;
  /** Null: it is too early to say. */
  readonly after: string | null;
  readonly verdict: Verdict | null;
}

export function effectOf({ outcome }: Pick<Recommendation, 'outcome'>, place: Place): Effect | null {
  if (outcome === null) return null;
  const { figure, before, after } = outcome;
  const { label, unit, better } = FIGURE_WORDS[figure];
  return {
    label,
    before: figureText(unit, before, place),
    after: after === null ? null : figureText(unit, after, place),
    verdict: after === null ? null : verdictOf({ before, now: after }, better),
  };
}

const SHOWN_FIGURES = 4;

/** What tells most about each category, beside what a recommendation itself names. */
const TELLING: Readonly<Record<RecommendationCategory, readonly FigureName[]>> = {
  cash_flow: ['cash', 'monthlyBurn', 'runwayDays', 'overdueReceivables'],
  inventory: ['inventoryValue', 'inventoryTurns', 'lowStockItems', 'overstockValue'],
  revenue: ['revenue30', 'revenueGrowth', 'orders30', 'averageOrder'],
  profitability: ['netMargin', 'grossMargin', 'discountRate', 'refundRate'],
  operations: ['efficiency', 'overdueTasks', 'openTasks', 'dso'],
  growth: ['newCustomers30', 'activeCustomers', 'repeatRate', 'lapsedCustomers'],
};

/** The four figures that are shown of it: those that it rests on first. Those worked out of others are in no history. */
export function detailFigures(
  recommendation: Pick<Recommendation, 'category' | 'figures' | 'outcome'>,
): readonly FigureName[] {
  const { category, figures, outcome } = recommendation;
  const named = figures.flatMap(({ name }) => (name === null ? [] : [name]));
  const measured = outcome === null ? [] : [outcome.figure];
  return [...new Set([...named, ...measured, ...TELLING[category]])].slice(0, SHOWN_FIGURES);
}

/** Those that somebody has decided, or nobody in time, since a day; the newest first. */
export function endedSince<T extends { readonly data: Pick<Recommendation, 'status' | 'updatedAt'> }>(
  entries: readonly T[],
  since: Date,
): readonly T[] {
  return entries
    .filter(({ data: { status, updatedAt } }) => status !== 'pending' && updatedAt >= since)
    .toSorted((a, b) => b.data.updatedAt.getTime() - a.data.updatedAt.getTime());
}
