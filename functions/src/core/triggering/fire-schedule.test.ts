import { describe, expect, it } from 'vitest';
import { armSchedule, createEngineKit, type EngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import { type Role, type TeamMember, teamMemberSchema } from '../../model/tenant.ts';
import { updatePlaybook } from '../authoring/save-playbook.ts';
import { removeMember } from '../governance/team.ts';
import { catchUp } from './catch-up.ts';
import { fireSchedule } from './fire-schedule.ts';

const HOUR_MS = 3_600_000;
const HOURLY = { cron: '0 * * * *', timezone: 'UTC' };
const at = (time: string) => new Date(`2026-11-23T${time}:00Z`);

async function executions(kit: EngineKit) {
  const found = await kit.store.query(queries.executions(orgId, { limit: 100 }));
  const read = found.flatMap(({ data }) => (data === null ? [] : [data]));
  return read.sort((a, b) => Number(a.scheduledFor) - Number(b.scheduledFor));
}

/** What the tick does. */
async function catchUpAll(kit: EngineKit): Promise<void> {
  for (const { id, data } of await kit.store.query(queries.dueSchedules(kit.clock.now(), { limit: 100 }))) {
    if (data !== null) await catchUp(kit.engine, orgId, data, id);
  }
}

async function createArmedKit(schedule: Partial<Schedule> = {}, more = {}) {
  const kit = await createEngineKit([makeStep('do', () => ({}))]);
  const playbookId = await kit.playbook([{ action: 'do' }], {
    overlap: 'allow',
    ...more,
    triggers: [{ type: 'schedule', id: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }],
  });
  const daily = { cron: '0 9 * * *', timezone: 'America/New_York' };
  const ref = await armSchedule(kit, playbookId, { ...daily, ...schedule });
  const fire = (scheduleTime: string | null = null) =>
    fireSchedule(kit.engine, { orgId, playbookId, triggerId: 'schedule', scheduleTime });
  return { kit, fire, schedule: async () => (await kit.store.get(ref))?.data };
}

describe('a call of Cloud Scheduler', () => {
  it('starts the occurrence, wakes it and moves the schedule on', async () => {
    const { kit, fire, schedule } = await createArmedKit();
    await kit.clock.advance(3_600_500);
    const fired = await fire();
    expect(fired).toMatchObject({ kind: 'started', created: true });
    if (fired.kind !== 'started') return;
    const scheduledFor = new Date('2026-11-23T14:00:00Z');
    expect(await kit.execution(fired.executionId)).toMatchObject({
      status: 'queued',
      triggeredBy: 'schedule',
      scheduledFor,
    });
    expect(await schedule()).toMatchObject({
      lastScheduledFor: scheduledFor,
      scheduledFor: new Date('2026-11-24T14:00:00Z'),
    });
    expect(kit.queued).toMatchObject([{ handler: 'advance', data: { executionId: fired.executionId } }]);
  });

  it('early, on time, late, retried, or with a header: always the same execution', async () => {
    const { kit, fire } = await createArmedKit();
    await kit.clock.advance(3_600_000 - 20_000);
    const early = await fire();
    await kit.clock.advance(20_000);
    const onTime = await fire('2026-11-23T14:00:00Z');
    await kit.clock.advance(600_000);
    const late = await fire();
    const ids = [early, onTime, late].map((fired) => (fired.kind === 'started' ? fired.executionId : fired.reason));
    expect(new Set(ids).size).toBe(1);
    expect([early, onTime, late].map((fired) => fired.kind === 'started' && fired.created)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('from two instances at the same moment starts one execution', async () => {
    const { kit, fire } = await createArmedKit();
    await kit.clock.advance(3_600_000);
    const fired = await Promise.all([fire(), fire(), fire()]);
    expect(fired.filter((one) => one.kind === 'started' && one.created)).toHaveLength(1);
  });

  it('before any occurrence since it was armed starts nothing', async () => {
    const { fire } = await createArmedKit();
    expect(await fire()).toMatchObject({ kind: 'nothing_due' });
    expect(await fire('2026-11-22T14:00:00Z')).toMatchObject({ kind: 'nothing_due' });
  });

  it('with a header that lies by days is taken at our own time', async () => {
    const { kit, fire } = await createArmedKit();
    await kit.clock.advance(3_600_000);
    const fired = await fire('2030-01-01T00:00:00Z');
    if (fired.kind !== 'started') throw new Error('not started');
    expect((await kit.execution(fired.executionId)).scheduledFor).toEqual(new Date('2026-11-23T14:00:00Z'));
  });

  it('to a paused schedule starts nothing', async () => {
    const { kit, fire } = await createArmedKit({ dueAt: null, scheduledFor: null });
    await kit.clock.advance(3_600_000);
    expect(await fire()).toEqual({ kind: 'nothing_due', reason: 'not armed' });
  });

  it('that comes late for an occurrence that was folded into an earlier skipped one starts nothing', async () => {
    const { kit, fire } = await createArmedKit({ ...HOURLY, catchUpPolicy: 'none' });
    await kit.clock.advance(3 * HOUR_MS + 20 * 60_000);
    await catchUpAll(kit);
    const skipped = await executions(kit);
    expect(skipped).toMatchObject([{ status: 'skipped', occurrences: 3, lastScheduledFor: at('16:00') }]);
    expect(await fire('2026-11-23T15:00:00Z')).toMatchObject({ kind: 'nothing_due' });
    expect(await executions(kit)).toEqual(skipped);
  });

  it('after the first caller died between the commit and the wake-up wakes the execution that is there', async () => {
    const { kit, fire } = await createArmedKit();
    await kit.clock.advance(HOUR_MS);
    kit.deaths.add('started');
    await expect(fire()).rejects.toThrow();
    expect(kit.queued).toEqual([]);
    const fired = await fire();
    expect(fired).toMatchObject({ kind: 'started', created: false });
    expect(kit.queued).toMatchObject([{ data: { executionId: fired.kind === 'started' && fired.executionId } }]);
  });

  it('accounts first for those before it that nobody came for', async () => {
    const { kit, fire } = await createArmedKit({ ...HOURLY, cron: '* * * * *', scheduledFor: at('13:01') });
    await kit.clock.advance(3 * 60_000);
    expect(await fire()).toMatchObject({ kind: 'started' });
    expect((await executions(kit)).map(({ scheduledFor }) => scheduledFor)).toEqual([
      at('13:01'),
      at('13:02'),
      at('13:03'),
    ]);
  });

  it('twice in the half-minute before, with a pause in between, is one start; the schedule goes on', async () => {
    const { kit, fire, schedule } = await createArmedKit();
    await kit.clock.advance(HOUR_MS - 25_000);
    await fire();
    const again = { scheduledFor: at('14:00'), dueAt: at('14:01'), armedAt: kit.clock.now() };
    await kit.store.commit([{ op: 'update', path: paths.schedule('playbook1', 'schedule').path, fields: again }]);
    await kit.clock.advance(120_000);
    await catchUpAll(kit);
    expect(await executions(kit)).toHaveLength(1);
    expect((await schedule())?.scheduledFor).toEqual(new Date('2026-11-24T14:00:00Z'));
  });

  it('to a schedule that was made anew within the minute starts nothing again, and the schedule goes on', async () => {
    const { kit, fire, schedule } = await createArmedKit();
    await kit.clock.advance(HOUR_MS);
    const first = await fire();
    const anew = { scheduledFor: at('14:00'), lastScheduledFor: null };
    await kit.store.commit([{ op: 'update', path: paths.schedule('playbook1', 'schedule').path, fields: anew }]);
    expect(await fire()).toEqual({ ...first, created: false });
    expect((await schedule())?.scheduledFor).toEqual(new Date('2026-11-24T14:00:00Z'));
  });

  it('to a playbook that cannot start is accounted for with the reason, and is not an error', async () => {
    const { kit, fire, schedule } = await createArmedKit({}, { ownerId: 'gone' });
    await kit.clock.advance(HOUR_MS);
    expect(await fire()).toMatchObject({ kind: 'nothing_due', reason: expect.stringContaining('owner') });
    expect(await executions(kit)).toMatchObject([{ status: 'skipped', error: { code: 'owner_left' } }]);
    expect((await schedule())?.scheduledFor).toEqual(new Date('2026-11-24T14:00:00Z'));
  });

  it('to a playbook whose owner has left the team starts nothing until an editor takes it over', async () => {
    const { kit, fire, schedule } = await createArmedKit({}, { ownerId: 'ed' });
    const { engine, clock, store } = kit;
    const member = (uid: string, role: Role): TeamMember => {
      const email = `${uid}@thrive.example`;
      return teamMemberSchema.parse({ uid, email, name: uid, role, createdAt: clock.now() });
    };
    const [boss, ed, eda] = [member('boss', 'admin'), member('ed', 'editor'), member('eda', 'editor')];
    for (const data of [boss, ed, eda]) {
      await store.commit([{ op: 'create', path: paths.member(data.uid).path, data }]);
    }
    const actor = { kind: 'user', id: 'boss', name: null, from: null } as const;
    await removeMember(engine, { orgId, member: boss, actor }, 'ed');
    await clock.advance(HOUR_MS);
    expect(await fire()).toMatchObject({ kind: 'nothing_due' });
    await updatePlaybook(engine, orgId, 'playbook1', { ownerId: 'eda' }, { ...actor, id: 'eda' });
    await clock.advance(24 * HOUR_MS);
    expect(await fire()).toMatchObject({ kind: 'started' });
    expect(await executions(kit)).toMatchObject([
      { status: 'skipped', error: { code: 'owner_left' } },
      { status: 'queued', contextJson: expect.stringContaining('eda@thrive.example') },
    ]);
    expect((await schedule())?.scheduledFor).toEqual(new Date('2026-11-25T14:00:00Z'));
  });
});
