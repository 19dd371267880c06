import { describe, expect, it } from 'vitest';
import { armSchedule, createEngineKit, makeStep, orgId } from '../../../test/kit/engine-kit.ts';
import type { Schedule } from '../../model/schedule.ts';
import { fireSchedule } from './fire-schedule.ts';

async function createArmedKit(schedule: Partial<Schedule> = {}) {
  const kit = await createEngineKit([makeStep('do', () => ({}))]);
  const playbookId = await kit.playbook([{ action: 'do' }], {
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
});
