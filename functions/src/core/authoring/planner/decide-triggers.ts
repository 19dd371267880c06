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
  'customer.inactive': days('days_inactive', '>=', 30),
  'invoice.past_due': days('days_past_due', '>=', 1),
  'member.past_due': days('days_past_due', '>=', 1),
  'order.paid': status('==', 'paid'),
  'order.refunded': status('==', 'refunded'),
  'order.canceled': status('contains', 'cancel'),
  'campaign.started': status('==', 'running'),
  'campaign.completed': status('==', 'completed'),
};
/** Told on several days: the first of them, where none was said. */
const ONCE: Readonly<Record<string, ContractCondition>> = {
  'invoice.past_due': days('days_past_due', '==', 1),
  'customer.inactive': days('days_inactive', '==', 30),
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

function days(
  measure: 'days_past_due' | 'days_inactive',
  operator: ContractCondition['operator'],
  value: number,
): ContractCondition {
  return { measure, operator, value, unit: 'days', base: 'none', of: null };
}

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
    if (subject === 'metrics' && conditions.some(({ base }) => base === 'price before'))
      return ask(sentence, 'base', 'Compared with what? I can tell you each change of it by so much, as it happens.');
    // "Unpaid invoices over $500" reads as one that is made; at a time it is a list.
    const isList = subject === 'invoices' && isOfOpen(wish, conditions);
    const untold = events.find((name) => ONLY_TOLD.has(name) && !(isList && name === 'invoice.created'));
    if (untold !== undefined) return eachTime(subject, untold);
    const isBare = events.length === 0 && conditions.every(({ measure }) => measure === 'count');
    if (isBare && subject === 'stock') return whichStock(wish);
    if (isBare && subject === 'invoices' && !isList) return whichInvoices(wish);
    const states = events.flatMap((name) => STATES[name] ?? []);
    const isTold = states.length > 0 && !conditions.some(({ measure }) => measure === states[0]?.measure);
    return { triggers: schedule.triggers, assumptions: schedule.assumptions, conditions: isTold ? states : [] };
  }
  if (subject === 'nothing') return ask(sentence, 'time', 'When shall I do that?', later(sentence));
  if (events.length > 0) return byEvents(subject, events, wish, conditions, facts);
  return byMeasure(subject, wish, conditions);
}

/** A list of all that there is would be long, and nobody has asked for what is low. */
function whichStock({ sentence }: Wish): Answer {
  const choices = ['Only what is low or out of stock', 'Fewer than 10 left'];
  return ask(
    sentence,
    'which',
    'I list what is low or out of stock, or below a number of your own. Which is it?',
    choices,
  );
}

const OPEN = new Set('unpaid outstanding open due owed owing receivable receivables unbezahlt offene'.split(' '));

function isOfOpen({ tokens }: Wish, conditions: readonly ContractCondition[]): boolean {
  return conditions.some(({ measure }) => measure === 'days_past_due') || tokens.some(({ text }) => OPEN.has(text));
}

function whichInvoices({ sentence }: Wish): Answer {
  const choices = ['The unpaid invoices', 'The overdue invoices'];
  return ask(sentence, 'which', 'Which invoices: those that are not paid yet, or those that are overdue?', choices);
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
  if (!isTold) return byMeasure(subject, wish, conditions);
  const named = [...new Set(wish.happenings.flatMap(({ value }) => value.conditions.flatMap((one) => one.of ?? [])))];
  const [of = null, other] = named;
  if (other !== undefined)
    return ask(wish.sentence, 'which', `One of them in one playbook. Which one first: ${named.join(' or ')}?`, named);
  const isSaid = of === null || conditions.some((one) => one.of !== null);
  const triggers = events.map((name) => event(name, isSaid ? null : ofOne(subject, name, of, facts)));
  const once = events.length === 1 ? onceOnly(ONCE[events[0] ?? ''], conditions) : null;
  if (once === null) return { triggers, assumptions: [], conditions: [] };
  return {
    triggers,
    assumptions: [
      `no number of days was said, so it is once, ${once.value === 1 ? 'on day 1' : `after ${once.value}`}`,
    ],
    conditions: [once],
  };
}

/** Null where a number of days was said. */
function onceOnly(
  first: ContractCondition | undefined,
  conditions: readonly ContractCondition[],
): ContractCondition | null {
  const isSaid = conditions.some(
    ({ measure, operator, value }) => measure === first?.measure && !(operator === '>=' && value === 1),
  );
  return first === undefined || isSaid ? null : first;
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

function byMeasure(subject: SubjectId, wish: Wish, conditions: readonly ContractCondition[]): DecidedTriggers | Answer {
  const { sentence } = wish;
  const gaps = conditions.filter(({ measure }) => measure === 'price_gap' || measure === 'undercutting');
  if (subject === 'competitor_prices' && gaps.length > 0) return undercut(wish, gaps);
  const told = conditions.map((one) => triggersFor(subject, one));
  const shared = told
    .flatMap(({ events }) => events)
    .filter((name) => told.every(({ events }) => events.includes(name)));
  const best = EACH.find((name) => shared.includes(name)) ?? shared[0];
  if (best !== undefined) return { triggers: [event(best)], assumptions: [], conditions: [] };
  return ask(sentence, 'time', 'How often shall I look?', later(sentence));
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
