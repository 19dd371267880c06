import { describe, expect, it } from 'vitest';
import { armSchedule, createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Arsenal } from '../triggering/apply-triggers.ts';
import { fireSchedule } from '../triggering/fire-schedule.ts';
import { wakeExecution } from './advance-execution.ts';
import { startExecution } from './start-execution.ts';
import { tick } from './tick.ts';

const HOUR_MS = 3_600_000;

function arsenalOf({ engine }: EngineKit): Arsenal {
  const { store, clock, catalog, log, fault } = engine;
  const nothing = async () => undefined;
  const scheduler = {
    get: async () => null,
    create: nothing,
    update: nothing,
    resume: nothing,
    delete: nothing,
    list: async () => [],
  };
  const secrets = { read: async () => null, cronSecrets: async () => ['s'] };
  const jobs = { parent: 'projects/p/locations/l', apiOrigin: 'https://api.example' };
  return { store, clock, catalog, log, fault, scheduler, secrets, jobs };
}

const runTick = (kit: EngineKit) =>
  tick(kit.engine, arsenalOf(kit), new Date(kit.engine.clock.now().getTime() + 50_000));

async function scheduled(kit: EngineKit, schedule: Partial<Schedule> = {}, more = {}) {
  const playbookId = await kit.playbook([{ action: 'do' }], {
    triggers: [{ type: 'schedule', id: 'schedule', cron: '0 * * * *', timezone: 'UTC' }],
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
  it('does nothing, and writes nothing, when nothing is due', async () => {
    const kit = await create();
    await scheduled(kit);
    kit.commits.length = 0;
    expect(await runTick(kit)).toEqual({ schedules: 0, executions: 0, events: 0, repaired: 0 });
    expect(kit.commits).toEqual([]);
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
      await wakeExecution(kit.engine, orgId, String(data.executionId), new Date(kit.clock.now().getTime() + HOUR_MS));
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
