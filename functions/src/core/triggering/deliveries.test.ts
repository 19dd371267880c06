import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armSchedule, createEngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { createMemoryStore } from '../../adapters/memory/memory-store.ts';
import type { Execution } from '../../model/execution.ts';
import { queries } from '../../model/query.ts';
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

/**
 * Two instances over one store; a playbook with a schedule that is due (hourly: once; every minute: three times), and
 * an event that it listens for.
 */
async function createInstances(overlap: string | null, cron: string) {
  const { inner, store, shuffle } = createShuffledStore();
  const kits = [await createEngineKit([step()], { store }), await createEngineKit([step()], { store })] as const;
  const [kit] = kits;
  const playbookId = await kit.playbook([{ action: 'do' }], {
    triggers: [
      { type: 'schedule', id: 'schedule', cron, timezone: 'UTC' },
      { type: 'event', id: 'event', eventName: 'inventory.low_stock' },
    ],
    overlap,
  });
  await armSchedule(kit, playbookId, { cron, scheduledFor });
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
  for (const { clock } of kits) await clock.advance(3_600_000 + 125_000);
  return { kits, inner, shuffle, playbookId };
}

type Instances = Awaited<ReturnType<typeof createInstances>>;
const deliveries = ['job', 'nextJob', 'runJob', 'tick', 'dispatch'] as const;

async function deliver({ kits, playbookId }: Instances, what: (typeof deliveries)[number], on: number): Promise<void> {
  const { engine, store } = kits[on === 0 ? 0 : 1];
  const call = { orgId, playbookId, triggerId: 'schedule' };
  switch (what) {
    case 'job':
      await fireSchedule(engine, { ...call, scheduleTime: scheduledFor.toISOString() });
      return;
    case 'nextJob':
      await fireSchedule(engine, { ...call, scheduleTime: '2026-11-23T14:01:00Z' });
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
    const crons = fc.constantFrom('0 * * * *', '* * * * *');
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), calls, overlaps, crons, async (scheduler, order, overlap, cron) => {
        const instances = await createInstances(overlap, cron);
        instances.shuffle(() => scheduler.schedule(Promise.resolve()));
        const all = order.map(([what, on]) =>
          deliver(instances, what, on).catch((error: unknown) => {
            if (!(error instanceof ConflictError)) throw error;
          }),
        );
        await scheduler.waitFor(Promise.all(all));
        instances.shuffle(async () => undefined);
        // Who met a conflict is called again; a late retry comes for each.
        for (const what of ['tick', ...deliveries] as const) await deliver(instances, what, 0);

        const found = await instances.inner.query(queries.executions(orgId, { limit: 100 }));
        const occurrences = found.flatMap(({ data }) => (data?.eventId === null ? [countOf(data)] : []));
        expect(occurrences.reduce((sum, count) => sum + count, 0)).toBe(cron.startsWith('0') ? 1 : 3);
        expect(found.filter(({ data }) => data?.eventId === eventId)).toHaveLength(1);
        const woken = new Set(instances.kits.flatMap(({ queued }) => queued.map(({ data }) => data.executionId)));
        const started = found.filter(({ data }) => data?.status !== 'skipped');
        for (const { id } of started) expect(woken.has(id)).toBe(true);
        const free = started.filter(({ data }) => data?.status === 'queued' && Object.keys(data.signals).length === 0);
        if (overlap === 'allow') expect(started).toHaveLength(found.length);
        if (overlap === 'skip') expect(free).toHaveLength(1);
        if (overlap === 'queue') expect(started.filter(({ data }) => data?.status === 'queued')).toHaveLength(1);
        if (overlap === 'cancel_previous') expect(free).toHaveLength(1);
      }),
      { numRuns: 30 },
    );
  });
});

function countOf(execution: Execution): number {
  return execution.status === 'skipped' ? execution.occurrences : 1;
}
