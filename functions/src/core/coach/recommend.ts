import { formatFigure, type Place } from '../../model/figure-text.ts';
import { FIGURE_WORDS, figureNameSchema } from '../../model/figure-words.ts';
import type { Figures } from '../../model/figures.ts';
import type { DismissalReason, Recommendation, StatedFigure } from '../../model/recommendation.ts';
import { expiryOf } from '../../model/retention.ts';
import { DAY_MS } from '../triggering/zoned-time.ts';
import { coachTemplateOf, coachTemplates } from './templates/registry.ts';
import { type CoachTemplate, type Judged, judge } from './templates/template.ts';

/** As whose its recommendations are stored. */
export const COACH = 'coach';

/** People read a few, and none of a pile. */
export const MAX_A_DAY = 5;

/** How long one may be acted on, in days. */
const LIFE_DAYS = 14;
/** For how many days nothing of the kind is said again, after what has become of the last one. */
const SILENCE_DAYS = { expired: 7, accepted: 30 } as const;

interface Silence {
  /** In days. */
  readonly same: number;
  readonly similar: number;
  /** What counts as similar: what is about the same, or what rests on one of the same figures. */
  readonly by: 'topic' | 'figures';
}

/** For how long a person's no counts, by the reason that he gives. */
export const SILENCE_AFTER: Readonly<Record<DismissalReason, Silence>> = {
  not_relevant: { same: 180, similar: 60, by: 'topic' },
  // Until the data is mended: the same figures are as wrong in other words.
  wrong_data: { same: 14, similar: 14, by: 'figures' },
  // What was done takes its time to show.
  already_done: { same: 45, similar: 7, by: 'topic' },
  not_priority: { same: 30, similar: 14, by: 'topic' },
  // Nothing is known about those that are put differently.
  unclear: { same: 14, similar: 0, by: 'topic' },
  other: { same: 30, similar: 0, by: 'topic' },
};

/** What of earlier recommendations counts. Those without a `kind` count for nothing. */
export type Earlier = Pick<Recommendation, 'kind' | 'status' | 'dismissal' | 'createdAt' | 'updatedAt' | 'expiresAt'>;

interface Day {
  readonly figures: Figures;
  /** Of the last `LOOK_BACK_DAYS` at least, and all that are pending; in any order. */
  readonly earlier: readonly Earlier[];
  readonly place: Place;
  /** When the tenant's day has begun. */
  readonly dayStart: Date;
  readonly now: Date;
}

/** How far back earlier ones matter. */
export const LOOK_BACK_DAYS = Math.max(...Object.values(SILENCE_AFTER).map(({ same }) => same));

/** A recommendation that is not stored yet. */
export type Advice = Pick<
  Recommendation,
  'category' | 'title' | 'text' | 'priority' | 'figures' | 'tasks' | 'questions' | 'playbook' | 'outcome'
> & { readonly kind: string; readonly expiresAt: Date };

/**
 * The day's new recommendations, the most urgent first: at most `MAX_A_DAY` with those that the day has brought
 * already, one of a topic, and none of a kind that is pending or about which somebody wants to hear nothing now. The
 * same day gives the same ones; asked again after they are stored, it gives none of them twice.
 */
export function recommend({ figures, earlier, place, dayStart, now }: Day): readonly Advice[] {
  const today = earlier.filter(({ kind, createdAt }) => kind !== null && createdAt >= dayStart);
  const told = new Set(today.map(({ kind }) => coachTemplateOf(kind ?? '')?.topic));
  const fitting = coachTemplates.flatMap((template) => {
    if (earlier.some((one) => silences(one, template, now))) return [];
    const judged = judge(template, figures);
    return judged === null ? [] : [{ template, judged }];
  });
  const chosen: Advice[] = [];
  for (const { template, judged } of fitting.sort((a, b) => b.judged.priority - a.judged.priority)) {
    if (today.length + chosen.length >= MAX_A_DAY) break;
    if (told.has(template.topic)) continue;
    told.add(template.topic);
    chosen.push(adviceOf(template, judged, figures, place, now));
  }
  return chosen;
}

/** Whether it is too old to be acted on: it is to become `expired`. */
export function hasExpired({ status, expiresAt }: Pick<Earlier, 'status' | 'expiresAt'>, now: Date): boolean {
  return status === 'pending' && expiresAt !== null && expiresAt <= now;
}

function silences(one: Earlier, template: CoachTemplate, now: Date): boolean {
  const lasts = (since: Date, days: number) => now.getTime() < since.getTime() + days * DAY_MS;
  const isSame = one.kind === template.id;
  if (one.status === 'dismissed') {
    const { reason, at } = one.dismissal ?? { reason: 'other', at: one.updatedAt };
    const { same, similar, by } = SILENCE_AFTER[reason];
    return isSame ? lasts(at, same) : lasts(at, similar) && isSimilar(one, template, by);
  }
  if (!isSame) return false;
  if (one.status === 'accepted') return lasts(one.updatedAt, SILENCE_DAYS.accepted);
  if (one.status === 'pending' && !hasExpired(one, now)) return true;
  return lasts(one.expiresAt ?? one.updatedAt, SILENCE_DAYS.expired);
}

function isSimilar({ kind }: Earlier, { topic, needs }: CoachTemplate, by: Silence['by']): boolean {
  const other = coachTemplateOf(kind ?? '');
  if (other === undefined) return false;
  return by === 'topic' ? other.topic === topic : other.needs.some((name) => needs.includes(name));
}

function adviceOf(template: CoachTemplate, judged: Judged, figures: Figures, place: Place, now: Date): Advice {
  const { id, category, title, text, tasks, questions, playbook, outcome } = template;
  const stated = statedFigures(template, judged, place);
  const words = new Map(stated.map(({ key, text }) => [key, text]));
  const filled = (said: string) => said.replaceAll(/\{(\w+)\}/g, (_, key: string) => words.get(key) ?? '');
  const answers = playbook?.answers?.(judged.values) ?? {};
  const before = figures[outcome];
  return {
    kind: id,
    category,
    title: filled(title),
    text: filled(text),
    priority: judged.priority,
    figures: stated.map(({ key: _, ...figure }) => figure),
    tasks: [...tasks],
    questions: questions.map(({ ask }) => ask),
    playbook: playbook === null ? null : { templateId: playbook.template, answersJson: JSON.stringify(answers) },
    outcome: before === null ? null : { figure: outcome, before, after: null, measuredAt: null },
    expiresAt: new Date(now.getTime() + LIFE_DAYS * DAY_MS),
  };
}

function statedFigures({ works = {} }: CoachTemplate, { values }: Judged, place: Place) {
  return Object.entries(values).map(([key, value]): StatedFigure & { readonly key: string } => {
    const name = figureNameSchema.safeParse(key).data ?? null;
    const { label, unit } = name === null ? (works[key] ?? { label: key, unit: 'count' }) : FIGURE_WORDS[name];
    return { key, name, label, unit, value, text: formatFigure(unit, value, place) };
  });
}

/** As it is stored. */
export function recommendationOf(
  advice: Advice & Partial<Pick<Recommendation, 'wordedBy' | 'isSample'>>,
  { executionId, createdBy, now }: Pick<Recommendation, 'executionId' | 'createdBy'> & { readonly now: Date },
): Recommendation {
  const plain = { wordedBy: null, isSample: false };
  const fresh = { status: 'pending', dismissal: null, acceptance: null, measureAt: null } as const;
  const made = { executionId, createdBy, createdAt: now, updatedAt: now, expireAt: expiryOf('insight', now) };
  return { ...plain, ...advice, ...fresh, ...made };
}
