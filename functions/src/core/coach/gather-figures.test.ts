import { describe, expect, it } from 'vitest';
import { orgId, paths, seed } from '../../../test/kit/engine-kit.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import { ENDLESS_DAYS, type Figures } from '../../model/figures.ts';
import type { Task } from '../../model/task.ts';
import { sampleDocuments } from '../authoring/sample/documents.ts';
import { dayOf } from '../engine/calendar.ts';
import type { Store } from '../ports.ts';
import { gatherFigures } from './gather-figures.ts';

const now = new Date('2026-11-23T11:00:00Z');
const shop = { orgId, zone: 'America/New_York', currency: 'USD', today: dayOf('2026-11-23', 'UTC') ?? 0 };
const at = (text: string) => new Date(text);

async function put(store: Store, collection: string, documents: Readonly<Record<string, object>>): Promise<void> {
  const { path } = paths.data(collection);
  const writes = Object.entries(documents).map(([id, data]) => ({ op: 'set' as const, path: `${path}/${id}`, data }));
  await store.commit(writes);
}
const figuresOf = async (store: Store) => (await gatherFigures(store, shop, now)).figures;

/** The figures of a business that has only this. */
async function figuresWith(collection: string, documents: Readonly<Record<string, object>>): Promise<Figures> {
  const store = createMemoryStore();
  await put(store, collection, documents);
  return figuresOf(store);
}
const known = (figures: Figures) => Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));

/** Every read as Firestore counts it: a query costs one at least. */
function counting(inner: Store) {
  const counted = { reads: 0 };
  const store: Store = {
    ...inner,
    query: async (query) => {
      const found = await inner.query(query);
      counted.reads += Math.max(1, found.length);
      return found;
    },
    count: (query) => {
      counted.reads += 1;
      return inner.count(query);
    },
  };
  return { store, counted };
}

const orders = {
  // 23:30 on the 22nd, by the shop's clock.
  o1: {
    createdAt: at('2026-11-23T04:30:00Z'),
    status: 'Fulfilled',
    total: 100,
    customerId: 'c1',
    lines: [{ sku: 'A', quantity: 2, price: 50 }],
  },
  o2: {
    createdAt: '2026-11-01T10:00:00-05:00',
    status: 'paid',
    total: 50,
    email: 'B@x.example',
    discount: 10,
    lines: [{ name: 'Tea', quantity: 1, price: 50 }],
  },
  o3: { createdAt: at('2026-11-02T12:00:00Z'), status: 'fulfilled', total: 50, customerId: 'c1' },
  canceled: { createdAt: at('2026-11-03T12:00:00Z'), status: 'canceled', total: 999 },
  refunded: { createdAt: at('2026-11-04T12:00:00Z'), status: 'refunded', total: 50 },
  foreign: { createdAt: at('2026-11-05T12:00:00Z'), status: 'shipped', total: 70, currency: 'EUR' },
  before: { createdAt: at('2026-10-01T12:00:00Z'), status: 'fulfilled', total: 100, customerId: 'c1' },
  today: { createdAt: at('2026-11-23T09:00:00Z'), status: 'paid', total: 500 },
};
const older = { older: { createdAt: '2026-09-01', status: 'fulfilled', total: 1 } };

describe('the figures of a morning', () => {
  it('are not known where there is no data, for 20 reads', async () => {
    const { store, counted } = counting(createMemoryStore());
    const { figures, unread } = await gatherFigures(store, shop, now);
    expect([known(figures), unread]).toEqual([{}, []]);
    expect(counted.reads).toBe(20);
  });

  it('come from orders, their lines and what the goods cost', async () => {
    const store = createMemoryStore();
    await put(store, 'orders', { ...orders, ...older });
    await put(store, 'products', { p1: { name: 'Apple', sku: 'a', cost: 20 }, p2: { name: 'tea', cost: 30 } });
    expect(known(await figuresOf(store))).toEqual({
      revenue30: 200,
      revenuePrev30: 100,
      revenueGrowth: 1,
      orders30: 4,
      averageOrder: 66.666667,
      averageOrderPrev30: 100,
      refundRate: 0.2,
      discountRate: 0.047619,
      topCustomerShare: 0.833333,
      topProductShare: 0.666667,
      grossMargin: 0.533333,
      // Two of three orders of more than three days were fulfilled.
      efficiency: 0.666667,
    });
  });

  it('tell nothing of the month before where the orders do not reach back, and no margin where costs lack', async () => {
    const figures = await figuresWith('orders', orders);
    expect(figures).toMatchObject({ revenue30: 200, revenuePrev30: null, revenueGrowth: null, grossMargin: null });
  });

  it('come from invoices, and so does the revenue where there are no orders', async () => {
    const invoices = {
      late: { amount: 300, dueAt: '2026-11-01', issuedAt: '2026-10-10', status: 'open' },
      part: { amount: 100, amountPaid: 40, dueAt: at('2026-12-01'), issuedAt: at('2026-11-10'), status: 'sent' },
      paid: { amount: 500, dueAt: '2026-10-30', issuedAt: '2026-10-01', paidAt: at('2026-10-20') },
      draft: { amount: 9_999, dueAt: '2026-12-01', issuedAt: '2026-11-10', status: 'draft' },
      foreign: { amount: 9_999, dueAt: '2026-12-01', issuedAt: '2026-11-10', currency: 'EUR' },
    };
    const money = { receivables: 360, overdueReceivables: 300, dso: 36 };
    expect(known(await figuresWith('invoices', invoices))).toEqual({ ...money, revenue30: 100 });
    const old = { old: { amount: 8, dueAt: '2026-08-01', issuedAt: '2026-07-01', paidAt: '2026-08-01' } };
    expect(await figuresWith('invoices', { ...invoices, ...old })).toMatchObject({
      revenuePrev30: 800,
      revenueGrowth: -0.875,
    });
    const store = createMemoryStore();
    await put(store, 'invoices', invoices);
    await put(store, 'orders', orders);
    expect(await figuresOf(store)).toMatchObject({ ...money, revenue30: 200 });
  });

  it('come with what is to come in, week by week from today', async () => {
    const store = createMemoryStore();
    expect((await gatherFigures(store, shop, now)).expected).toBeNull();
    await put(store, 'invoices', {
      late: { amount: 300, dueAt: '2026-11-01' },
      today: { amount: 10, dueAt: '2026-11-23' },
      sunday: { amount: 60, amountPaid: 20, dueAt: '2026-11-29' },
      monday: { amount: 7.25, dueAt: '2026-11-30' },
      last: { amount: 5, dueAt: '2027-01-03' },
      beyond: { amount: 9_999, dueAt: '2027-01-04' },
      paid: { amount: 9_999, dueAt: '2026-11-24', status: 'paid' },
    });
    const { expected } = await gatherFigures(store, shop, now);
    const starts = ['2026-11-23', '2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28'];
    const amounts = [50, 7.25, 0, 0, 0, 5];
    expect(expected).toEqual({ overdue: 300, weeks: starts.map((from, week) => ({ from, amount: amounts[week] })) });
  });

  it('count the dues of members to the revenue, unless what was sold holds them', async () => {
    const members = {
      gold: { status: 'active', monthlyFee: 90, joinedAt: at('2026-01-01') },
      late: { status: 'Past due', fee: '60' },
      free: { status: 'active', monthlyFee: 0 },
      trial: { status: 'trial', monthlyFee: 90 },
      gone: { status: 'canceled', monthlyFee: 90 },
      soon: { status: 'active', monthlyFee: 90, joinedAt: at('2026-12-01') },
    };
    expect(known(await figuresWith('members', members))).toEqual({ revenue30: 150 });
    const nameless = { a: { status: 'active' }, b: { status: 'active' }, c: { status: 'active', monthlyFee: 90 } };
    expect(known(await figuresWith('members', nameless))).toEqual({});
    const store = createMemoryStore();
    await put(store, 'members', members);
    await put(store, 'orders', { o3: orders.o3, older: older.older });
    expect(await figuresOf(store)).toMatchObject({ revenue30: 200, revenuePrev30: null, averageOrder: 50 });
    await put(store, 'orders', { ...orders, ...older });
    expect(await figuresOf(store)).toMatchObject({ revenue30: 200, revenuePrev30: 100 });
  });

  it('come from the inventory', async () => {
    const items = {
      much: { quantity: 200, reorderPoint: 10, unitCost: 2, salesPerDay: 1 },
      dead: { quantity: 10, reorderPoint: 10, unitCost: 5, salesPerDay: 0, expiresAt: '2026-12-01' },
      out: { quantity: 0, reorderPoint: 4, unitCost: 1, salesPerDay: 2 },
      low: { quantity: 3, reorderPoint: 5, unitCost: 10, salesPerDay: 1, expiresAt: '2027-05-01' },
    };
    const counts = { stockoutItems: 1, lowStockItems: 2 };
    expect(known(await figuresWith('inventory', items))).toEqual({
      ...counts,
      inventoryValue: 480,
      inventoryTurns: 9.125,
      overstockValue: 220,
      deadStockValue: 50,
      expiringValue: 50,
    });
    const bare = Object.entries(items).map(([id, { quantity, reorderPoint }]) => [id, { quantity, reorderPoint }]);
    expect(known(await figuresWith('inventory', Object.fromEntries(bare)))).toEqual(counts);
  });

  it('come from customers, reviews and competitors’ prices', async () => {
    const customers = {
      c1: { createdAt: at('2026-11-01'), lastOrderAt: at('2026-11-20'), orderCount: 3 },
      c2: { createdAt: '2025-01-01', lastOrderAt: '2026-08-01', orderCount: 1 },
      c3: { createdAt: at('2025-01-01'), lastOrderAt: at('2026-09-30'), orderCount: 2 },
    };
    expect(known(await figuresWith('customers', customers))).toEqual({
      newCustomers30: 1,
      activeCustomers: 2,
      lapsedCustomers: 1,
      repeatRate: 0.666667,
    });
    const reviews = {
      good: { rating: 5, createdAt: at('2026-11-01'), answer: 'Thank you!' },
      bad: { rating: 2, createdAt: '2026-11-02' },
      old: { rating: 1, createdAt: at('2026-01-01') },
    };
    expect(known(await figuresWith('reviews', reviews))).toEqual({ reviewsAverage: 3.5, unansweredReviews: 1 });
    expect(known(await figuresWith('reviews', { bad: reviews.bad }))).toEqual({ reviewsAverage: 2 });
    const prices = {
      a: { product: 'Tea', competitor: 'X', price: 9, ourPrice: 10 },
      b: { product: 'tea', competitor: 'Y', price: 8, ourPrice: 10 },
      c: { product: 'Cake', competitor: 'X', price: 12, ourPrice: 10 },
    };
    expect(known(await figuresWith('competitor_prices', prices))).toEqual({ competitorUndercuts: 1 });
  });

  it('come from tasks, and what was done in time from them and the orders', async () => {
    const store = createMemoryStore();
    await put(store, 'orders', orders);
    const task = (status: Task['status'], deadline: string | null, updatedAt: string) => ({
      ...{ title: 'Do it', description: '', status, priority: 'normal', assignedAgent: null, assignedTo: null },
      ...{ createdBy: 'owner', executionId: null, createdAt: at('2026-11-01'), updatedAt: at(updatedAt) },
      deadline: deadline === null ? null : at(deadline),
    });
    const tasks = [
      task('completed', '2026-11-10', '2026-11-09'),
      task('completed', '2026-11-10', '2026-11-12'),
      task('new', '2026-11-20', '2026-11-01'),
      task('new', null, '2026-11-01'),
      task('failed', '2026-12-24', '2026-11-01'),
      task('canceled', '2026-11-10', '2026-11-12'),
    ];
    const writes = tasks.map((data, id) => ({ op: 'create' as const, path: paths.task(`t${id}`).path, data }));
    await store.commit(writes);
    expect(await figuresOf(store)).toMatchObject({ openTasks: 3, overdueTasks: 1, efficiency: 0.5 });
  });

  it('are taken from what was written down where the data is silent, the newest first', async () => {
    const store = createMemoryStore();
    await put(store, 'orders', orders);
    await put(store, 'metrics', {
      '2026-11-01': { cash: 9_000, monthlyBurn: 3_000, revenue30: 1, dso: 5 },
      '2026-11-20': { cash: '6000', netMargin: 'a lot', payables: -4, refundRate: 7 },
      '2026-10-01': { netMargin: 0.5 },
      '2026-11-24': { netMargin: 0.6 },
      '2026-11-02_x': { netMargin: 0.7 },
      cash: { name: 'Cash', value: 1, netMargin: 0.8 },
    });
    expect(await figuresOf(store)).toMatchObject({
      ...{ cash: 6_000, monthlyBurn: 3_000, runwayDays: 60, dso: 5 },
      ...{ revenue30: 200, netMargin: null, payables: null, refundRate: 0.2 },
    });
  });

  it.each([
    [{ cash: 500, monthlyBurn: 0 }, ENDLESS_DAYS],
    [{ cash: -5, monthlyBurn: 0 }, 0],
    [{ cash: 1e9, monthlyBurn: 1 }, ENDLESS_DAYS],
    [{ runwayDays: 12 }, 12],
  ])('know the runway of %o', async (written, runwayDays) => {
    expect(await figuresWith('metrics', { '2026-11-23': written })).toMatchObject({ runwayDays });
  });

  it('are not known of a collection that is too large, which is said', async () => {
    const store = createMemoryStore();
    const review = { rating: 5, createdAt: at('2026-11-01') };
    await put(store, 'reviews', Object.fromEntries(Array.from({ length: 501 }, (_, id) => [`r${id}`, review])));
    const { figures, unread } = await gatherFigures(store, shop, now);
    expect([figures.reviewsAverage, unread]).toEqual([null, ['reviews']]);
  });

  it('cost a made-up shop little more reads than it has documents', async () => {
    const inner = createMemoryStore();
    await seed(inner, orgId, now);
    const documents = sampleDocuments('shop', { now, currency: 'USD' });
    for (const { collection, id, data } of documents) await put(inner, collection, { [id]: data });
    const { store, counted } = counting(inner);
    const { figures } = await gatherFigures(store, shop, now);
    expect(Object.keys(known(figures)).length).toBeGreaterThan(20);
    expect(counted.reads).toBeLessThan(documents.length + 20);
  });
});
