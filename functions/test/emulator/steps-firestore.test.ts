import { randomUUID } from 'node:crypto';
import { initializeApp } from 'firebase-admin/app';
import { expect, it } from 'vitest';
import { createFirestoreStore } from '../../src/adapters/firestore/firestore-store.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { findPastDue } from '../../src/steps/commerce/find-past-due.ts';
import { recordCompetitorPrices } from '../../src/steps/competitors/record-competitor-prices.ts';
import { createDocument } from '../../src/steps/data/create-document.ts';
import { queryDocuments } from '../../src/steps/data/query-documents.ts';
import { recordMetric } from '../../src/steps/data/record-metric.ts';
import { updateDocument } from '../../src/steps/data/update-document.ts';
import { getPastDueMembers } from '../../src/steps/members/get-past-due-members.ts';
import { applyPriceChange } from '../../src/steps/pricing/apply-price-change.ts';
import { createActionPlan } from '../../src/steps/work/create-action-plan.ts';
import { raiseAlert } from '../../src/steps/work/raise-alert.ts';
import { projectId } from '../kit/local-google.ts';
import { runStep, stepContext } from '../step-context.ts';

/** The steps over the shop's own documents, on Firestore itself: what it keeps as times, maps and numbers. */
function shop() {
  const app = initializeApp({ projectId }, randomUUID());
  const orgId = `org_${randomUUID().slice(0, 8)}`;
  const context = { ...stepContext().context, orgId, store: createFirestoreStore(async () => app) };
  const put = (path: string, data: object) =>
    context.store.commit([{ op: 'set', path: `${tenantPaths(orgId).root}/${path}`, data }]);
  const query = async (where: JsonObject[]) => {
    const found = await runStep(queryDocuments, { collection: 'invoices', where }, context);
    return (found as { items: JsonObject[] }).items.map(({ id }) => id).join(' ');
  };
  return { context, put, query };
}

it('they find by ids, times, numbers, texts and what is missing', async () => {
  const { context, put, query } = shop();
  await put('invoices/a', { number: 'INV-1', amount: 60, dueAt: new Date('2026-11-10T05:00:00Z'), lines: [{ n: 1 }] });
  await put('invoices/b', {
    number: 'INV-2',
    amount: 80.5,
    dueAt: '2026-10-10',
    status: 'overdue',
    customer: { id: 7 },
  });
  await put('invoices/c', {
    number: 'INV-3',
    amount: 9,
    paidAt: new Date('2026-01-01T00:00:00Z'),
    dueAt: '2026-01-01',
  });
  expect(await query([{ field: 'dueAt', value: '2026-11-10T05:00:00.000Z' }])).toBe('a');
  expect(await query([{ field: 'id', value: 'b' }])).toBe('b');
  expect(
    await query([
      { field: 'paidAt', value: null },
      { field: 'number', value: 'INV-2' },
    ]),
  ).toBe('b');
  expect(
    await query([
      { field: 'amount', value: 80.5 },
      { field: 'status', value: 'overdue' },
    ]),
  ).toBe('b');
  expect(await query([{ field: 'customer.id', value: 7 }])).toBe('b');
  expect(await query([{ field: 'lines', value: [{ n: 1 }] }])).toBe('a');
  expect(await query([{ field: 'odd*name`', value: 1 }])).toBe('');
  expect(await runStep(findPastDue, {}, context)).toMatchObject({
    items: [
      { id: 'b', daysPastDue: 41 },
      { id: 'a', daysPastDue: 10 },
    ],
    amount: 140.5,
  });
});

it('they write once, and again what they wrote', async () => {
  const { context, put } = shop();
  await put('products/bd', { name: 'Blue Dream', price: 35, cost: 18 });
  const change = { productId: 'bd', newPrice: 33 };
  const first = await runStep(applyPriceChange, change, context);
  expect(await runStep(applyPriceChange, change, context)).toEqual(first);
  const gap = {
    competitor: 'R',
    product: 'Tea',
    our_price: 10,
    their_price: 7,
    currency: 'USD',
    gap_percent: 30,
    url: null,
  };
  expect(await runStep(recordCompetitorPrices, { gaps: [gap] }, context)).toEqual({ recorded: 1, changed: 1 });
  expect(await runStep(recordCompetitorPrices, { gaps: [gap] }, context)).toEqual({ recorded: 1, changed: 0 });
  await runStep(recordMetric, { name: 'Visits', value: 3, threshold: 2 }, context);
  const supplier = { collection: 'records/suppliers', id: 'farm', data: { name: 'Farm' } };
  await runStep(createDocument, supplier, context);
  await runStep(createDocument, supplier, context);
  await expect(runStep(createDocument, supplier, { ...context, idempotencyKey: 'other' })).rejects.toThrow(/already/);
  const made = { collection: 'records/suppliers', id: 'new', set: { name: 'New' }, ifMissing: 'create' };
  await Promise.all([runStep(updateDocument, made, context), runStep(updateDocument, made, context)]);
  const plan = { title: 'Plan', goal: 'Goal', tasks: [{ title: 'One', dueAt: '2026-12-01' }] };
  expect(await runStep(createActionPlan, plan, context)).toEqual(await runStep(createActionPlan, plan, context));
  const alert = { title: 'Down', message: '503' };
  await Promise.all(['e1', 'e2', 'e3'].map((executionId) => runStep(raiseAlert, alert, { ...context, executionId })));
  expect(await runStep(raiseAlert, alert, { ...context, executionId: 'e4' })).toMatchObject({ count: 4, isNew: false });
});

it('they page through twelve hundred members', async () => {
  const { context, put } = shop();
  const { root } = tenantPaths(context.orgId);
  await put('members/extra', { status: 'active' });
  for (let from = 0; from < 1_200; from += 400) {
    await context.store.commit(
      Array.from({ length: 400 }, (_, n) => ({
        op: 'set' as const,
        path: `${root}/members/m${from + n}`,
        data: { status: 'past due', balanceDue: (from + n) % 7, dueAt: new Date('2026-11-01T00:00:00Z') },
      })),
    );
  }
  expect(await runStep(getPastDueMembers, { limit: 10 }, context)).toMatchObject({
    total: 1_200,
    count: 10,
    isCut: false,
  });
});
