import { celMoney, celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, figure, texts } from './gauge.ts';
import { isNew, lookAtDocuments } from './look-at.ts';
import type { Subject, SubjectEvent } from './subject.ts';

const order = `Order {{event.orderId}}{{has(event.email) ? " of " + event.email : ""}} ({{${celMoney('event.total', 'event.currency')}}})`;

function orderEvent(
  eventName: string,
  name: string,
  about: Pick<SubjectEvent, 'words' | 'title'> & { done: string },
): SubjectEvent {
  return eventOf(eventName, {
    name,
    named: ['orderId', 'customerId', 'email'],
    measures: { total: figure('total', ['currency']), amount: figure('total', ['currency']) },
    words: about.words,
    title: about.title,
    text: `${order} ${about.done}.`,
    tells: always,
  });
}

export const orders: Subject = {
  id: 'orders',
  agent: 'pops',
  category: 'operations',
  events: [
    orderEvent('order.created', 'New Order Alert', {
      words: 'whenever an order comes in',
      title: 'A new order',
      done: 'has come in',
    }),
    orderEvent('order.paid', 'Paid Order Alert', {
      words: 'whenever an order is paid',
      title: 'An order is paid',
      done: 'is paid',
    }),
    orderEvent('order.fulfilled', 'Fulfilled Order Alert', {
      words: 'whenever an order is fulfilled',
      title: 'An order is on its way',
      done: 'is fulfilled',
    }),
    orderEvent('order.refunded', 'Refund Alert', {
      words: 'whenever an order is refunded',
      title: 'An order was refunded',
      done: 'was refunded',
    }),
    orderEvent('order.canceled', 'Canceled Order Alert', {
      words: 'whenever an order is canceled',
      title: 'An order was canceled',
      done: 'was canceled',
    }),
  ],
  look: {
    ...lookAtDocuments({ collection: 'orders', by: 'createdAt', largestFirst: true }),
    name: 'Order List',
    only: isNew,
    named: ['id', 'customerId', 'email'],
    example: { id: 'o1', customerId: 'ada', email: 'ada@example.com', status: 'paid', total: 48, currency: 'USD' },
    measures: {
      total: figure('total', ['currency']),
      amount: figure('total', ['currency']),
      says: texts('status'),
    },
    title: 'New orders',
    line: (it) =>
      `"Order " + ${it}.id + ": " + ${celMoney(`${it}.total`, `${it}.currency`)} + ", " + ${celOr(`${it}.status`, 'open')}`,
    words: () => 'look at the orders since the time before',
    one: 'an order',
  },
};
