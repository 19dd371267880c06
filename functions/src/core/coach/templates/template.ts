import type { Unit } from '../../../model/figure-words.ts';
import type { FigureName, Figures } from '../../../model/figures.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Recommendation, RecommendationCategory } from '../../../model/recommendation.ts';
import type { QuickQuestion } from './question.ts';

/** What a recommendation is about, across the categories: who has no use for one has little for another of its topic. */
type Topic =
  | 'runway'
  | 'collecting'
  | 'paying'
  | 'shortage'
  | 'surplus'
  | 'sales'
  | 'loyalty'
  | 'prices'
  | 'margin'
  | 'dependence'
  | 'work'
  | 'reviews'
  | 'reach';

/** Beyond it a figure is a slip, or a division by nearly nothing. */
const MOST = 1e12;

/** A figure that is worked out of those of the day. Not finite: it cannot be told, and nothing is recommended. */
interface Derived<N extends FigureName> {
  readonly label: string;
  readonly unit: Unit;
  of(figures: Readonly<Record<N, number>>): number;
}

/**
 * How bad it is, by one figure: from `mild` on it is worth a word, with the first priority; at `grave` and beyond the
 * second one is due. In between it rises evenly. `grave` lies on the bad side of `mild`, above or below.
 */
interface Scale {
  /** A name of `needs` or `works`. */
  readonly by: string;
  readonly mild: number;
  readonly grave: number;
  readonly priority: readonly [number, number];
}

/** The playbook that would look after it. */
interface Suggested<N extends FigureName> {
  /** The id of a template of playbooks. */
  readonly template: string;
  /** What follows from the figures; all else is asked. */
  answers?(figures: Readonly<Record<N, number>>): JsonObject;
}

interface Definition<N extends FigureName> {
  readonly id: string;
  readonly category: RecommendationCategory;
  readonly topic: Topic;
  /** Without one of these it says nothing; the weightiest first, as they are shown. */
  readonly needs: readonly [N, ...N[]];
  readonly works?: Readonly<Record<string, Derived<N>>>;
  readonly scale: Scale;
  /** What must hold besides, such as that there is enough to judge by. */
  readonly provided?: (figures: Readonly<Record<N, number>>) => boolean;
  /** With `{name}` for a figure. Whatever is a figure stands so: no digits, no numbers in words. */
  readonly title: string;
  readonly text: string;
  /** Of `needs`: by which its effect is told. */
  readonly outcome: N;
  readonly tasks: Recommendation['tasks'];
  readonly questions: readonly QuickQuestion[];
  readonly playbook: Suggested<N> | null;
}

/** A recommendation that waits for its occasion. */
export interface CoachTemplate extends Definition<FigureName> {}

/** It can read no figure but those that it needs. */
export function defineAdvice<N extends FigureName>(definition: Definition<N>): CoachTemplate {
  return definition;
}

/** One thing to do, with a priority, within so many days. */
export function task(title: string, priority: Recommendation['tasks'][number]['priority'], dueInDays: number) {
  return { title, priority, dueInDays };
}

/** An amount to ask from: the value in two figures, as large as a question of a playbook's template takes it. */
export function roundAmount(value: number): number {
  return Number(Math.min(Math.max(value, 1), 1_000_000).toPrecision(2));
}

export interface Judged {
  /** What it needs, and what it works out of that; in that order, and nothing else. */
  readonly values: Readonly<Record<FigureName, number>> & Readonly<Record<string, number>>;
  /** 0 to 100, whole. */
  readonly priority: number;
}

/** What a template makes of the day's figures: null where one is missing, or where there is no occasion. */
export function judge({ needs, works = {}, scale, provided }: CoachTemplate, figures: Figures): Judged | null {
  if (needs.some((name) => figures[name] === null)) return null;
  // Not all names: `defineAdvice` has seen to it that no others are read.
  const known = Object.fromEntries(needs.map((name) => [name, figures[name]])) as Record<FigureName, number>;
  const worked = Object.entries(works).map(([name, { of }]) => [name, of(known)] as const);
  const values: Judged['values'] = { ...known, ...Object.fromEntries(worked) };
  const isTold = Object.values(values).every((value) => Math.abs(value) <= MOST);
  if (!isTold || provided?.(known) === false) return null;
  const priority = priorityOf(scale, values[scale.by] ?? Number.NaN);
  return priority === null ? null : { values, priority };
}

/** Rises with how bad it is; null where it is not bad. */
export function priorityOf({ mild, grave, priority: [first, last] }: Scale, value: number): number | null {
  const way = (value - mild) / (grave - mild);
  if (!(way >= 0)) return null;
  return Math.round(first + (last - first) * Math.min(way, 1));
}
