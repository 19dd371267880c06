import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainSchemas } from '../../../model/domain.ts';
import { eventCatalog } from '../../../model/event-catalog.ts';
import { DOMAIN_COLLECTIONS, type DomainCollection } from '../../../model/paths.ts';
import { detectEvents } from './detect.ts';

type Doc = Record<string, unknown> | null;
const names = (collection: DomainCollection, before: Doc, after: Doc) =>
  detectEvents(collection, 'x1', before, after, now).map(({ eventName }) => eventName);
const CHANGED = 'inventory.quantity_changed';
const now = new Date('2026-11-23T13:00:00Z');
const stock = (quantity: number) => ({ name: 'Tea', quantity, reorderPoint: 10 });
const rival = (price: number, ourPrice: number | null = 35) => ({ product: 'Tea', competitor: 'R', price, ourPrice });
const metric = (value: number, more = {}) => ({ value, threshold: 10, ...more });

describe('a change of the shop’s data becomes', () => {
  it.each<[DomainCollection, Doc, Doc, string[]]>([
    ['inventory', stock(20), stock(9), ['inventory.low_stock', CHANGED]],
    ['inventory', stock(20), stock(0), ['inventory.low_stock', 'inventory.out_of_stock', CHANGED]],
    ['inventory', stock(9), stock(8), [CHANGED]],
    ['inventory', stock(0), stock(30), ['inventory.back_in_stock', CHANGED]],
    ['inventory', stock(5), stock(15), [CHANGED]],
    ['inventory', stock(5), stock(5), []],
    ['inventory', null, stock(5), ['inventory.low_stock']],
    ['inventory', null, stock(50), []],
    ['inventory', stock(5), null, []],
    ['products', { name: 'Tea', price: 40 }, { name: 'Tea', price: 30 }, ['price.changed', 'price.dropped']],
    ['products', { name: 'Tea', price: 30 }, { name: 'Tea', price: 40 }, ['price.changed']],
    ['products', { name: 'Tea', price: 30 }, { name: 'Green tea', price: 30 }, []],
    ['products', null, { name: 'Tea', price: 30 }, ['product.created']],
    ['products', { name: 'Tea' }, { name: 'Tea', price: 30 }, []],
    ['competitor_prices', rival(36), rival(30), ['competitor.price_changed', 'competitor.undercut']],
    ['competitor_prices', rival(30), rival(29), ['competitor.price_changed']],
    ['competitor_prices', rival(36, null), rival(30, null), ['competitor.price_changed']],
    ['competitor_prices', null, rival(30), ['competitor.undercut']],
    ['customers', null, { email: 'a@b.example' }, ['customer.created']],
    ['customers', { email: 'a@b.example' }, { email: 'c@b.example' }, []],
    ['orders', null, { status: 'paid', total: 5 }, ['order.created', 'order.paid']],
    ['orders', { status: 'paid' }, { status: 'Shipped' }, ['order.fulfilled']],
    ['orders', { status: 'shipped' }, { status: 'delivered' }, []],
    ['orders', { status: 'paid' }, { status: 'refunded' }, ['order.refunded']],
    ['orders', { status: 'paid' }, { status: 'cancelled' }, ['order.canceled']],
    ['invoices', null, { amount: 5 }, ['invoice.created']],
    ['invoices', { amount: 5 }, { amount: 5, paidAt: '2026-11-20' }, ['invoice.paid']],
    ['invoices', { status: 'paid' }, { status: 'paid', paidAt: new Date(0) }, []],
    ['members', null, { name: 'Ada' }, ['member.joined']],
    ['members', { status: 'trial' }, { status: 'active' }, ['member.joined']],
    ['members', { status: 'active' }, { status: 'past due' }, ['member.past_due']],
    ['members', { status: 'past_due' }, { status: 'active' }, []],
    ['members', { status: 'active' }, { status: 'canceled' }, ['member.canceled']],
    ['prospects', null, { status: 'new' }, ['prospect.created']],
    ['prospects', { status: 'new' }, { status: 'won' }, ['prospect.status_changed']],
    ['reviews', null, { rating: 5 }, ['review.created']],
    ['reviews', null, { rating: 2 }, ['review.created', 'review.negative']],
    ['reviews', { rating: 4 }, { rating: 1 }, ['review.negative']],
    ['reviews', { rating: 1 }, { rating: 2 }, []],
    ['metrics', metric(9), metric(11), ['metric.changed', 'metric.threshold_crossed']],
    ['metrics', metric(11), metric(12), ['metric.changed']],
    [
      'metrics',
      metric(11, { alertWhen: 'below' }),
      metric(9, { alertWhen: 'below' }),
      ['metric.changed', 'metric.threshold_crossed'],
    ],
    ['metrics', { value: 9 }, { value: 11 }, ['metric.changed']],
    ['metrics', null, { value: 11 }, ['metric.changed']],
    ['metrics', null, { value: 11, date: '2026-11-23' }, ['metric.changed']],
    ['metrics', metric(11, { threshold: 20 }), metric(11, { threshold: 5 }), []],
    ['campaigns', { status: 'draft' }, { status: 'running' }, ['campaign.started']],
    ['campaigns', { status: 'running' }, { status: 'completed' }, ['campaign.completed']],
  ])('%s: %j → %j', (collection, before, after, expected) => {
    expect(names(collection, before, after)).toEqual(expected);
  });

  it('nothing, when it is delivered as a write that changes nothing', () => {
    const documents = fc.record({
      name: fc.string(),
      product: fc.string(),
      competitor: fc.string(),
      status: fc.constantFrom('paid', 'active', 'past_due', 'running', 'canceled', 'x'),
      ...Object.fromEntries(
        ['quantity', 'reorderPoint', 'price', 'ourPrice', 'rating', 'value', 'threshold'].map((field) => [
          field,
          fc.integer({ min: -5, max: 50 }),
        ]),
      ),
    });
    fc.assert(
      fc.property(fc.constantFrom(...DOMAIN_COLLECTIONS), documents, (collection, document) => {
        expect(names(collection, document, structuredClone(document))).toEqual([]);
      }),
    );
  });

  it('nothing, and no crash, when it cannot be read', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DOMAIN_COLLECTIONS),
        fc.dictionary(fc.string(), fc.anything()),
        (collection, document) => {
          detectEvents(collection, 'x', null, document, now);
        },
      ),
    );
  });
});

describe('the event catalogue', () => {
  it('has each name once, with an example that fits', () => {
    expect(new Set(eventCatalog.map(({ name }) => name)).size).toBe(eventCatalog.length);
    for (const { name, payload, example } of eventCatalog)
      expect(payload.safeParse(example).error, name).toBeUndefined();
  });

  it('covers every collection, and what is detected fits its payload', () => {
    const samples: Readonly<Record<DomainCollection, readonly [Doc, Doc][]>> = {
      inventory: [
        [stock(20), stock(0)],
        [stock(0), stock(20)],
      ],
      products: [
        [null, { name: 'Tea', price: 3 }],
        [
          { name: 'Tea', price: 0 },
          { name: 'Tea', price: 3 },
        ],
        [
          { name: 'Tea', price: 3 },
          { name: 'Tea', price: 2 },
        ],
      ],
      competitor_prices: [[rival(36), rival(30)]],
      customers: [[null, {}]],
      orders: ['paid', 'shipped', 'refunded', 'canceled'].map((status) => [null, { status }]),
      invoices: [[null, { paidAt: '2026-11-20', dueAt: new Date(0) }]],
      members: [
        [null, { status: 'active' }],
        [{ status: 'active' }, { status: 'overdue' }],
        [{ status: 'active' }, { status: 'inactive' }],
      ],
      prospects: [
        [null, {}],
        [{}, { status: 'won' }],
      ],
      reviews: [[null, { rating: 1, text: 'Bad' }]],
      metrics: [[metric(9), metric(11)]],
      campaigns: [
        [null, { status: 'running' }],
        [null, { status: 'completed' }],
      ],
    };
    const seen = new Set<string>();
    for (const collection of DOMAIN_COLLECTIONS) {
      for (const [before, after] of samples[collection]) {
        for (const { eventName, data } of detectEvents(collection, 'x1', before, after, now)) {
          const type = eventCatalog.find(({ name }) => name === eventName);
          expect(type?.source, eventName).toBe(collection);
          expect(type?.payload.safeParse(data).error, eventName).toBeUndefined();
          seen.add(eventName);
        }
      }
    }
    const told = eventCatalog
      .filter(({ source }) => DOMAIN_COLLECTIONS.some((name) => name === source))
      .map(({ name }) => name);
    expect([...seen].toSorted()).toEqual(told.toSorted());
  });

  it('reads times as Firestore, people and programs write them', () => {
    const timestamp = { toDate: () => new Date('2026-11-20T00:00:00Z') };
    for (const dueAt of [timestamp, '2026-11-20', new Date('2026-11-20T00:00:00Z')]) {
      expect(domainSchemas.invoices.parse({ dueAt }).dueAt).toEqual(new Date('2026-11-20T00:00:00Z'));
    }
  });
});
