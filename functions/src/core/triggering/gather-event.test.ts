import { describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import { createEngineKit, type EngineKit, makeStep, orgId, paths, seed } from '../../../test/kit/engine-kit.ts';
import type { Fate } from '../../../test/kit/mortal.ts';
import { createWorld, type World } from '../../../test/kit/world.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import type { Execution } from '../../model/execution.ts';
import { queries } from '../../model/query.ts';
import type { Engine } from '../engine/engine.ts';
import { tick } from '../engine/tick.ts';
import type { Store } from '../ports.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { type Fact, publishFact } from './publish-fact.ts';
import { startGathered } from './start-gathered.ts';

const WINDOW_MS = 30_000;
const debounce = { windowMs: WINDOW_MS, by: 'event.itemId' };
const batch = { maxSize: 3, maxWaitMs: 60_000, by: null };
type Waits = Readonly<Record<string, unknown>>;

const factOf = (name: string, itemId: string, time: Date, quantity = 1): Fact => ({
  eventId: name,
  eventName: 'inventory.low_stock',
  subject: `inventory/${itemId}`,
  time,
  data: { itemId, quantity, name },
});

async function listen(store: Store, waits: Waits): Promise<void> {
  const stepsJson = JSON.stringify([{ action: 'do' }]);
  const playbook = { name: 'Test', status: 'active', ownerId: 'owner', triggers: [], stepsJson };
  const listener = { playbookId: 'p', triggerId: 'event', eventName: 'inventory.low_stock', filter: null };
  await store.commit([
    { op: 'set', path: paths.playbook('p').path, data: playbook },
    { op: 'set', path: paths.listener('p', 'event').path, data: { ...listener, ...waits, armedAt: new Date(0) } },
  ]);
}

async function happen(engine: Engine, fact: Fact): Promise<void> {
  await publishFact(engine, orgId, fact);
  await dispatchEvent(engine, orgId, fact.eventId);
}

/** Moves the clock on, and delivers what becomes due meanwhile. */
async function pass({ engine, clock, queued }: EngineKit, ms: number): Promise<void> {
  const end = clock.now().getTime() + ms;
  for (;;) {
    const due = queued
      .filter(({ data }) => 'gatheredId' in data)
      .sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0))
      .find(({ at }) => (at?.getTime() ?? 0) <= end);
    if (due === undefined) break;
    queued.splice(queued.indexOf(due), 1);
    await clock.advance(Math.max(0, (due.at?.getTime() ?? 0) - clock.now().getTime()));
    await startGathered(engine, orgId, String(due.data.gatheredId));
  }
  await clock.advance(end - clock.now().getTime());
}

// biome-ignore lint/suspicious/noExplicitAny: an event of any shape
const eventOf = ({ contextJson }: Execution): any => JSON.parse(contextJson).event;
const executions = async (store: Store) =>
  (await store.query(queries.executions(orgId, { limit: 1_000 }))).flatMap(({ data }) => data ?? []);
const names = async (store: Store) => (await executions(store)).map((one) => eventOf(one).name).sort();

async function kitWith(waits: Waits): Promise<EngineKit> {
  const kit = await createEngineKit([makeStep('do', () => ({}))]);
  await listen(kit.store, waits);
  return kit;
}

describe('debounce', () => {
  it('starts once, the window after the last event, with that event', async () => {
    const kit = await kitWith({ debounce });
    for (const name of ['a', 'b', 'c']) {
      await happen(kit.engine, factOf(name, 'blue', kit.clock.now()));
      await pass(kit, WINDOW_MS - 1_000);
    }
    expect(await executions(kit.store)).toEqual([]);
    await pass(kit, 2_000);
    expect(await names(kit.store)).toEqual(['c']);
    expect((await executions(kit.store))[0]).toMatchObject({ triggeredBy: 'event', eventId: 'c', depth: 1 });
    await pass(kit, 600_000);
    expect(await names(kit.store)).toEqual(['c']);
  });

  it('keeps what belongs together apart from the rest, and begins anew after a start', async () => {
    const kit = await kitWith({ debounce });
    await happen(kit.engine, factOf('a', 'blue', kit.clock.now()));
    await happen(kit.engine, factOf('b', 'green', kit.clock.now()));
    await pass(kit, WINDOW_MS);
    expect(await names(kit.store)).toEqual(['a', 'b']);
    await happen(kit.engine, factOf('c', 'blue', kit.clock.now()));
    await pass(kit, WINDOW_MS);
    expect(await names(kit.store)).toEqual(['a', 'b', 'c']);
  });

  it('starts once for what comes in one and the same instant', async () => {
    const kit = await kitWith({ debounce: { ...debounce, by: null } });
    const all = Array.from({ length: 20 }, (_, index) => `e${index}`);
    await Promise.all(all.map((name) => happen(kit.engine, factOf(name, name, kit.clock.now()))));
    await pass(kit, WINDOW_MS * 2);
    expect(await executions(kit.store)).toHaveLength(1);
  });

  it('takes what comes at the end of its window for another burst, whether it was looked at before or after', async () => {
    for (const isPrompt of [true, false]) {
      const kit = await kitWith({ debounce });
      await happen(kit.engine, factOf('a', 'blue', kit.clock.now()));
      await (isPrompt ? pass(kit, WINDOW_MS) : kit.clock.advance(WINDOW_MS));
      await happen(kit.engine, factOf('b', 'blue', kit.clock.now()));
      await pass(kit, WINDOW_MS);
      expect([isPrompt, await names(kit.store)]).toEqual([isPrompt, ['a', 'b']]);
    }
  });

  it('makes of two bursts two starts, however late they are looked at', async () => {
    const kit = await kitWith({ debounce });
    for (const [name, waitMs] of [
      ['a', 10_000],
      ['b', WINDOW_MS + 5_000],
      ['c', 1_000],
      ['d', 3_600_000],
    ] as const) {
      await happen(kit.engine, factOf(name, 'blue', kit.clock.now()));
      await kit.clock.advance(waitMs);
    }
    await pass(kit, 0);
    expect(await names(kit.store)).toEqual(['b', 'd']);
    expect((await executions(kit.store))[0]?.createdAt.getTime()).toBeGreaterThan(0);
  });

  it('lets nothing in that the filter keeps out, and forgets what its playbook lets go', async () => {
    const kit = await kitWith({ debounce, filter: 'event.quantity < 5' });
    await happen(kit.engine, factOf('a', 'blue', kit.clock.now(), 1));
    await happen(kit.engine, factOf('b', 'blue', kit.clock.now(), 9));
    await pass(kit, WINDOW_MS);
    expect(await names(kit.store)).toEqual(['a']);
    await happen(kit.engine, factOf('c', 'blue', kit.clock.now(), 1));
    await kit.store.commit([{ op: 'delete', path: paths.listener('p', 'event').path }]);
    await pass(kit, WINDOW_MS);
    expect(await names(kit.store)).toEqual(['a']);
  });
});

describe('a trigger that listens for something else by now', () => {
  it.each([{ debounce }, { batch }])('starts for nothing that it held before: %j', async (waits) => {
    const kit = await kitWith(waits);
    await happen(kit.engine, factOf('a', 'blue', kit.clock.now()));
    const { path } = paths.listener('p', 'event');
    await kit.store.commit([{ op: 'update', path, fields: { eventName: 'order.created' } }]);
    await pass(kit, 61_000);
    const held = await kit.store.query(queries.dueGathered(new Date(8.64e15), { limit: 9 }));
    expect([await executions(kit.store), held]).toEqual([[], []]);
  });
});

describe('batch', () => {
  it('starts when it is full, with all events in their order', async () => {
    const kit = await kitWith({ batch });
    for (const name of ['a', 'b', 'c', 'd']) {
      await happen(kit.engine, factOf(name, name, kit.clock.now()));
      await pass(kit, 1_000);
    }
    const [first, ...more] = await executions(kit.store);
    expect(more).toEqual([]);
    expect(first && eventOf(first)).toMatchObject({ count: 3, items: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] });
    await pass(kit, 55_000);
    expect(await executions(kit.store)).toHaveLength(1);
    await pass(kit, 5_000);
    const counts = (await executions(kit.store)).map((one) => eventOf(one).count).sort();
    expect(counts).toEqual([1, 3]);
  });

  it('loses none of a hundred that come at once, and tells none twice', async () => {
    const kit = await kitWith({ batch: { ...batch, maxSize: 7 } });
    const all = Array.from({ length: 100 }, (_, index) => `e${String(index).padStart(3, '0')}`);
    await Promise.all(all.map((name) => happen(kit.engine, factOf(name, name, kit.clock.now()))));
    await pass(kit, 60_000);
    const told = (await executions(kit.store)).flatMap((one) =>
      eventOf(one).items.map(({ name }: { name: string }) => name),
    );
    expect(told.sort()).toEqual(all);
  });

  it('tells an execution of no more than it can hold', async () => {
    const kit = await kitWith({ batch: { ...batch, maxSize: 3 } });
    for (const name of ['a', 'b', 'c']) {
      const fact = factOf(name, name, kit.clock.now());
      await happen(kit.engine, { ...fact, data: { itemId: name, name, text: 'x'.repeat(90_000) } });
    }
    await pass(kit, 60_000);
    expect((await executions(kit.store)).map((one) => eventOf(one).count).sort()).toEqual([1, 2]);
  });
});

describe('what waits', () => {
  it('is found by the tick when its task is lost', async () => {
    for (const waits of [{ debounce }, { batch }]) {
      const kit = await kitWith(waits);
      await happen(kit.engine, factOf('a', 'blue', kit.clock.now()));
      kit.queued.length = 0;
      await kit.clock.advance(61_000);
      const arsenal = createArmoury(kit);
      const { events } = await tick(kit.engine, arsenal, new Date(kit.clock.now().getTime() + 50_000));
      expect(events).toBe(1);
      await pass(kit, 0);
      expect(await executions(kit.store)).toHaveLength(1);
    }
  });

  it('is one execution that waits while everything is paused', async () => {
    const kit = await kitWith({ batch });
    await kit.store.commit([
      {
        op: 'update',
        path: paths.playbook('p').path,
        fields: { status: 'paused', pause: { since: kit.clock.now(), by: 'owner', reason: null } },
      },
    ]);
    for (const name of ['a', 'b', 'c']) await happen(kit.engine, factOf(name, name, kit.clock.now()));
    await pass(kit, 1_000);
    expect(await executions(kit.store)).toMatchObject([{ status: 'waiting', wait: { kind: 'pause' } }]);
  });

  it('tells of taint and depth as the worst of what it gathered', async () => {
    const kit = await kitWith({ batch });
    const more = [{ depth: 2 }, { isTainted: true }, {}];
    for (const [index, one] of more.entries())
      await happen(kit.engine, { ...factOf(`e${index}`, 'blue', kit.clock.now()), more: one });
    await pass(kit, 1_000);
    expect(await executions(kit.store)).toMatchObject([{ depth: 3, taint: ['event'] }]);
  });

  async function worldOf(waits: Waits, fate: Fate): Promise<World> {
    const store = createMemoryStore();
    await seed(store, orgId, new Date('2026-11-23T13:00:00Z'));
    await listen(store, waits);
    return createWorld({ orgId, store, steps: () => [makeStep('do', () => ({}))], fate });
  }

  /** Each thing is tried again until it is done, as tasks are. */
  async function play(world: World): Promise<void> {
    for (const name of ['a', 'b', 'c', 'd']) {
      const fact = factOf(name, 'blue', world.clock.now());
      for (let turn = 0; turn < 4; turn++) await world.inProcess((engine) => happen(engine, fact));
      await world.clock.advance(1_000);
    }
    await world.clock.advance(120_000);
    for (let turn = 0; turn < 4; turn++) {
      for (const { id } of await world.all(paths.gatheredEvents)) {
        await world.inProcess((engine) => startGathered(engine, orgId, id));
      }
    }
  }

  for (const [name, waits, expected] of [
    ['debounced', { debounce }, ['d']],
    ['batched', { batch }, [1, 3]],
  ] as const) {
    it(`${name} starts exactly once whatever dies`, { timeout: 120_000 }, async () => {
      const calm = await worldOf(waits, {});
      await play(calm);
      const said = async (world: World) =>
        (await world.executions()).map(({ data }) => eventOf(data).count ?? eventOf(data).name).sort();
      expect(await said(calm)).toEqual(expected);
      for (let at = 1; at <= calm.moments.length; at++) {
        const world = await worldOf(waits, { deaths: [at, 1 + (at % 3)] });
        await play(world);
        expect([calm.moments[at - 1], await said(world)]).toEqual([calm.moments[at - 1], expected]);
        const left = (await world.all(paths.gatheredEvents)).filter(({ data }) => data.dueAt !== null);
        expect([calm.moments[at - 1], left]).toEqual([calm.moments[at - 1], []]);
      }
    });
  }
});
