import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armSchedule, createEngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import { queries } from '../../model/query.ts';
import { executionIdFor } from '../engine/start-execution.ts';
import { ConflictError, type Store } from '../ports.ts';
import { catchUp } from './catch-up.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { fireSchedule } from './fire-schedule.ts';

const scheduledFor = new Date('2026-11-23T14:00:00Z');
const eventId = 'event1';
const step = () => makeStep('do', () => ({}));

/** A store whose answers come in the order that the test chooses, once it does. */
function createShuffledStore() {
  const inner = createMemoryStore();
  let gate: () => Promise<void> = async () => undefined;
  const store: Store = {
    ...inner,
    get: async (ref) => gate().then(() => inner.get(ref)),
    find: async (ref) => gate().then(() => inner.find(ref)),
    query: async (query) => gate().then(() => inner.query(query)),
    commit: async (writes) => gate().then(() => inner.commit(writes)),
  };
  const shuffle = (next: () => Promise<void>): void => {
    gate = next;
  };
  return { inner, store, shuffle };
}

/** Two instances over one store; a playbook with an hourly schedule that is due, and an event that it listens for. */
async function createInstances(overlap: string | null) {
  const { inner, store, shuffle } = createShuffledStore();
  const kits = [await createEngineKit([step()], { store }), await createEngineKit([step()], { store })] as const;
  const [kit] = kits;
  const playbookId = await kit.playbook([{ action: 'do' }], {
    triggers: [
      { type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' },
      { type: 'event', id: 'event', eventName: 'inventory.low_stock' },
    ],
    overlap,
  });
  await armSchedule(kit, playbookId);
  const listener = { playbookId, triggerId: 'event', eventName: 'inventory.low_stock', filter: null };
  const event = { eventName: 'inventory.low_stock', source: 's', subject: 's', time: scheduledFor, dataJson: '{}' };
  const open = {
    depth: 0,
    causedBy: null,
    cursor: null,
    started: 0,
    dueAt: scheduledFor,
    expireAt: new Date('2027-01-01'),
  };
  await inner.commit([
    { op: 'set', path: paths.listener(playbookId, 'event').path, data: { ...listener, armedAt: new Date(0) } },
    { op: 'set', path: paths.event(eventId).path, data: { ...event, ...open } },
  ]);
  for (const { clock } of kits) await clock.advance(3_600_000 + 95_000);
  const occasions = [
    { kind: 'schedule', triggerId: 'schedule', scheduledFor },
    { kind: 'event', triggerId: 'event', eventId, event: {} },
  ] as const;
  const ids = occasions.map((occasion) => executionIdFor({ orgId, playbookId, occasion })).sort();
  return { kits, inner, shuffle, playbookId, ids };
}

type Instances = Awaited<ReturnType<typeof createInstances>>;
const deliveries = ['job', 'retry', 'runJob', 'tick', 'dispatch'] as const;

async function deliver({ kits, playbookId }: Instances, what: (typeof deliveries)[number], on: number): Promise<void> {
  const { engine, store } = kits[on === 0 ? 0 : 1];
  const call = { orgId, playbookId, triggerId: 'schedule' };
  switch (what) {
    case 'job':
    case 'retry':
      await fireSchedule(engine, { ...call, scheduleTime: scheduledFor.toISOString() });
      return;
    case 'runJob':
      await fireSchedule(engine, { ...call, scheduleTime: null });
      return;
    case 'tick': {
      const due = await store.query(queries.dueSchedules(engine.clock.now(), { limit: 10 }));
      for (const { id, data } of due) if (data !== null) await catchUp(engine, orgId, data, id);
      return;
    }
    case 'dispatch':
      await dispatchEvent(engine, orgId, eventId);
  }
}

describe('calls, ticks and events, each delivered one to five times to two instances, in any order and interleaving', () => {
  it('account for each occasion exactly once, and wake what was started', async () => {
    const each = deliveries.map((what) => fc.integer({ min: 1, max: 5 }).map((times) => Array(times).fill(what)));
    const calls = fc
      .tuple(...each)
      .chain((lists) => fc.shuffledSubarray(lists.flat(), { minLength: lists.flat().length }))
      .chain((order) => fc.tuple(...order.map((what) => fc.tuple(fc.constant(what), fc.nat({ max: 1 })))));
    const overlaps = fc.constantFrom(null, 'skip', 'queue', 'cancel_previous', 'allow');
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), calls, overlaps, async (scheduler, order, overlap) => {
        const instances = await createInstances(overlap);
        instances.shuffle(() => scheduler.schedule(Promise.resolve()));
        const conflicts: unknown[] = [];
        const all = order.map(([what, on]) =>
          deliver(instances, what, on).catch((error: unknown) => {
            // Cloud Scheduler and the queue call again.
            if (!(error instanceof ConflictError)) throw error;
            conflicts.push(what);
          }),
        );
        await scheduler.waitFor(Promise.all(all));
        instances.shuffle(async () => undefined);
        if (conflicts.length > 0) for (const what of deliveries) await deliver(instances, what, 0);

        const found = await instances.inner.query(queries.executions(orgId, { limit: 100 }));
        expect(found.map(({ id }) => id).sort()).toEqual(instances.ids);
        const woken = new Set(instances.kits.flatMap(({ queued }) => queued.map(({ data }) => data.executionId)));
        for (const { id, data } of found) if (data?.status !== 'skipped') expect(woken.has(id)).toBe(true);
        const states = found.map(({ data }) => data?.status).sort();
        if (overlap === 'allow') expect(states).toEqual(['queued', 'queued']);
        if (overlap === 'queue') expect(states).toEqual(['queued', 'waiting']);
        if (overlap === 'skip') expect(states).toEqual(['queued', 'skipped']);
      }),
      { numRuns: 60 },
    );
  });
});
