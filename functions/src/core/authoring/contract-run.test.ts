import { describe, expect, it } from 'vitest';
import { createEngineKit, type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { Contract } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { flowWords } from '../../steps/flow/words.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { startExecution } from '../engine/start-execution.ts';
import { compileContract } from './compile-contract.ts';
import { actionOf, conditionOf, contractOf, daily } from './contract.fixture.ts';
import { facts } from './planner/facts.fixture.ts';

/** The engine over the real step types; alerts are the only act that needs no server. */
async function shop(documents: Readonly<Record<string, JsonObject>>): Promise<EngineKit> {
  const words = new Set(flowWords.map(({ id }) => id));
  const kit = await createEngineKit(stepCatalog.all().filter(({ id }) => !words.has(id)));
  await put(kit, documents);
  return kit;
}

async function put({ store }: EngineKit, documents: Readonly<Record<string, JsonObject>>): Promise<void> {
  await store.commit(
    Object.entries(documents).map(([path, data]) => {
      const [collection = '', id = ''] = path.split('/');
      return { op: 'set' as const, path: docIn(tenantPaths(orgId).data(collection), id).path, data };
    }),
  );
}

async function save(kit: EngineKit, contract: Contract): Promise<string> {
  const { steps, triggers, agent } = compileContract(contract, facts);
  return kit.playbook(steps as unknown as JsonObject[], { triggers, agent });
}

let runs = 0;
/** Status and message of the alert that one execution has raised; null where it has raised none. */
async function run(kit: EngineKit, playbookId: string): Promise<string | null> {
  const request = kit.request(playbookId, { occasion: { kind: 'request', key: `run${++runs}` } });
  const { executionId } = await startExecution(kit.engine, request, false);
  kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: `first${runs}`, at: null });
  await kit.drain();
  const { status, stepResults, error } = await kit.execution(executionId);
  expect([status, error?.message]).toEqual(['completed', undefined]);
  const raised = stepResults.find(({ action, status: done }) => action === 'raise_alert' && done === 'completed');
  if (raised === undefined) return null;
  const { alertId } = JSON.parse(raised.outputJson ?? '{}');
  const stored = await kit.store.get(paths.alert(alertId));
  return stored?.data?.message ?? null;
}

const alert = (given: Parameters<typeof contractOf>[0]) => contractOf({ actions: [actionOf('raise_alert')], ...given });

describe('what is looked up in the shop’s own data', () => {
  const day = (count: number) => new Date(Date.parse('2026-11-23T13:00:00Z') - count * 86_400_000).toISOString();
  it.each<[string, Parameters<typeof contractOf>[0], string | null]>([
    ['low stock', { subject: 'stock' }, 'Low stock:\nTea: 3 left, reorder point 10'],
    [
      'stock below a number',
      { subject: 'stock', conditions: [conditionOf('quantity', '<', 5, { unit: 'count', of: 'tea' })] },
      'Low stock:\nTea: 3 left, reorder point 10',
    ],
    ['no such stock', { subject: 'stock', conditions: [conditionOf('quantity', '<', 3, { unit: 'count' })] }, null],
    [
      'invoices that are late',
      { subject: 'invoices', conditions: [conditionOf('days_past_due', '>', 14, { unit: 'days' })] },
      'Past-due invoices:\n2026-7, Ada: $120.00, 20 days past due',
    ],
    [
      'members who owe',
      { subject: 'members', conditions: [conditionOf('amount', '>', 30, { unit: 'currency' })] },
      'Members who are past due:\nBob: $40.00, 3 days past due',
    ],
    [
      'customers who stay away',
      { subject: 'customers', conditions: [conditionOf('days_inactive', '>', 30, { unit: 'days' })] },
      'Your customers:\nAda (ada@example.com), last order 2026-09-24, $90.00',
    ],
    [
      'orders since the day before',
      { subject: 'orders', conditions: [conditionOf('total', '>', 50, { unit: 'currency' })] },
      'New orders:\nOrder new: $80.00, paid',
    ],
    [
      'reviews',
      { subject: 'reviews', conditions: [conditionOf('rating', '<=', 2, { unit: 'stars' })] },
      'New reviews:\nEve: 1 star, Too late',
    ],
    [
      'figures, each once',
      { subject: 'metrics', conditions: [conditionOf('value', '>', 10, { of: 'Returns' })] },
      'Your figures:\nReturns: 12 a week',
    ],
    [
      'how many there are',
      { subject: 'invoices', conditions: [conditionOf('count', '>', 2, { unit: 'count' })] },
      null,
    ],
    [
      'all members, where nothing is said of what they owe',
      { subject: 'members' },
      'Your members:\nBob, active\nJoe, active',
    ],
    [
      'invoices that are not paid, late or not',
      { subject: 'invoices' },
      'Invoices that are not paid:\n2026-9, Eve: $30.00\n2026-7, Ada: $120.00',
    ],
    ['open prospects', { subject: 'prospects' }, 'Open prospects:\nZoe (zoe@example.com), new'],
    ['prices', { subject: 'own_prices' }, 'Your prices:\nTea: $12.00'],
    ['campaigns', { subject: 'campaigns' }, 'Your campaigns:\nSpring, running'],
  ])('%s', async (_, given, message) => {
    const kit = await shop({
      'inventory/tea': { name: 'Tea', quantity: 3, reorderPoint: 10 },
      'inventory/pot': { name: 'Pot', quantity: 30, reorderPoint: 10 },
      'products/tea': { name: 'Tea', price: 12, currency: 'USD' },
      'invoices/i1': { number: '2026-7', customerName: 'Ada', amount: 120, currency: 'USD', dueAt: day(20) },
      'invoices/i2': { number: '2026-8', customerName: 'Max', amount: 60, status: 'Paid', dueAt: day(1) },
      'invoices/i3': { number: '2026-9', customerName: 'Eve', amount: 30, currency: 'USD', dueAt: day(-9) },
      'members/bob': { name: 'Bob', status: 'active', balanceDue: 40, dueAt: day(3) },
      'members/joe': { name: 'Joe', status: 'active', balanceDue: 0 },
      'customers/ada': { name: 'Ada', email: 'ada@example.com', lastOrderAt: day(60), totalSpent: 90 },
      'customers/max': { name: 'Max', lastOrderAt: day(1) },
      'customers/new': { name: 'New' },
      'orders/old': { total: 500, status: 'paid', createdAt: day(3) },
      'orders/new': { total: 80, status: 'paid', createdAt: day(0.5) },
      'reviews/r1': { author: 'Eve', rating: 1, text: 'Too late', createdAt: day(0.1) },
      'metrics/returns': { name: 'Returns', value: 12, unit: 'a week', date: '2026-11-23' },
      'metrics/returns_2026-11-23': { name: 'Returns', value: 12, unit: 'a week', date: '2026-11-23' },
      'prospects/zoe': { name: 'Zoe', email: 'zoe@example.com', status: 'new' },
      'campaigns/spring': { name: 'Spring', status: 'running' },
    });
    expect(await run(kit, await save(kit, alert(given)))).toBe(message);
  });
});

describe('looking every hour', () => {
  const hourly = { ...daily, cron: '0 * * * *' } as Contract['triggers'][number];
  const low = alert({
    subject: 'stock',
    triggers: [hourly],
    conditions: [conditionOf('quantity', '<', 5, { unit: 'count' })],
  });
  const tea = (quantity: number) => ({ 'inventory/tea': { name: 'Tea', quantity } });

  it('tells of it when it begins, not for as long as it lasts, and when it begins anew', async () => {
    const kit = await shop(tea(3));
    const playbookId = await save(kit, low);
    const told: boolean[] = [];
    for (const quantity of [3, 2, 40, 4, 4]) {
      await put(kit, tea(quantity));
      told.push((await run(kit, playbookId)) !== null);
    }
    expect(told).toEqual([true, false, false, true, false]);
  });

  it('tells of another thing that joins the first', async () => {
    const kit = await shop(tea(3));
    const playbookId = await save(kit, low);
    await run(kit, playbookId);
    await put(kit, { 'inventory/pot': { name: 'Pot', quantity: 1 } });
    expect(await run(kit, playbookId)).toBe('Low stock:\nPot: 1 left\nTea: 3 left');
  });

  it('tells of another thing that takes the place of the first', async () => {
    const kit = await shop({ ...tea(3), 'inventory/pot': { name: 'Pot', sku: 7, quantity: 9 } });
    const playbookId = await save(kit, low);
    await run(kit, playbookId);
    await put(kit, { ...tea(50), 'inventory/pot': { name: 'Pot', sku: 7, quantity: 1 } });
    expect(await run(kit, playbookId)).toBe('Low stock:\nPot: 1 left');
  });
});
