import { celMoney, celOr } from './cel.ts';
import { eventOf } from './event-of.ts';
import { always, computed, figure } from './gauge.ts';
import { lookAtDocuments } from './look-at.ts';
import type { Gauge, Subject, SubjectEvent } from './subject.ts';

const BEFORE = 100;

/** Negative for a drop; in percent of the price before. */
const change: Gauge = computed(
  [],
  (it, { unit }) => {
    const more = `${it}.newPrice - ${it}.oldPrice`;
    if (unit === 'currency') return more;
    return unit === 'percent' ? `${it}.oldPrice > 0 && (${more}) * 100 / ${it}.oldPrice` : null;
  },
  (value) => ({ oldPrice: BEFORE, newPrice: BEFORE + value, changePercent: value }),
);

const changed: Pick<SubjectEvent, 'name' | 'named' | 'measures' | 'title' | 'text'> = {
  name: 'Price Change Alert',
  named: ['name', 'sku', 'productId'],
  measures: { price_change: change, price: figure('newPrice', ['currency'], true) },
  title: 'New price: {{event.name}}',
  text: `{{event.name}} now costs {{${celMoney('event.newPrice', 'event.currency')}}}; it was {{${celMoney('event.oldPrice', 'event.currency')}}}.`,
};

export const ownPrices: Subject = {
  id: 'own_prices',
  agent: 'money_mike',
  category: 'pricing',
  events: [
    eventOf('price.changed', { ...changed, words: 'whenever a price of yours changes', tells: always }),
    eventOf('price.dropped', {
      ...changed,
      words: 'whenever a price of yours drops',
      tells: ({ measure, operator, value }) =>
        measure === 'price_change' && (operator === '<' || operator === '<=') && Number(value) <= 0,
    }),
    eventOf('product.created', {
      name: 'New Product',
      named: ['name', 'sku', 'productId'],
      measures: { price: figure('price', ['currency'], true) },
      words: 'whenever a product is added',
      title: 'New product: {{event.name}}',
      text: `{{event.name}} is new, for {{${celMoney('event.price', 'event.currency')}}}.`,
      tells: always,
    }),
  ],
  look: {
    ...lookAtDocuments({ collection: 'products', by: 'price' }),
    name: 'Price List',
    named: ['name', 'sku'],
    example: { id: 'p1', name: 'Blue Dream', sku: 'BD-1', price: 40, currency: 'USD' },
    measures: { price: figure('price', ['currency']) },
    title: 'Your prices',
    line: (it) => `${celOr(`${it}.name`, 'A product')} + ": " + ${celMoney(`${it}.price`, `${it}.currency`)}`,
    words: () => 'look at your prices',
    one: 'a product',
  },
};
