import { formatFigure, type Place } from '@model/figure-text.ts';
import { FIGURE_WORDS, type Unit } from '@model/figure-words.ts';
import { ENDLESS_DAYS, type FigureName } from '@model/figures.ts';
import type { HealthInput, HealthPart, Insight } from '@model/insight.ts';
import type { DismissalReason, RecommendationCategory } from '@model/recommendation.ts';
import type { Tone } from '../../../lib/status.ts';
import type { Change } from './history.ts';

export const partWords: Readonly<Record<HealthPart, string>> = {
  cash_flow: 'Cash flow',
  operations: 'Operations',
  revenue: 'Revenue',
  profitability: 'Profitability',
};

export const inputWords: Readonly<Record<HealthInput, { readonly label: string; readonly unit: Unit }>> = {
  runway: { label: 'Runway', unit: 'days' },
  burn: { label: 'Burn, of the revenue', unit: 'share' },
  dso: { label: 'Days until you are paid', unit: 'days' },
  efficiency: { label: 'Done in time', unit: 'share' },
  growth: { label: 'Growth', unit: 'share' },
  net_margin: { label: 'Net margin', unit: 'share' },
};

export const categoryWords: Readonly<Record<RecommendationCategory, string>> = {
  cash_flow: 'Cash flow',
  inventory: 'Inventory',
  revenue: 'Revenue',
  profitability: 'Profitability',
  operations: 'Operations',
  growth: 'Growth',
};

/** Why somebody has no use for a recommendation, as he would say it. */
export const reasonWords: Readonly<Record<DismissalReason, string>> = {
  not_relevant: 'It does not concern us',
  wrong_data: 'Its figures are wrong',
  already_done: 'We have done it already',
  not_priority: 'Other things come first',
  unclear: 'I do not understand it',
  other: 'Something else',
};

/** How a part's score is seen. */
export function scoreTone(score: number): Tone {
  if (score >= 70) return 'good';
  return score >= 40 ? 'warn' : 'bad';
}

/** How the whole is seen and said. A low score that gaps alone could account for is no verdict on the business. */
export function scoreLook({ score, known }: Pick<Insight, 'score' | 'known'>): {
  readonly tone: Tone;
  readonly word: string;
} {
  if (known < 50 && score < 40) return { tone: 'neutral', word: 'Too little is known' };
  const word = score >= 70 ? 'In good health' : score >= 40 ? 'Could be better' : 'Needs your care';
  return { tone: scoreTone(score), word };
}

/** A figure for people; what lasts for ever says so. */
export function figureText(unit: Unit, value: number, place: Place): string {
  if (unit === 'days' && value >= ENDLESS_DAYS) return 'no end in sight';
  return formatFigure(unit, value, place);
}

/** The same of a figure by name; null where it is not known. */
export function namedFigure(name: FigureName, value: number | null, place: Place): string | null {
  return value === null ? null : figureText(FIGURE_WORDS[name].unit, value, place);
}

export type Verdict = 'better' | 'worse' | 'same' | 'moved';

/** Whether a move is good news; `moved` where that depends. */
export function verdictOf({ before, now }: Pick<Change, 'before' | 'now'>, better: 'up' | 'down' | null): Verdict {
  if (before === now) return 'same';
  if (better === null) return 'moved';
  return now > before === (better === 'up') ? 'better' : 'worse';
}

/** `up €1,200`, `down 3 points`, `as it was`. */
export function changeText(unit: Unit, { before, now }: Pick<Change, 'before' | 'now'>, place: Place): string {
  const difference = now - before;
  if (difference === 0) return 'as it was';
  const way = difference > 0 ? 'up' : 'down';
  const size = Math.abs(difference);
  // From or to no end there is no saying by how much.
  if (unit === 'days' && Math.max(before, now) >= ENDLESS_DAYS) return way;
  if (unit !== 'share') return `${way} ${formatFigure(unit, size, place)}`;
  const points = formatFigure('stars', size * 100, place);
  return `${way} ${points} ${points === '1' ? 'point' : 'points'}`;
}

/** `Nov 21` */
export function dayText(day: string, withYear = false): string {
  const format: Intl.DateTimeFormatOptions = { timeZone: 'UTC', month: 'short', day: 'numeric' };
  const at = new Date(`${day}T00:00:00Z`);
  return new Intl.DateTimeFormat('en-US', { ...format, ...(withYear && { year: 'numeric' }) }).format(at);
}
