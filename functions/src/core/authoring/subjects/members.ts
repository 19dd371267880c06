import type { JsonObject } from '../../../model/json.ts';
import { celMoney, celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, figure, onDays, texts } from './gauge.ts';
import { lookAtDocuments, usualLook } from './look-at.ts';
import { isAskedFor } from './part.ts';
import type { Subject, SubjectEvent } from './subject.ts';

const who = '{{event.name}}{{has(event.plan) ? " (" + event.plan + ")" : ""}}';
const usual: Pick<SubjectEvent, 'named' | 'measures' | 'tells'> = {
  named: ['name', 'email', 'memberId', 'plan'],
  measures: { amount: figure('balanceDue', ['currency']), says: texts('plan', 'status') },
  tells: always,
};

const tellsDay = onDays(1, 3);

export const members: Subject = {
  id: 'members',
  agent: 'pops',
  category: 'members',
  events: [
    eventOf('member.joined', {
      ...usual,
      name: 'New Member',
      words: 'whenever a member joins',
      title: 'A new member',
      text: `There is a new member: ${who}.`,
    }),
    eventOf('member.canceled', {
      ...usual,
      name: 'Member Cancellation',
      words: 'whenever a member leaves',
      title: 'A member left',
      text: `${who} has canceled.`,
    }),
    eventOf('member.past_due', {
      ...usual,
      name: 'Past-Due Member Alert',
      words: 'whenever a member is past due',
      title: 'A member is past due',
      text: `${who} is past due and owes {{${celMoney('event.balanceDue', null)}}}.`,
    }),
    eventOf('member.trial_ending', {
      ...usual,
      name: 'Trial Ending',
      words: 'whenever the trial of a member is about to end',
      measures: { ...usual.measures, value: figure('daysLeft', ['days', 'count'], true) },
      tells: (condition) => condition.measure !== 'value' || tellsDay(condition),
      title: 'A trial ends soon',
      text: `The trial of ${who} ends in {{event.daysLeft}} {{event.daysLeft == 1 ? "day" : "days"}}.`,
    }),
  ],
  look: {
    ...usualLook,
    name: 'Past-Due Members',
    steps: () => [{ action: 'get_past_due_members', params: { limit: 200 } }],
    list: () => 'steps.get_past_due_members.items',
    named: ['name', 'email', 'plan'],
    example: {
      id: 'm1',
      name: 'Ada',
      email: 'ada@example.com',
      phone: null,
      status: 'past_due',
      plan: 'gold',
      source: null,
      amountDue: 40,
      dueAt: '2026-01-14',
      daysPastDue: 1,
    },
    measures: {
      amount: figure('amountDue', ['currency'], true),
      total: figure('amountDue', ['currency'], true),
      days_past_due: figure('daysPastDue', ['days', 'count']),
      says: texts('plan', 'status'),
    },
    title: 'Members who are past due',
    line: (it) =>
      `${celOr(`${it}.name`, 'A member')} + ": " + ${celMoney(`${it}.amountDue`, null)} + (has(${it}.daysPastDue) ? ", " + string(${it}.daysPastDue) + " days past due" : "")`,
    words: () => 'look for members who are past due',
    one: 'a member',
    outputs: (items) => ({ get_past_due_members: audienceOf(items) }),
  },
  whole: {
    isMeant: (contract) => !isAskedFor(contract, ['days_past_due', 'amount', 'total']),
    look: {
      ...lookAtDocuments({ collection: 'members', by: 'name' }),
      name: 'Member List',
      named: ['name', 'email', 'plan'],
      example: { id: 'm1', name: 'Ada', email: 'ada@example.com', status: 'active', plan: 'gold' },
      measures: { says: texts('plan', 'status') },
      title: 'Your members',
      line: (it) =>
        `${celOr(`${it}.name`, 'A member')} + (has(${it}.email) ? " (" + ${it}.email + ")" : "") + (has(${it}.plan) ? ", " + ${it}.plan : "") + (has(${it}.status) ? ", " + ${it}.status : "")`,
      words: () => 'list your members',
      one: 'a member',
    },
  },
};

/** What the steps that look for people give. */
export function audienceOf(items: readonly JsonObject[]): JsonObject {
  const due = items.reduce((sum, { amountDue }) => sum + Number(amountDue ?? 0), 0);
  return {
    items: [...items],
    count: items.length,
    nextCursor: null,
    total: items.length,
    withEmail: items.length,
    byStatus: [],
    byPlan: [],
    bySource: [],
    amountDue: { total: due, average: due, largest: due },
    isCut: false,
    summary: `${items.length} found.`,
  };
}
