import { celLower, celMoney, celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { EXAMPLE_NOW } from './examples-time.ts';
import { always, figure, onDays } from './gauge.ts';
import { lookAtDocuments } from './look-at.ts';
import type { Gauge, Subject } from './subject.ts';

const DAY_MS = 86_400_000;
const units: readonly string[] = ['days', 'count', 'none'];

/** Whole days since the last order; `== 60` is the day on which it is 60 days ago. */
const away: Gauge = {
  holds: (it, { operator, value, unit }) => {
    if (!units.includes(unit) || typeof value !== 'number' || operator === 'contains') return null;
    const since = `now - timestamp(${it}.lastOrderAt)`;
    const days = (count: number) => `duration("${count * 24}h")`;
    // The 31st day has begun when more than 30 are over.
    const from = operator === '>' ? value + 1 : operator === '<=' ? value + 1 : value;
    const isOver = `${since} ${operator === '<' || operator === '<=' ? '<' : '>='} ${days(from)}`;
    const both = operator === '==' ? `${isOver} && ${since} < ${days(value + 1)}` : isOver;
    return `has(${it}.lastOrderAt) && ${both}`;
  },
  at: (value) => ({ lastOrderAt: new Date(EXAMPLE_NOW.getTime() - Number(value) * DAY_MS).toISOString() }),
};

const who = `{{event.name}}{{has(event.email) ? " (" + event.email + ")" : ""}}`;

export const customers: Subject = {
  id: 'customers',
  agent: 'craig',
  category: 'customers',
  events: [
    eventOf('customer.created', {
      name: 'New Customer',
      named: ['name', 'email', 'customerId'],
      measures: {},
      words: 'whenever there is a new customer',
      title: 'New customer',
      text: `There is a new customer: ${who}.`,
      tells: always,
    }),
    eventOf('customer.inactive', {
      name: 'Inactive Customer Alert',
      named: ['name', 'email', 'customerId'],
      measures: { days_inactive: figure('days', ['days', 'count'], true) },
      words: 'whenever a customer has stayed away for 30, 60 or 90 days',
      onDay: (days) => `whenever a customer has stayed away for ${days} days`,
      title: 'A customer stays away',
      text: `${who} has not ordered for {{event.days}} days.`,
      tells: onDays(30, 60, 90),
    }),
  ],
  look: {
    ...lookAtDocuments({ collection: 'customers', by: 'lastOrderAt' }),
    name: 'Customer List',
    named: ['name', 'email'],
    example: {
      id: 'ada',
      name: 'Ada',
      email: 'ada@example.com',
      lastOrderAt: '2026-01-14T12:00:00.000Z',
      totalSpent: 100,
    },
    measures: {
      days_inactive: away,
      amount: figure('totalSpent', ['currency']),
      total: figure('totalSpent', ['currency']),
    },
    title: 'Your customers',
    line: (it) =>
      `${celOr(`${it}.name`, 'A customer')} + (${celLower(`${it}.email`)} == "" ? "" : " (" + ${it}.email + ")") + (has(${it}.lastOrderAt) ? ", last order " + date(${it}.lastOrderAt, org.timezone) : "") + (has(${it}.totalSpent) ? ", " + ${celMoney(`${it}.totalSpent`, null)} : "")`,
    words: () => 'look at your customers',
    one: 'a customer',
  },
};
