import { describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import {
  armSchedule,
  budget,
  createEngineKit,
  type EngineKit,
  makeStep,
  orgId,
  paths,
} from '../../../test/kit/engine-kit.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Store } from '../ports.ts';
import { fireSchedule } from '../triggering/fire-schedule.ts';
import { startExecution } from './start-execution.ts';
import { tick } from './tick.ts';
import { wakeExecution } from './wake-execution.ts';

const HOUR_MS = 3_600_000;

const runTick = (kit: EngineKit, arsenal = createArmoury(kit)) =>
  tick(kit.engine, arsenal, new Date(kit.engine.clock.now().getTime() + 50_000));

async function scheduled(kit: EngineKit, schedule: Partial<Schedule> = {}, more = {}) {
  const catchUp = schedule.catchUpPolicy === undefined ? {} : { catchUpPolicy: schedule.catchUpPolicy };
  const playbookId = await kit.playbook([{ action: 'do' }], {
    triggers: [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC', ...catchUp }],
    ...more,
  });
  const ref = await armSchedule(kit, playbookId, schedule);
  return { playbookId, ref };
}

const create = () => createEngineKit([makeStep('do', () => ({}))]);
async function executions(kit: EngineKit) {
  const found = await kit.store.query(queries.executions(orgId, { limit: 100 }));
  return found.flatMap(({ data }) => (data === null ? [] : [data]));
}
const startsOf = async (kit: EngineKit) =>
  (await executions(kit))
    .filter(({ status }) => status !== 'skipped')
    .map(({ scheduledFor }) => scheduledFor?.toISOString().slice(11, 16))
    .sort();

describe('the tick', () => {
  it('writes nothing but that it ran, once a minute, when nothing is due', async () => {
    const kit = await create();
    await scheduled(kit);
    await runTick(kit);
    kit.commits.length = 0;
    const nothing = { schedules: 0, executions: 0, events: 0, repaired: 0, healed: 0 };
    expect(await runTick(kit)).toEqual(nothing);
    expect(kit.commits).toEqual([]);
    await kit.clock.advance(60_000);
    expect(await runTick(kit)).toEqual(nothing);
    expect(kit.commits).toEqual([['heartbeats/tick']]);
  });

  it('asks once a quarter of an hour whom to remind, by one query', async () => {
    const kit = await create();
    let asked = 0;
    const store: Store = {
      ...kit.store,
      query: (query) => {
        if (query.from.path === 'approvals') asked += 1;
        return kit.store.query(query);
      },
    };
    for (let minute = 0; minute < 60; minute++) {
      const deadline = new Date(kit.clock.now().getTime() + 50_000);
      await tick({ ...kit.engine, store }, createArmoury(kit), deadline);
      await kit.clock.advance(60_000);
    }
    expect(asked).toBe(4);
  });

  it('starts at its minute what has no job', async () => {
    const kit = await create();
    const { ref } = await scheduled(kit, { jobName: null, dueAt: new Date('2026-11-23T14:00:00Z') });
    await kit.clock.advance(HOUR_MS);
    expect(await runTick(kit, createArmoury(kit, { cap: 0 }))).toMatchObject({ schedules: 1 });
    expect(await startsOf(kit)).toEqual(['14:00']);
    const next = new Date('2026-11-23T15:00:00Z');
    expect((await kit.store.get(ref))?.data).toMatchObject({ scheduledFor: next, dueAt: next });
  });

  it('twice at once starts one', async () => {
    const kit = await create();
    await scheduled(kit);
    await kit.clock.advance(HOUR_MS + 120_000);
    await Promise.all([runTick(kit), runTick(kit), runTick(kit)]);
    expect(await startsOf(kit)).toEqual(['14:00']);
    expect(await runTick(kit)).toMatchObject({ schedules: 0 });
  });

  it('tries a schedule that cannot be settled again, out of the way of the others, and tells the tenant', async () => {
    const kit = await create();
    const { playbookId, ref } = await scheduled(kit);
    await kit.store.commit([{ op: 'update', path: ref.path, fields: { catchUpPolicy: 'sometimes' } }]);
    await kit.clock.advance(HOUR_MS + 120_000);
    expect(await runTick(kit)).toMatchObject({ schedules: 1 });
    expect(await runTick(kit)).toMatchObject({ schedules: 0 });
    const alerts = await kit.store.query(queries.alerts(orgId, { limit: 5 }));
    expect(alerts.map(({ data }) => data)).toMatchObject([
      { code: 'schedule_silent', subject: `${playbookId}.schedule`, link: `/playbooks/${playbookId}`, count: 1 },
    ]);
    await kit.store.commit([{ op: 'update', path: ref.path, fields: { catchUpPolicy: 'latest' } }]);
    await kit.clock.advance(300_000);
    await runTick(kit);
    expect(await startsOf(kit)).toEqual(['14:00']);
  });

  it('does not overwrite what another worker has moved on while it failed', async () => {
    const kit = await create();
    const { ref } = await scheduled(kit);
    await kit.clock.advance(HOUR_MS + 120_000);
    // Dies after the commit that has started the execution and moved the schedule.
    kit.deaths.add('started');
    await runTick(kit);
    expect((await kit.store.get(ref))?.data.dueAt).toEqual(new Date('2026-11-23T15:01:30Z'));
    await kit.clock.advance(60_000);
    await runTick(kit);
    expect(await startsOf(kit)).toEqual(['14:00']);
    expect(kit.queued).toHaveLength(1);
  });

  it('does the rest when one part fails, says so, and has no heartbeat then', async () => {
    const kit = await create();
    const { playbookId } = await scheduled(kit);
    await startExecution(kit.engine, kit.request(playbookId), false);
    await kit.clock.advance(HOUR_MS + 120_000);
    const isAboutExecutions = (path: string) => path === 'playbook_executions';
    const store: Store = {
      ...kit.store,
      query: async (query) => {
        if (isAboutExecutions(query.from.path)) throw new Error('no index');
        return kit.store.query(query);
      },
    };
    const engine = { ...kit.engine, store };
    const deadline = new Date(kit.clock.now().getTime() + 50_000);
    await expect(tick(engine, createArmoury(kit), deadline)).rejects.toThrow('no index');
    expect(await startsOf(kit)).toContain('14:00');
    expect(await kit.store.get(top.heartbeat('tick'))).toBeNull();
  });

  it('starts an occurrence whose job did not come, and the job that comes after all starts nothing', async () => {
    const kit = await create();
    const { playbookId } = await scheduled(kit);
    await kit.clock.advance(HOUR_MS + 120_000);
    await runTick(kit);
    await runTick(kit);
    expect(await startsOf(kit)).toEqual(['14:00']);
    const late = await fireSchedule(kit.engine, { orgId, playbookId, triggerId: 'schedule', scheduleTime: null });
    expect(late).toMatchObject({ created: false });
    expect(await startsOf(kit)).toEqual(['14:00']);
  });

  for (const [policy, starts, skipped] of [
    ['latest', ['19:00'], 5],
    ['none', [], 6],
    ['all', ['14:00', '15:00', '16:00', '17:00', '18:00', '19:00'], 0],
  ] as const) {
    it(`after six hours of outage, by the policy '${policy}', starts ${starts.length} and accounts for ${skipped}`, async () => {
      const kit = await create();
      const { ref } = await scheduled(kit, { catchUpPolicy: policy });
      await kit.clock.advance(HOUR_MS * 6 + 30 * 60_000);
      await runTick(kit);
      await runTick(kit);
      expect(await startsOf(kit)).toEqual(starts);
      const reasons = (await executions(kit)).flatMap(({ status, error }) => (status === 'skipped' ? [error] : []));
      expect(reasons).toHaveLength(skipped > 0 ? 1 : 0);
      if (skipped > 0)
        expect(reasons[0]).toMatchObject({ code: 'missed', message: expect.stringContaining(`${skipped} starts`) });
      expect((await kit.store.get(ref))?.data.scheduledFor).toEqual(new Date('2026-11-23T20:00:00Z'));
    });
  }

  it('killed while it catches up goes on where it stopped', async () => {
    const kit = await create();
    await scheduled(kit, { catchUpPolicy: 'all' });
    await kit.clock.advance(HOUR_MS * 3 + 30 * 60_000);
    kit.deaths.add('caught_up');
    await runTick(kit);
    await kit.clock.advance(6 * 60_000);
    await runTick(kit);
    expect(await startsOf(kit)).toEqual(['14:00', '15:00', '16:00']);
  });

  it('accounts for an occurrence that may not start, with the reason', async () => {
    const kit = await create();
    await scheduled(kit, {}, { ownerId: 'gone' });
    await kit.clock.advance(HOUR_MS + 120_000);
    await runTick(kit);
    expect(await executions(kit)).toMatchObject([{ status: 'skipped', error: { code: 'owner_left' } }]);
  });

  it('wakes an execution whose task was lost, and one whose worker died', async () => {
    const kit = await create();
    const { playbookId } = await scheduled(kit, { dueAt: null });
    const lost = await startExecution(kit.engine, kit.request(playbookId), false);
    const died = await startExecution(
      kit.engine,
      kit.request(playbookId, { occasion: { kind: 'request', key: 'other' } }),
      true,
    );
    await kit.clock.advance(180_000);
    expect(await runTick(kit)).toMatchObject({ executions: 2 });
    expect(new Set(kit.queued.map(({ data }) => data.executionId))).toEqual(
      new Set([lost.executionId, died.executionId]),
    );
    for (const { data } of kit.queued) {
      await wakeExecution(kit.engine, orgId, String(data.executionId), budget(kit));
    }
    expect((await executions(kit)).map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(await runTick(kit)).toMatchObject({ executions: 0 });
  });

  it('that comes twice in a minute enqueues under the same names', async () => {
    const kit = await create();
    const { playbookId } = await scheduled(kit, { dueAt: null });
    await startExecution(kit.engine, kit.request(playbookId), false);
    await kit.clock.advance(180_000);
    await runTick(kit);
    await runTick(kit);
    expect(new Set(kit.queued.map(({ name }) => name)).size).toBe(1);
  });

  it('arms again what was armed in part', async () => {
    const kit = await create();
    const arming = { state: 'partial', problems: [], versionId: null, checkedAt: new Date() };
    const id = await kit.playbook([{ action: 'do' }], { arming });
    expect(await runTick(kit)).toMatchObject({ repaired: 1 });
    expect((await kit.store.get(paths.playbook(id)))?.data.arming?.state).toBe('none');
  });
});
