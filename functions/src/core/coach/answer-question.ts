import { formatFigure, type Place } from '../../model/figure-text.ts';
import type { Insight } from '../../model/insight.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Recommendation, StatedFigure } from '../../model/recommendation.ts';
import { nearest } from '../authoring/nearest.ts';
import { DAY_MS } from '../triggering/zoned-time.ts';
import type { SpokenOf } from './spoken-of.ts';
import type { Look, QuickQuestion } from './templates/question.ts';
import { coachTemplateOf } from './templates/registry.ts';

/** The quick question of a recommendation that somebody asks in its own words, or nearly so (`isNear`); null: none. */
export function quickQuestion(
  { kind, questions }: Pick<Recommendation, 'kind' | 'questions'>,
  said: string,
  isNear: boolean,
): QuickQuestion | null {
  const known = coachTemplateOf(kind ?? '')?.questions.filter(({ ask }) => questions.includes(ask)) ?? [];
  const wanted = bare(said);
  const meant = known.find(({ ask }) => bare(ask) === wanted);
  if (meant !== undefined || !isNear) return meant ?? null;
  const near = nearest(
    essence(said),
    known.map(({ ask }) => essence(ask)),
  );
  return known.find(({ ask }) => essence(ask) === near) ?? null;
}

function bare(sentence: string): string {
  return sentence
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Without the words that people put in or leave out. */
function essence(sentence: string): string {
  const words = bare(sentence).split(' ');
  return words.filter((word) => !SMALL.has(word)).join(' ');
}
const SMALL = new Set('the a an my our please and so then now exactly actually'.split(' '));

/** An answer with the figures that the recommendation states, as they stand in its text. */
export function withFigures(answer: string, { kind, figures }: Pick<Recommendation, 'kind' | 'figures'>): string {
  const works = coachTemplateOf(kind ?? '')?.works ?? {};
  const stated = (key: string) =>
    figures.find(({ name, label }) => (name === null ? label === works[key]?.label : name === key));
  return answer.replaceAll(/\{(\w+)\}/g, (_, key: string) => stated(key)?.text ?? 'a figure that is not known');
}

/** A look as `query_data` is asked. */
export function lookParams({ collection, filter, order, limit, columns }: Look, now: Date): JsonObject {
  const where = filter.map(({ field, op, value }) => ({ field, op, value: valueAt(value, now) }));
  return { collection, where, orderBy: { ...order }, limit, fields: [...columns] };
}

function valueAt(value: Look['filter'][number]['value'], now: Date): string | number | boolean | string[] {
  if (typeof value !== 'object') return value;
  return 'daysAgo' in value ? new Date(now.getTime() - value.daysAgo * DAY_MS).toISOString() : [...value];
}

/** The quick questions with what is answered to them, for a model to go by: in words, or as `query_data` is asked. */
export function prepared(recommendation: Recommendation, now: Date): JsonObject[] {
  return recommendation.questions.map((question): JsonObject => {
    const answer = quickQuestion(recommendation, question, false)?.answer;
    if (answer === undefined) return { question };
    if (typeof answer === 'string') return { question, answer: withFigures(answer, recommendation) };
    return answer.kind === 'tasks' ? { question } : { question, query_data: lookParams(answer, now) };
  });
}

/** What a recommendation rests on: its figures, how they stand now, and how they stood the time before. */
export function whyWords({ recommendation, latest, before }: SpokenOf, place: Place): string {
  const { figures } = recommendation;
  const lines = figures.map((figure) => `- ${figureWords(figure, { latest, before, place })}`);
  const rests = lines.length === 0 ? NO_FIGURES : `It rests on these figures:\n${lines.join('\n')}`;
  return [rests, ...(latest === null ? [] : [scoreWords(latest, before)])].join('\n\n');
}

const NO_FIGURES = 'A playbook of yours wrote this recommendation; it keeps no figures beside its text.';

interface Moved {
  readonly latest: Insight | null;
  readonly before: Insight | null;
  readonly place: Place;
}

function figureWords({ name, label, unit, text }: StatedFigure, { latest, before, place }: Moved): string {
  const on = (insight: Insight | null): string | null => {
    const value = name === null ? null : (insight?.figures[name] ?? null);
    return value === null || insight === null ? null : `${formatFigure(unit, value, place)} on ${dayWords(insight)}`;
  };
  const [now, then] = [on(latest), on(before)];
  const moved = [now?.startsWith(`${text} on `) ? null : now, then].filter((one) => one !== null);
  return `**${label}**: ${text}${moved.length === 0 ? '' : ` (${moved.join(', ')})`}`;
}

function scoreWords({ score, known, ...latest }: Insight, before: Insight | null): string {
  const was = before === null ? '' : `, after ${before.score} on ${dayWords(before)}`;
  return `Your health score is ${score} of 100 on ${dayWords(latest)}${was}; ${known} % of it rests on data.`;
}

function dayWords({ date }: Pick<Insight, 'date'>): string {
  return new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(date));
}

/** What to do first. */
export function firstWords({ tasks }: Pick<Recommendation, 'tasks'>): string {
  if (tasks.length === 0)
    return 'It names no tasks of its own. An action plan gives it some, each with a day and a name.';
  const lines = tasks.map(({ title, priority, dueInDays }, index) => {
    const days = dueInDays === 1 ? 'a day' : `${dueInDays} days`;
    return `${index + 1}. ${title} (${priority}, within ${days})`;
  });
  return `Begin with these, in this order:\n${lines.join('\n')}`;
}
