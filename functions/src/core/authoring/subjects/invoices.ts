import { CLOSED_INVOICE } from '../../../model/invoice-status.ts';
import { celLower, celMoney, celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, figure, onDays } from './gauge.ts';
import { lookAtDocuments, usualLook } from './look-at.ts';
import { isAskedFor } from './part.ts';
import type { Subject, SubjectEvent } from './subject.ts';

const invoice = `Invoice {{fallback(event.number, event.invoiceId)}}{{has(event.email) ? " to " + event.email : ""}} ({{${celMoney('event.amount', 'event.currency')}}})`;
const amounts = { amount: figure('amount', ['currency']), total: figure('amount', ['currency']) };
const usual: Pick<SubjectEvent, 'named' | 'measures' | 'tells'> = {
  named: ['number', 'customerId', 'email', 'invoiceId'],
  measures: amounts,
  tells: always,
};
const tellsDay = onDays(1, 7, 14, 30);

export const invoices: Subject = {
  id: 'invoices',
  agent: 'pops',
  category: 'finance',
  events: [
    eventOf('invoice.created', {
      ...usual,
      name: 'New Invoice',
      words: 'whenever there is a new invoice',
      title: 'A new invoice',
      text: `${invoice} is new.`,
    }),
    eventOf('invoice.paid', {
      ...usual,
      name: 'Paid Invoice',
      words: 'whenever an invoice is paid',
      title: 'An invoice is paid',
      text: `${invoice} is paid.`,
    }),
    eventOf('invoice.past_due', {
      ...usual,
      name: 'Past-Due Invoice Alert',
      measures: { ...amounts, days_past_due: figure('daysPastDue', ['days', 'count'], true) },
      words: 'whenever an invoice is 1, 7, 14 or 30 days past due',
      onDay: (days) => `whenever an invoice is ${days} ${days === 1 ? 'day' : 'days'} past due`,
      title: 'An invoice is past due',
      text: `${invoice} is {{event.daysPastDue}} {{event.daysPastDue == 1 ? "day" : "days"}} past due.`,
      tells: (condition) => condition.measure !== 'days_past_due' || tellsDay(condition),
    }),
  ],
  look: {
    ...usualLook,
    name: 'Past-Due Invoices',
    steps: () => [{ action: 'find_past_due', params: { limit: 200 } }],
    list: () => 'steps.find_past_due.items',
    named: ['number', 'name', 'email', 'customerId'],
    example: {
      id: 'i1',
      number: '2026-7',
      customerId: 'ada',
      name: 'Ada',
      email: 'ada@example.com',
      amount: 120,
      currency: 'USD',
      dueAt: '2026-01-14',
      daysPastDue: 1,
      lastReminderAt: null,
    },
    measures: {
      amount: figure('amount', ['currency'], true),
      total: figure('amount', ['currency'], true),
      days_past_due: figure('daysPastDue', ['days', 'count']),
    },
    title: 'Past-due invoices',
    line: (it) =>
      `${celOr(`${it}.number`, 'An invoice')} + (has(${it}.name) ? ", " + ${it}.name : "") + ": " + ${celMoney(`${it}.amount`, `${it}.currency`)} + (has(${it}.daysPastDue) ? ", " + string(${it}.daysPastDue) + " days past due" : "")`,
    words: () => 'look for invoices that are past due',
    one: 'an invoice',
    outputs: (items) => ({
      find_past_due: {
        items: [...items],
        count: items.length,
        nextCursor: null,
        total: items.length,
        amount: items.reduce((sum, { amount }) => sum + Number(amount ?? 0), 0),
        otherCurrencies: {},
        buckets: [],
        isCut: false,
        summary: `${items.length} past due.`,
      },
    }),
  },
  whole: {
    isMeant: (contract) => !isAskedFor(contract, ['days_past_due']),
    look: {
      ...lookAtDocuments({ collection: 'invoices', by: 'dueAt', largestFirst: true }),
      name: 'Open Invoices',
      only: (it) => `!has(${it}.paidAt) && !(${celLower(`${it}.status`)} in ${JSON.stringify(CLOSED_INVOICE)})`,
      named: ['number', 'customerName', 'email', 'customerId'],
      example: { id: 'i1', number: '2026-7', customerName: 'Ada', amount: 120, currency: 'USD', status: 'open' },
      measures: amounts,
      title: 'Invoices that are not paid',
      line: (it) =>
        `${celOr(`${it}.number`, 'An invoice')} + (has(${it}.customerName) ? ", " + ${it}.customerName : "") + ": " + ${celMoney(`${it}.amount`, `${it}.currency`)}`,
      words: () => 'look for invoices that are not paid yet',
      one: 'an invoice',
    },
  },
};
