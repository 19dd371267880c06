import type { ContractCondition, SubjectId } from '../../../model/contract.ts';
import type { TriggerDraft } from '../../../model/trigger.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { subjects, triggersFor } from '../subjects/subjects.ts';
import { type Answer, ask, refuse } from './answers.ts';
import type { Wish } from './wish.ts';

export interface DecidedTriggers {
  readonly triggers: readonly TriggerDraft[];
  readonly assumptions: readonly string[];
  /** What an event says by itself and a look at a time has to ask. */
  readonly conditions: readonly ContractCondition[];
}

/** Of several events that tell of a measure, the one that tells of each change. */
const EACH = ['competitor.price_changed', 'price.changed', 'order.created', 'invoice.created', 'review.created'];
/** What is asked at a time of what an event would have told by itself. */
const STATES: Readonly<Record<string, ContractCondition>> = {
  'inventory.out_of_stock': {
    measure: 'quantity',
    operator: '<=',
    value: 0,
    unit: 'count',
    base: 'none',
    of: null,
  },
  'review.negative': { measure: 'rating', operator: '<=', value: 2, unit: 'stars', base: 'none', of: null },
  'customer.inactive': { measure: 'days_inactive', operator: '>=', value: 30, unit: 'days', base: 'none', of: null },
  'order.paid': status('==', 'paid'),
  'order.refunded': status('==', 'refunded'),
  'order.canceled': status('contains', 'cancel'),
  'campaign.started': status('==', 'running'),
  'campaign.completed': status('==', 'completed'),
};
/** What is told each time that it happens, and cannot be listed at a time: nothing of it is kept but the event. */
const ONLY_TOLD: ReadonlySet<string> = new Set([
  'member.joined',
  'member.canceled',
  'member.trial_ending',
  'customer.created',
  'invoice.created',
  'invoice.paid',
  'order.fulfilled',
]);

function status(operator: ContractCondition['operator'], value: string): ContractCondition {
  return { measure: 'says', operator, value, unit: 'none', base: 'none', of: null };
}

/** When it starts: at the times that were said, or else at the event that tells of it, or else that is asked. */
export function decideTriggers(
  subject: SubjectId,
  wish: Wish,
  conditions: readonly ContractCondition[],
  facts: AuthoringFacts,
): DecidedTriggers | Answer {
  const { schedule, sentence } = wish;
  const happenings = wish.happenings.filter(({ value }) => value.subject === subject);
  const events = [...new Set(happenings.map(({ value }) => value.eventName))];
  if (schedule?.kind === 'schedule') {
    const untold = events.find((name) => ONLY_TOLD.has(name));
    if (untold !== undefined) return eachTime(subject, untold);
    const states = events.flatMap((name) => STATES[name] ?? []);
    const isTold = states.length > 0 && !conditions.some(({ measure }) => measure === states[0]?.measure);
    return { triggers: schedule.triggers, assumptions: schedule.assumptions, conditions: isTold ? states : [] };
  }
  if (subject === 'nothing') return ask(sentence, 'time', 'When shall I do that?', later(sentence));
  if (events.length > 0) return byEvents(subject, events, wish, conditions, facts);
  return byMeasure(subject, wish, conditions, facts);
}

function eachTime(subject: SubjectId, eventName: string): Answer {
  const words = subjects[subject].events.find((one) => one.eventName === eventName)?.words ?? 'whenever it happens';
  return refuse('That I can tell you each time it happens, but I cannot list it at a time.', [`Email me ${words}`]);
}

function byEvents(
  subject: SubjectId,
  events: readonly string[],
  wish: Wish,
  conditions: readonly ContractCondition[],
  facts: AuthoringFacts,
): DecidedTriggers | Answer {
  const isTold = conditions.every((one) => {
    const telling = triggersFor(subject, one).events;
    return events.every((name) => telling.includes(name) || (name.endsWith('.past_due') && one.value === 1));
  });
  if (!isTold) return byMeasure(subject, wish, conditions, facts);
  const of = wish.happenings.flatMap(({ value }) => value.conditions.flatMap((one) => one.of ?? []))[0] ?? null;
  const isSaid = of === null || conditions.some((one) => one.of !== null);
  const triggers = events.map((name) => event(name, isSaid ? null : ofOne(subject, name, of, facts)));
  return { triggers, assumptions: [], conditions: [] };
}

/** Only where it is about the one that was named. */
function ofOne(subject: SubjectId, eventName: string, of: string, facts: AuthoringFacts): string | null {
  const named = subjects[subject].events.find((one) => one.eventName === eventName)?.named ?? [];
  const isRival = facts.competitors.some(({ name }) => name === of);
  const field = isRival && named.includes('competitor') ? 'competitor' : named[0];
  return field === undefined ? null : `event.${field} == ${JSON.stringify(of)}`;
}

function event(eventName: string, filter: string | null = null): TriggerDraft {
  return { type: 'event', eventName, filter, debounce: null, batch: null };
}

function hourly({ timezone }: AuthoringFacts): DecidedTriggers {
  return {
    triggers: [
      {
        type: 'schedule',
        cron: '0 * * * *',
        timezone,
        every: 1,
        anchor: null,
        dayOfMonth: null,
        weekOfMonth: null,
        until: null,
        catchUpPolicy: 'latest',
      },
    ],
    assumptions: ['no event tells of that figure, so I look every hour'],
    conditions: [],
  };
}

function byMeasure(
  subject: SubjectId,
  wish: Wish,
  conditions: readonly ContractCondition[],
  facts: AuthoringFacts,
): DecidedTriggers | Answer {
  const { sentence } = wish;
  const gaps = conditions.filter(({ measure }) => measure === 'price_gap' || measure === 'undercutting');
  if (subject === 'competitor_prices' && gaps.length > 0) return undercut(wish, gaps);
  const told = conditions.map((one) => triggersFor(subject, one));
  const shared = told
    .flatMap(({ events }) => events)
    .filter((name) => told.every(({ events }) => events.includes(name)));
  const best = EACH.find((name) => shared.includes(name)) ?? shared[0];
  if (best !== undefined) return { triggers: [event(best)], assumptions: [], conditions: [] };
  const isFigure = conditions.length > 0 && (subject === 'stock' || subject === 'metrics');
  return isFigure ? hourly(facts) : ask(sentence, 'time', 'How often shall I look?', later(sentence));
}

/** An event tells of each price that was recorded; whether the pages are looked at is another playbook's. */
function undercut(wish: Wish, gaps: readonly ContractCondition[]): DecidedTriggers | Answer {
  const isAny = gaps.every(
    ({ measure, operator, value }) => measure === 'price_gap' && operator === '>' && value === 0,
  );
  const isCount = gaps.some(({ measure }) => measure === 'undercutting');
  if (!wish.atOnce || isCount) return ask(wish.sentence, 'time', 'How often shall I look?', later(wish.sentence));
  return {
    triggers: [event(isAny ? 'competitor.undercut' : 'competitor.price_changed')],
    assumptions: ['I hear of a price when it is recorded by a playbook that scans their pages'],
    conditions: [],
  };
}

function later(sentence: string): readonly string[] {
  const said = sentence.trim().replace(/[.!?]+$/, '');
  return [`${said} every morning`, `${said} every hour`];
}
