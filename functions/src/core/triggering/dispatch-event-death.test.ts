import { describe, expect, it } from 'vitest';
import { createEngineKit, makeStep, orgId, paths, seed } from '../../../test/kit/engine-kit.ts';
import type { Fate } from '../../../test/kit/mortal.ts';
import { createWorld, type World } from '../../../test/kit/world.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import type { Store } from '../ports.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { type Fact, publishFact } from './publish-fact.ts';

const time = new Date('2026-11-23T13:00:00Z');
const data = { itemId: 'blue-dream', quantity: 2 };
const fact: Fact = { eventId: 'fact', eventName: 'inventory.low_stock', subject: 'inventory/blue-dream', time, data };
const steps = JSON.stringify([{ action: 'do' }]);

async function listen(store: Store, count: number, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  for (let index = 0; index < count; index++) {
    const playbookId = `p${String(index).padStart(4, '0')}`;
    const playbook = { name: 'Test', status: 'active', ownerId: 'owner', triggers: [], stepsJson: steps };
    const waits = { filter: null, debounce: null, batch: null, ...more };
    const listener = { playbookId, triggerId: 'event', eventName: fact.eventName, ...waits, armedAt: new Date(0) };
    await store.commit([
      { op: 'set', path: paths.playbook(playbookId).path, data: playbook },
      { op: 'set', path: paths.listener(playbookId, 'event').path, data: listener },
    ]);
  }
}

const event = async (store: Store) => (await store.get(paths.event(fact.eventId)))?.data;

async function worldOf(listeners: number, fate: Fate): Promise<World> {
  const store = createMemoryStore();
  await seed(store, orgId, time);
  await listen(store, listeners);
  return createWorld({ orgId, store, steps: () => [makeStep('do', () => ({}))], fate });
}

/** Publishes, and dispatches in processes of their own until it is done. */
async function play(world: World): Promise<void> {
  for (let turn = 0; turn < 8; turn++) {
    await world.inProcess((engine) => publishFact(engine, orgId, fact));
    await world.inProcess((engine) => dispatchEvent(engine, orgId, fact.eventId));
    if ((await event(world.store))?.dueAt === null) return;
  }
  throw new Error('It does not come to its end');
}

describe('a fan-out', () => {
  it('killed at any moment starts every listener once', { timeout: 120_000 }, async () => {
    const listeners = 12;
    const calm = await worldOf(listeners, {});
    await play(calm);
    expect(await calm.executions()).toHaveLength(listeners);
    for (let at = 1; at <= calm.moments.length; at++) {
      const world = await worldOf(listeners, { deaths: [at, 1 + (at % 4)] });
      await play(world);
      expect([calm.moments[at - 1], (await world.executions()).length]).toEqual([calm.moments[at - 1], listeners]);
      const woken = new Set(
        world.queued.flatMap(({ handler, data: { executionId } }) => (handler === 'advance' ? [executionId] : [])),
      );
      expect([calm.moments[at - 1], woken.size]).toEqual([calm.moments[at - 1], listeners]);
    }
  });

  it('of two workers at one event one goes on, and none is started twice', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit.store, 450);
    await publishFact(kit.engine, orgId, fact);
    await Promise.all([1, 2, 3].map(() => dispatchEvent(kit.engine, orgId, fact.eventId)));
    expect(await event(kit.store)).toMatchObject({ started: 450, dueAt: null, left: [] });
  });

  it('is looked at again within two minutes of its last page when its worker is gone', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit.store, 250);
    await publishFact(kit.engine, orgId, fact);
    await kit.clock.advance(600_000);
    kit.deaths.add('page_dispatched');
    await expect(dispatchEvent(kit.engine, orgId, fact.eventId)).rejects.toThrow();
    const dueAt = (await event(kit.store))?.dueAt;
    expect(dueAt && dueAt.getTime() - kit.clock.now().getTime()).toBeLessThanOrEqual(120_000);
    expect(dueAt && dueAt.getTime() - kit.clock.now().getTime()).toBeGreaterThanOrEqual(60_000);
  });

  it('serves the others when one start fails, tries that one again, and gives it up after a day', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit.store, 5);
    let isBroken = true;
    const engine = {
      ...kit.engine,
      store: {
        ...kit.store,
        commit: async (...[writes]: Parameters<Store['commit']>) => {
          const isIll = writes.some(
            ({ path, ...one }) =>
              path.includes('playbook_executions') && 'data' in one && JSON.stringify(one.data).includes('p0002'),
          );
          if (isBroken && isIll) throw new Error('The database says no');
          return kit.store.commit(writes);
        },
      },
    };
    // Told late: the day counts from there.
    await kit.clock.advance(72 * 3_600_000);
    await publishFact(engine, orgId, fact);
    await dispatchEvent(engine, orgId, fact.eventId);
    expect(await event(kit.store)).toMatchObject({ started: 4, left: ['p0002.event'] });
    expect((await event(kit.store))?.dueAt).not.toBeNull();
    await dispatchEvent(engine, orgId, fact.eventId);
    expect(await event(kit.store)).toMatchObject({ started: 4, left: ['p0002.event'] });
    isBroken = false;
    await dispatchEvent(engine, orgId, fact.eventId);
    expect(await event(kit.store)).toMatchObject({ started: 5, left: [], dueAt: null });
    isBroken = true;
    const again = { ...fact, eventId: 'again' };
    await publishFact(engine, orgId, again);
    await dispatchEvent(engine, orgId, 'again');
    await kit.clock.advance(25 * 3_600_000);
    await dispatchEvent(engine, orgId, 'again');
    expect((await kit.store.get(paths.event('again')))?.data).toMatchObject({ started: 4, left: [], dueAt: null });
  });

  it('that fails for all of them stands still for a day, and then ends', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit.store, 150);
    await publishFact(kit.engine, orgId, fact);
    const commit: Store['commit'] = (writes) =>
      writes.some(({ path }) => path.includes('playbook_executions'))
        ? Promise.reject(new Error('The database says no'))
        : kit.store.commit(writes);
    const engine = { ...kit.engine, store: { ...kit.store, commit } };
    await expect(dispatchEvent(engine, orgId, fact.eventId)).rejects.toThrow('More than 100');
    expect(await event(kit.store)).toMatchObject({ cursor: null, started: 0 });
    await kit.clock.advance(25 * 3_600_000);
    await dispatchEvent(engine, orgId, fact.eventId);
    expect(await event(kit.store)).toMatchObject({ started: 0, left: [], dueAt: null });
  });

  it('that is for one playbook starts no other', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    await listen(kit.store, 3);
    await publishFact(kit.engine, orgId, { ...fact, more: { onlyFor: 'p0001' } });
    await dispatchEvent(kit.engine, orgId, fact.eventId);
    expect(await event(kit.store)).toMatchObject({ started: 1, dueAt: null });
  });
});
