import { describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { SEGMENTS, segmentOf } from './customer-segments.ts';
import { segmentCustomers } from './segment-customers.ts';

const now = new Date('2026-11-20T14:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);

async function open(documents: Readonly<Record<string, object>>) {
  const world = stepContext({ now });
  const { root } = tenantPaths(world.context.orgId);
  await world.context.store.commit(
    Object.entries(documents).map(([path, data]) => ({ op: 'set', path: `${root}/${path}`, data })),
  );
  return world;
}
interface Output {
  readonly segments: readonly { name: string; count: number; share: number; spent: number; members: JsonObject[] }[];
  readonly people: readonly JsonObject[];
  readonly total: number;
  readonly summary: string;
}

describe('segment_customers', () => {
  it('groups customers by their habits, from their own fields or from the orders', async () => {
    const { context, usage } = await open({
      'customers/champ': { name: 'Champ', email: 'champ@example.com' },
      'customers/new': { name: 'New', email: 'new@example.com', lastOrderAt: ago(3), totalSpent: 20 },
      'customers/gone': { name: 'Gone', email: 'gone@example.com', lastOrderAt: ago(500), totalSpent: 5 },
      'customers/none': { name: 'None' },
      'orders/1': { customerId: 'champ', total: 100, createdAt: ago(2) },
      'orders/2': { email: 'CHAMP@example.com', total: 100, createdAt: ago(20) },
      'orders/3': { customerId: 'champ', email: 'champ@example.com', total: 100, createdAt: ago(40) },
      'orders/4': { customerId: 'champ', total: 900, createdAt: ago(1), status: 'Refunded' },
    });
    const output = (await runStep(segmentCustomers, { select: 'champions' }, context)) as unknown as Output;
    const counts = Object.fromEntries(output.segments.map(({ name, count }) => [name, count]));
    expect(counts).toEqual({ champions: 1, new: 1, lost: 1, never_bought: 1 });
    expect(output.segments.find(({ name }) => name === 'champions')).toMatchObject({ share: 25, spent: 300 });
    expect(output.people).toEqual([{ id: 'champ', name: 'Champ', email: 'champ@example.com' }]);
    expect(output.summary).toContain('4 customers: ');
    expect(usage.reads).toBe(0);
  });

  it('groups by a field, narrowed by others, and leaves out of its list who wants no newsletters', async () => {
    const { context } = await open({
      'members/a': { email: 'a@example.com', plan: 'gold', status: 'active' },
      'members/b': { email: 'b@example.com', plan: 'gold', status: 'active', unsubscribed: true },
      'members/c': { email: 'c@example.com', plan: 'basic', status: 'active' },
      'members/d': { email: 'd@example.com', plan: 'gold', status: 'gone' },
      'members/e': { email: 'e@example.com', status: 'active' },
    });
    const where = [{ field: 'status', value: 'active' }];
    const params = { collection: 'members', by: 'plan', where, select: 'gold', show: 1 };
    const output = (await runStep(segmentCustomers, params, context)) as unknown as Output;
    expect(output.segments.map(({ name, count, members }) => [name, count, members.length])).toEqual([
      ['gold', 2, 1],
      ['basic', 1, 1],
      ['none', 1, 1],
    ]);
    expect(output.people.map(({ id }) => id)).toEqual(['a']);
  });

  it('says that strangers wrote what it read, where they did', async () => {
    const { context, seen } = await open({ 'prospects/a': { name: 'A' } });
    await runStep(segmentCustomers, { collection: 'prospects', by: 'status' }, context);
    expect(seen.isTainted).toBe(true);
  });
});

describe('a segment', () => {
  const lines = { recentDays: 30, activeDays: 90, lostDays: 365, often: 3, much: 500 };
  it.each([
    ['never_bought', null, 0, 0],
    ['champions', 30, 3, 500],
    ['loyal', 31, 3, 500],
    ['loyal', 90, 9, 0],
    ['new', 30, 1, 0],
    ['promising', 31, 1, 0],
    ['promising', 5, 2, 900],
    ['cannot_lose', 91, 1, 500],
    ['cannot_lose', 900, 1, 500],
    ['at_risk', 365, 3, 10],
    ['sleeping', 365, 2, 10],
    ['lost', 366, 9, 10],
  ] as const)('is %s after %s days, %i orders and %i spent', (name, daysSince, orders, spent) => {
    expect(segmentOf({ daysSince, orders, spent }, lines)).toBe(name);
    expect(Object.keys(SEGMENTS)).toContain(name);
  });
});
