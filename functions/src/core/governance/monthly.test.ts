import { describe, expect, it } from 'vitest';
import { type EngineKit, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { createFlowKit, tell } from '../../../test/kit/flow-kit.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { releaseHeld } from '../engine/hold.ts';
import { startExecution } from '../engine/start-execution.ts';
import { everything, pause, resume } from './pause.fixture.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

async function createCapped(monthlyExecutions: number) {
  const { kit, told } = await createFlowKit();
  const cap = async (to: number) => {
    const limits = { daily: {}, monthlyExecutions: to, monthlyCost: null, executionCost: null };
    await kit.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields: { limits } }]);
  };
  await cap(monthlyExecutions);
  const id = await kit.playbook([tell('{{inputs.n}}')], { inputs: [{ name: 'n', type: 'number' }] });
  const start = (n: number, more = {}) =>
    startExecution(
      kit.engine,
      kit.request(id, { occasion: { kind: 'request', key: `k${n}` }, inputs: { n }, ...more }),
      false,
    );
  const run = async (n: number, more = {}) => {
    const { executionId } = await start(n, more);
    kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: 'first', at: null });
    await kit.drain();
    await kit.clock.advance(1);
    return kit.execution(executionId);
  };
  return { kit, told, cap, id, start, run };
}

async function openAlerts({ store }: EngineKit): Promise<(string | undefined)[]> {
  const found = await store.query(queries.alerts(orgId, { limit: 20 }));
  return found.flatMap(({ data }) => (data?.resolvedAt === null ? [data.code] : [])).sort();
}

async function wakeDue(kit: EngineKit): Promise<void> {
  for (const { id } of await kit.store.query(queries.dueExecutions(kit.clock.now(), { limit: 1_000 }))) {
    kit.queued.push({ handler: 'advance', data: { orgId, executionId: id }, name: 'tick', at: null });
  }
  await kit.drain();
}

describe('the executions of a month', () => {
  it('beyond the cap are held, and told of at 75, 90 and 100 %', async () => {
    const { kit, told, run } = await createCapped(20);
    for (let n = 1; n <= 14; n++) await run(n);
    expect(await openAlerts(kit)).toEqual([]);
    await run(15);
    expect(await openAlerts(kit)).toEqual(['monthly_limit_75']);
    for (let n = 16; n <= 20; n++) await run(n);
    expect(await openAlerts(kit)).toEqual(['monthly_limit_100', 'monthly_limit_75', 'monthly_limit_90']);
    expect(await run(21)).toMatchObject({
      status: 'waiting',
      startedAt: null,
      wait: { kind: 'limit', limit: 'monthly_executions', path: '' },
    });
    expect(told).toHaveLength(20);
    expect((await kit.store.get(top.tenant(orgId)))?.data.month).toMatchObject({ period: '2026-11', executions: 20 });
  });

  it('leave rehearsals out', async () => {
    const { run } = await createCapped(1);
    expect((await run(1, { dryRun: true })).status).toBe('completed');
    expect((await run(2)).status).toBe('completed');
    expect((await run(3, { dryRun: true })).status).toBe('completed');
    expect((await run(4)).status).toBe('waiting');
  });

  it('leave out a rehearsal that a pause had held, too', async () => {
    const { kit, run } = await createCapped(0);
    await pause(kit);
    const { dueAt } = await run(1, { dryRun: true });
    expect(dueAt).not.toBeNull();
    await resume(kit);
    await kit.drain();
    await wakeDue(kit);
    const [execution] = await everything(kit);
    expect(execution?.status).toBe('completed');
  });

  it('are told of again in a month that goes the same way', async () => {
    const { kit, run } = await createCapped(4);
    for (let n = 1; n <= 3; n++) await run(n);
    expect(await openAlerts(kit)).toEqual(['monthly_limit_75']);
    await kit.clock.advance(31 * DAY_MS);
    await run(4);
    expect(await openAlerts(kit)).toEqual([]);
    for (let n = 5; n <= 6; n++) await run(n);
    expect(await openAlerts(kit)).toEqual(['monthly_limit_75']);
  });

  it('that start at the same moment are never one too many', async () => {
    const { kit, told, start } = await createCapped(10);
    const started = await Promise.all(Array.from({ length: 40 }, (_, n) => start(n)));
    expect(started.every(({ created }) => created)).toBe(true);
    for (const { executionId } of started) {
      kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: 'first', at: null });
    }
    await kit.drain();
    await wakeDue(kit);
    expect(told).toHaveLength(10);
    expect((await kit.store.get(paths.limit('monthly_executions_2026-11')))?.data.used).toBe(10);
  });

  it('are let go of when the cap is raised, the oldest first, and never beyond it', async () => {
    const { kit, told, cap, run } = await createCapped(2);
    for (let n = 1; n <= 8; n++) await run(n);
    expect(told).toEqual([1, 2]);
    await cap(5);
    // Whoever is woken first does not get the place of an older one.
    const found = await kit.store.query(queries.heldExecutions(orgId, 'limit', { limit: 10 }));
    const youngest = found.at(-1);
    kit.deaths.add('page_released');
    await releaseHeld(kit.engine, orgId, 'limit');
    const tasks = kit.queued.splice(0);
    kit.queued.push(...tasks.reverse());
    await kit.drain();
    expect(told.length).toBeLessThanOrEqual(5);
    expect((await kit.execution(youngest?.id ?? '')).status).toBe('waiting');
    await kit.clock.advance(60 * MINUTE_MS);
    await wakeDue(kit);
    expect([...told].sort()).toEqual([1, 2, 3, 4, 5]);
    await run(9);
    expect(told).toHaveLength(5);
  });

  it('that were held begin in the next month by themselves, and the alerts are over', async () => {
    const { kit, told, cap, run } = await createCapped(2);
    for (let n = 1; n <= 5; n++) await run(n);
    // December begins at five in the morning in UTC.
    const december = Date.parse('2026-12-01T05:00:00Z') - kit.clock.now().getTime();
    await kit.clock.advance(december - MINUTE_MS);
    await wakeDue(kit);
    expect(told).toEqual([1, 2]);
    await kit.clock.advance(MINUTE_MS);
    await wakeDue(kit);
    await wakeDue(kit);
    expect([...told].sort()).toEqual([1, 2, 3, 4]);
    await kit.clock.advance(31 * DAY_MS);
    await wakeDue(kit);
    expect([...told].sort()).toEqual([1, 2, 3, 4, 5]);
    await cap(20);
    await run(6);
    expect(await openAlerts(kit)).toEqual([]);
  });
});
