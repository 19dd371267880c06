import { describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { checkStock } from './check-stock.ts';
import { createPurchaseOrder } from './create-purchase-order.ts';
import { reviewInvoices } from './review-invoices.ts';

async function shop(documents: Readonly<Record<string, object>>) {
  const { context } = stepContext();
  const { root } = tenantPaths(context.orgId);
  const writes = Object.entries(documents).map(([path, data]) => ({
    op: 'set' as const,
    path: `${root}/${path}`,
    data,
  }));
  await context.store.commit(writes);
  return context;
}

const inventory = {
  'inventory/tea': { name: 'Tea', sku: 'T-1', quantity: 3, reorderPoint: 10, cost: 2.5, supplier: 'Farm' },
  'inventory/pot': { name: 'Pot', quantity: 0, reorderPoint: 2, reorderQuantity: 6 },
  'inventory/cup': { name: 'Cup', quantity: 40, reorderPoint: 10, salesPerDay: 8 },
  'inventory/tin': { name: 'Tin', quantity: 40, reorderPoint: 10 },
  'inventory/odd': { name: 'No quantity' },
  'inventory/gone': { quantity: -1 },
};

describe('check_stock', () => {
  it('lists what is out, low or soon sold out, the emptiest first, with how much to order', async () => {
    expect(await runStep(checkStock, {}, await shop(inventory))).toEqual({
      items: [
        expect.objectContaining({ itemId: 'gone', name: 'gone', quantity: -1, suggestedOrder: 1 }),
        expect.objectContaining({ itemId: 'pot', quantity: 0, suggestedOrder: 6, daysLeft: null }),
        expect.objectContaining({ itemId: 'tea', suggestedOrder: 17, unitCost: 2.5, supplier: 'Farm' }),
        expect.objectContaining({ itemId: 'cup', daysLeft: 5, suggestedOrder: 128 }),
      ],
      count: 4,
      nextCursor: null,
      low: 2,
      out: 2,
      checked: 5,
      total: 4,
      orderLines: [
        { itemId: 'gone', sku: null, name: 'gone', quantity: 1, unitPrice: null },
        { itemId: 'pot', sku: null, name: 'Pot', quantity: 6, unitPrice: null },
        { itemId: 'tea', sku: 'T-1', name: 'Tea', quantity: 17, unitPrice: 2.5 },
        { itemId: 'cup', sku: null, name: 'Cup', quantity: 128, unitPrice: null },
      ],
      isCut: false,
      summary: '4 of 5 items run short: 2 out of stock, 2 low.',
    });
  });

  it('goes by the sales that it is told of', async () => {
    const given = { salesPerDay: { 'T-1': 2, tin: 1, cup: 0 }, leadDays: 3, coverDays: 10, limit: 5 };
    const { items } = (await runStep(checkStock, given, await shop(inventory))) as { items: JsonObject[] };
    expect(items.map(({ itemId, suggestedOrder }) => [itemId, suggestedOrder])).toEqual([
      ['gone', 1],
      ['pot', 6],
      ['tea', 23],
    ]);
  });
});

describe('create_purchase_order', () => {
  const lines = [
    { name: 'Tea', sku: 'T-1', quantity: 17, unitPrice: 2.55 },
    { name: 'Pot', quantity: 6 },
  ];

  it('drafts it once, and adds it up', async () => {
    const context = await shop({});
    const first = (await runStep(createPurchaseOrder, { supplier: 'Farm', lines }, context)) as { orderId: string };
    expect(await runStep(createPurchaseOrder, { supplier: 'Farm', lines }, context)).toEqual(first);
    expect(first).toMatchObject({ total: 43.35, lines: 2, isPriced: false, status: 'draft' });
    expect(first).toHaveProperty('number', expect.stringMatching(/^PO-20261120-[A-Z2-7]{4}$/));
    const orders = tenantPaths(context.orgId).data('records/purchase_orders');
    expect((await context.store.find(docIn(orders, first.orderId)))?.data).toMatchObject({
      supplier: 'Farm',
      lines: [expect.objectContaining({ itemId: null, unitPrice: 2.55 }), expect.objectContaining({ unitPrice: null })],
      total: 43.35,
      currency: 'USD',
      status: 'draft',
      createdBy: 'user1',
      createdAt: '2026-11-20T14:00:00.000Z',
      lastWrite: { executionId: 'exec1' },
    });
  });

  it('takes what check_stock gives, and drafts nothing in a dry run', async () => {
    const context = await shop(inventory);
    const { orderLines } = (await runStep(checkStock, {}, context)) as { orderLines: JsonObject[] };
    const said = await rehearseStep(createPurchaseOrder, { supplier: 'Farm', lines: orderLines }, context);
    expect(said.wouldHave).toBe('would have drafted a purchase order to Farm: 4 lines, $42.50');
  });
});

describe('review_invoices', () => {
  const at = { createdAt: '2026-11-10', dueAt: '2026-12-10', customerId: 'c1' };
  const invoices = {
    'invoices/a': { ...at, number: 'INV-007', amount: 20, lines: [{ quantity: 2, unitPrice: 9 }], tax: 2 },
    'invoices/b': { ...at, number: 'INV-010', amount: 25, lines: [{ amount: 20 }, { price: 3 }], customerId: 'c2' },
    'invoices/c': { ...at, number: 'inv-010', amount: 30, customerId: 'c3' },
    'invoices/d': { ...at, amount: 20, dueAt: '2026-11-01' },
    'invoices/e': { createdAt: '2026-11-10', number: 'X', status: 'paid' },
    'invoices/old': { number: 'OLD-001', createdAt: '2026-01-01', amount: 'none' },
    'invoices/void': { ...at, number: 'INV-009', status: 'void' },
  };

  it('finds what is wrong, and counts it', async () => {
    const { items, ...figures } = (await runStep(reviewInvoices, {}, await shop(invoices))) as { items: JsonObject[] };
    expect(items.map(({ id, problem, message }) => `${id} ${problem}: ${message}`)).toEqual([
      'b amount_differs: Its lines add up to 23, but it says 25',
      'c same_number: It has the number of invoice b',
      'd due_before_issue: It is due (2026-11-01) before it was issued (2026-11-10)',
      'd looks_double: Customer, amount and day are those of invoice a',
      'd no_number: It has no number',
      'e no_amount: It has no amount',
      'e no_customer: It names no customer',
      'e no_due_date: It says no day by which to pay',
      'e paid_without_date: It is paid, but nobody knows when',
    ]);
    expect(figures).toMatchObject({ total: 9, reviewed: 5, isCut: false, summary: '9 problems in 5 invoices.' });
  });

  it('finds numbers that were skipped, not those of void invoices', async () => {
    const gaps = async (...numbers: string[]) => {
      const documents = numbers.map((number, n) => [`invoices/${n}`, { ...at, number, amount: n + 1 }]);
      const context = await shop(Object.fromEntries(documents));
      const found = (await runStep(reviewInvoices, { checks: ['number_gap'] }, context)) as { items: JsonObject[] };
      return found.items.map(({ message }) => message);
    };
    expect(await gaps('INV-007', 'INV-009')).toEqual(['INV-008 is missing before it']);
    expect(await gaps('7', '11', '12')).toEqual(['8 to 10 are missing before it']);
    expect(await gaps('2025-9', '2026-1', '2026-900', 'none')).toEqual([]);
    const context = await shop(invoices);
    const onlyGaps = await runStep(reviewInvoices, { checks: ['number_gap'] }, context);
    expect(onlyGaps).toMatchObject({ total: 0, summary: '5 invoices, nothing wrong.' });
  });
});
