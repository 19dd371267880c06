import { describe, expect, it } from 'vitest';
import { armSchedule, createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import type { Execution } from '../../model/execution.ts';
import type { Overlap } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import { newestContent, type StartRequest, startExecution } from '../engine/start-execution.ts';
import { catchUp } from './catch-up.ts';
import { fireSchedule } from './fire-schedule.ts';
import { startUnattended } from './start-unattended.ts';

const HOUR_MS = 3_600_000;
const triggers = [
  { type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' },
  { type: 'schedule', id: 'other', cron: '0 * * * *', timezone: 'UTC' },
  { type: 'event', id: 'event', eventName: 'inventory.low_stock' },
];

/** An hourly playbook; every `fire` is the job's call of the next hour. */
async function createHourly(overlap: Overlap | null) {
  const kit = await createEngineKit([makeStep('do', () => ({}))]);
  const id = await kit.playbook([{ action: 'do' }], { triggers, overlap });
  const ref = await armSchedule(kit, id);
  const fire = async (triggerId = 'schedule') => {
    return fireSchedule(kit.engine, { orgId, playbookId: id, triggerId, scheduleTime: null });
  };
  const nextHour = async () => {
    await kit.clock.advance(HOUR_MS);
    return fire();
  };
  const event = (eventId: string, more: Partial<StartRequest> = {}): Promise<{ executionId: string }> =>
    startUnattended(
      kit.engine,
      kit.request(id, {
        occasion: { kind: 'event', triggerId: 'event', eventId, event: {} },
        triggeredBy: 'event',
        startedBy: 'system',
        ...more,
      }),
    );
  return { kit, id, ref, fire, nextHour, event };
}

async function all(kit: EngineKit): Promise<(Execution & { id: string })[]> {
  const found = await kit.store.query(queries.executions(orgId, { limit: 1_000 }));
  return found
    .flatMap(({ id, data }) => (data === null ? [] : [{ ...data, id }]))
    .sort((a, b) => Number(a.createdAt) - Number(b.createdAt) || Number(a.scheduledFor) - Number(b.scheduledFor));
}

async function finish(kit: EngineKit, executionId: string): Promise<void> {
  const now = kit.clock.now();
  const fields = { status: 'completed', startedAt: now, completedAt: now, lease: null, wait: null, dueAt: null };
  await kit.store.commit([{ op: 'update', path: paths.execution(executionId).path, fields }]);
}

const idOf = (fired: object): string => ('executionId' in fired ? String(fired.executionId) : '');
const statuses = async (kit: EngineKit) => (await all(kit)).map(({ status }) => status);

describe('an occurrence that comes while another is under way', () => {
  it('is skipped by a schedule that says nothing else; all in a row are one record, with a count and both ends', async () => {
    const { kit, nextHour, ref } = await createHourly(null);
    const first = await nextHour();
    for (let hour = 0; hour < 3; hour++) {
      const reason = expect.stringMatching(/began at 2026-11-23T14:00:00.000Z was still under way/);
      expect(await nextHour()).toEqual({ kind: 'nothing_due', reason });
    }
    expect(await all(kit)).toMatchObject([
      { id: idOf(first), status: 'queued' },
      {
        status: 'skipped',
        occurrences: 3,
        scheduledFor: new Date('2026-11-23T15:00:00Z'),
        lastScheduledFor: new Date('2026-11-23T17:00:00Z'),
        error: {
          code: 'overlap',
          message: expect.stringContaining('3 starts from 2026-11-23T15:00:00.000Z to 2026-11-23T17:00:00.000Z'),
          fix: { href: `/executions/${idOf(first)}` },
        },
      },
    ]);
    expect((await kit.store.get(ref))?.data.scheduledFor).toEqual(new Date('2026-11-23T18:00:00Z'));
  });

  it('starts again as soon as the other is over, and what is skipped after that is a new record', async () => {
    const { kit, nextHour } = await createHourly(null);
    await finish(kit, idOf(await nextHour()));
    await nextHour();
    await nextHour();
    const [, second] = await all(kit);
    await finish(kit, second?.id ?? '');
    await nextHour();
    await nextHour();
    expect((await all(kit)).map(({ status, scheduledFor }) => [status, scheduledFor?.getUTCHours()])).toEqual([
      ['completed', 14],
      ['completed', 15],
      ['skipped', 16],
      ['queued', 17],
      ['skipped', 18],
    ]);
  });

  it('is accounted for one by one when it lasts longer than ten intervals: started and skipped add up', async () => {
    const { kit, nextHour } = await createHourly('skip');
    for (let hour = 1; hour <= 30; hour++) {
      await nextHour();
      const underWay = (await all(kit)).find(({ dueAt }) => dueAt !== null);
      if (hour % 12 === 0 && underWay) await finish(kit, underWay.id);
    }
    const counted = (await all(kit)).map((one) => (one.status === 'skipped' ? one.occurrences : 1));
    expect(counted).toEqual([1, 11, 1, 11, 1, 5]);
  });

  it('of another trigger of the playbook has a record of its own', async () => {
    const { kit, id, nextHour, fire } = await createHourly(null);
    await kit.store.commit([
      {
        op: 'set',
        path: paths.schedule(id, 'other').path,
        data: { ...(await kit.store.get(paths.schedule(id, 'schedule')))?.data, triggerId: 'other' },
      },
    ]);
    await nextHour();
    await fire('other');
    await nextHour();
    await fire('other');
    const skipped = (await all(kit)).filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ triggerId }) => triggerId).sort()).toEqual(['other', 'other', 'schedule']);
    expect(skipped.reduce((sum, one) => sum + (one.status === 'skipped' ? one.occurrences : 0), 0)).toBe(3);
  });

  it('comes again as a late retry after it was folded into an earlier record, and starts nothing', async () => {
    const { kit, id, nextHour } = await createHourly(null);
    const first = await nextHour();
    await nextHour();
    await nextHour();
    await finish(kit, idOf(first));
    const retry = { orgId, playbookId: id, triggerId: 'schedule', scheduleTime: '2026-11-23T16:00:00Z' };
    expect(await fireSchedule(kit.engine, retry)).toMatchObject({ kind: 'nothing_due' });
    expect(await statuses(kit)).toEqual(['completed', 'skipped']);
  });

  it('is decided once by two calls at the same moment', async () => {
    const { kit, nextHour, fire } = await createHourly(null);
    await nextHour();
    await kit.clock.advance(HOUR_MS);
    await Promise.all([fire(), fire(), fire()]);
    expect((await all(kit)).map((one) => (one.status === 'skipped' ? one.occurrences : one.status))).toEqual([
      'queued',
      1,
    ]);
  });

  it('is one of several that come at the same moment when none is under way: one starts', async () => {
    const { kit, event } = await createHourly('skip');
    await Promise.all([event('a'), event('b'), event('c')]);
    expect((await statuses(kit)).sort()).toEqual(['queued', 'skipped', 'skipped']);
    for (const { id, status } of await all(kit)) if (status === 'queued') await finish(kit, id);
    await Promise.all([event('d'), event('e'), event('f')]);
    expect((await statuses(kit)).sort()).toEqual(['completed', 'queued', ...Array(4).fill('skipped')]);
  });
});

describe('an event that comes while another is under way', () => {
  it('starts beside it where nothing is said, without a look at the state', async () => {
    const { kit, id, event } = await createHourly(null);
    await event('a');
    await event('b');
    expect(await statuses(kit)).toEqual(['queued', 'queued']);
    expect(await kit.store.get(paths.overlapState(id))).toBeNull();
  });

  it('is skipped with a record of its own: delivered again, it is not counted again and does not start', async () => {
    const { kit, event } = await createHourly('skip');
    const { executionId } = await event('a');
    await event('b');
    await event('b');
    await event('a');
    await finish(kit, executionId);
    await event('b');
    const [a, b] = (await all(kit)).sort((one, other) => String(one.eventId).localeCompare(String(other.eventId)));
    expect(a).toMatchObject({ status: 'completed', eventId: 'a' });
    expect(b).toMatchObject({ status: 'skipped', eventId: 'b', occurrences: 1, error: { code: 'overlap' } });
    expect(await all(kit)).toHaveLength(2);
  });

  it('waits its turn under queue, each behind the one before it, which is told', async () => {
    const { kit, event } = await createHourly('queue');
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.push((await event(name)).executionId);
    await event('b');
    const wakeAt = new Date(kit.clock.now().getTime() + 300_000);
    const [first, second, third] = await Promise.all(ids.map((id) => kit.execution(id)));
    expect(first?.status).toBe('queued');
    expect(second).toMatchObject({ status: 'waiting', wait: { kind: 'turn', after: ids[0], wakeAt } });
    expect(third).toMatchObject({ status: 'waiting', wait: { kind: 'turn', after: ids[1] } });
    const successors = [first, second, third].map((one) => Object.keys(one?.signals ?? {}));
    expect(successors).toEqual([[`successor_${ids[1]}`], [`successor_${ids[2]}`], []]);
  });

  it('starts free under queue when the one before it ends at that very moment', async () => {
    const { kit, event } = await createHourly('queue');
    const { executionId } = await event('a');
    const { commit } = kit.store;
    let isFirst = true;
    const engine = {
      ...kit.engine,
      store: {
        ...kit.store,
        commit: async (writes: Parameters<typeof commit>[0]) => {
          if (isFirst) {
            isFirst = false;
            await finish(kit, executionId);
          }
          return commit(writes);
        },
      },
    };
    const occasion = { kind: 'event', triggerId: 'event', eventId: 'b', event: {} } as const;
    const request = kit.request('playbook1', { occasion, triggeredBy: 'event' });
    const started = await startExecution(engine, request, false);
    expect(await kit.execution(started.executionId)).toMatchObject({ status: 'queued' });
    expect((await kit.execution(executionId)).signals).toEqual({});
  });

  it('under cancel_previous stops the one before it in the same commit and wakes it for that', async () => {
    const { kit, event } = await createHourly('cancel_previous');
    const { executionId } = await event('a');
    kit.queued.length = 0;
    const second = await event('b');
    expect(Object.values((await kit.execution(executionId)).signals)).toMatchObject([{ kind: 'cancel', by: 'system' }]);
    expect(kit.queued.map(({ data }) => data.executionId)).toEqual([executionId, second.executionId]);
    await event('a');
    expect((await kit.execution(second.executionId)).signals).toEqual({});
  });
});

/** As the trigger leaves it: its version is known. */
async function arm(kit: EngineKit, id: string): Promise<void> {
  const playbook = (await kit.store.get(paths.playbook(id)))?.data;
  if (playbook === undefined) throw new Error('There is no such playbook');
  const { versionId } = newestContent(kit.engine, playbook);
  const arming = { state: 'armed', problems: [], versionId, checkedAt: kit.clock.now() };
  await kit.store.commit([{ op: 'update', path: paths.playbook(id).path, fields: { arming } }]);
}

describe('a start by a person', () => {
  it('happens anyway, and is in the way of the next occurrence', async () => {
    const { kit, id, nextHour } = await createHourly('skip');
    const byHand = await startExecution(kit.engine, kit.request(id), true);
    const other = { occasion: { kind: 'request', key: 'other' } } as const;
    const second = await startExecution(kit.engine, kit.request(id, other), true);
    expect([byHand.created, second.created, second.held === null]).toEqual([true, true, false]);
    await nextHour();
    expect(await statuses(kit)).toEqual(['running', 'running', 'skipped']);
  });

  it('is in nobody’s way as a dry run', async () => {
    const { kit, id, nextHour } = await createHourly('skip');
    await startExecution(kit.engine, kit.request(id, { dryRun: true }), true);
    expect(await nextHour()).toMatchObject({ kind: 'started' });
  });

  it('costs two reads and one commit of its own where the policy is to allow', async () => {
    for (const overlap of [null, 'allow'] as const) {
      const { kit, id } = await createHourly(overlap);
      await arm(kit, id);
      const read: string[] = [];
      const store: typeof kit.store = {
        ...kit.store,
        get: (ref) => {
          read.push(ref.path);
          return kit.store.get(ref);
        },
        find: (ref) => {
          read.push(ref.path);
          return kit.store.find(ref);
        },
      };
      kit.commits.length = 0;
      const member = (await kit.store.get(paths.member('owner')))?.data ?? null;
      await startExecution({ ...kit.engine, store }, kit.request(id, { member }), true);
      expect(read).toEqual([paths.playbook(id).path, paths.root]);
      expect(kit.commits).toHaveLength(1);
    }
  });
});

describe('occurrences that are made up for', () => {
  it('all of them wait for one another, though the schedule else skips', async () => {
    const { kit, ref, nextHour } = await createHourly(null);
    await kit.store.commit([{ op: 'update', path: ref.path, fields: { catchUpPolicy: 'all' } }]);
    await kit.clock.advance(HOUR_MS * 3 + 30 * 60_000);
    const schedule = await kit.store.get(ref);
    if (schedule) await catchUp(kit.engine, orgId, schedule.data, schedule.id);
    expect(await statuses(kit)).toEqual(['queued', 'waiting', 'waiting']);
    expect(await nextHour()).toMatchObject({ kind: 'nothing_due' });
  });
});
