import { describe, expect, it } from 'vitest';
import { armingOf, change, newArmoury, parent, schedulesOf } from '../../../test/kit/arsenal.ts';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import { queries } from '../../model/query.ts';
import { type Arsenal, applyTriggers, PartlyArmedError } from './apply-triggers.ts';

const steps = [{ action: 'do' }];
const daily = { type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' };

describe('arming a playbook', () => {
  it('makes a schedule, a job that posts the trigger, and a version', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    await applyTriggers(armoury, orgId, id);
    const [job] = armoury.present.values();
    expect(armoury.present.size).toBe(1);
    expect(job?.name).toMatch(new RegExp(`^${parent}/jobs/playbook-${id}-[0-9a-f]{12}$`));
    expect(job).toMatchObject({
      cron: '0 9 * * *',
      timezone: 'America/New_York',
      url: `https://api.example/api/playbooks/${id}/execute`,
      headers: { Authorization: 'Bearer s3cret' },
      body: { triggeredBy: 'schedule', orgId, triggerId: 'schedule' },
    });
    const [schedule] = await schedulesOf(armoury, id);
    expect(schedule?.data).toMatchObject({ scheduledFor: new Date('2026-11-23T14:00:00Z'), jobName: job?.name });
    const armed = await armingOf(armoury, id);
    expect(armed).toMatchObject({ state: 'armed', problems: [] });
    expect(await armoury.store.get(paths.version(id, armed?.versionId ?? ''))).not.toBeNull();
  });

  it('a second time, and a third, changes nothing', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, {
      triggers: [daily, { type: 'event', eventName: 'inventory.low_stock' }],
    });
    await applyTriggers(armoury, orgId, id);
    armoury.kit.commits.length = 0;
    armoury.calls.length = 0;
    await applyTriggers(armoury, orgId, id);
    await applyTriggers(armoury, orgId, id);
    expect([armoury.kit.commits, armoury.calls]).toEqual([[], []]);
  });

  it('by five deliveries at once leaves exactly one job', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    await Promise.all([1, 2, 3, 4, 5].map(() => applyTriggers(armoury, orgId, id)));
    expect(armoury.present.size).toBe(1);
    expect(await armingOf(armoury, id)).toMatchObject({ state: 'armed' });
  });

  it('follows an edit of the cron: same job, moved armedAt', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    await applyTriggers(armoury, orgId, id);
    await armoury.kit.clock.advance(60_000);
    await change(armoury, id, { triggers: [{ ...daily, id: 'schedule', cron: '30 8 * * 1' }] });
    await applyTriggers(armoury, orgId, id);
    expect([...armoury.present.values()].map(({ cron }) => cron)).toEqual(['30 8 * * 1']);
    const [schedule] = await schedulesOf(armoury, id);
    expect(schedule?.data).toMatchObject({
      armedAt: armoury.clock.now(),
      scheduledFor: new Date('2026-11-23T13:30:00Z'),
    });
  });

  it('takes the job away on a pause and keeps the schedule where it stands; a resume goes on from there', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    await applyTriggers(armoury, orgId, id);
    await change(armoury, id, { status: 'paused' });
    await applyTriggers(armoury, orgId, id);
    expect(armoury.present.size).toBe(0);
    const [paused] = await schedulesOf(armoury, id);
    expect(paused?.data).toMatchObject({ dueAt: null, jobName: null, scheduledFor: new Date('2026-11-23T14:00:00Z') });
    expect(await armingOf(armoury, id)).toMatchObject({ state: 'none' });
    await armoury.kit.clock.advance(3_600_000);
    await change(armoury, id, { status: 'active' });
    await applyTriggers(armoury, orgId, id);
    expect(armoury.present.size).toBe(1);
    const [resumed] = await schedulesOf(armoury, id);
    expect(resumed?.data).toMatchObject({
      armedAt: paused?.data?.armedAt,
      scheduledFor: paused?.data?.scheduledFor,
      dueAt: new Date('2026-11-23T14:01:30Z'),
    });
  });

  for (const status of ['archived', 'draft'] as const) {
    it(`leaves nothing armed when it becomes ${status}`, async () => {
      const armoury = await newArmoury();
      const id = await armoury.kit.playbook(steps, {
        triggers: [daily, { type: 'event', eventName: 'inventory.low_stock' }],
      });
      await applyTriggers(armoury, orgId, id);
      await change(armoury, id, { status });
      await applyTriggers(armoury, orgId, id);
      expect(armoury.present.size).toBe(0);
      expect(await schedulesOf(armoury, id)).toEqual([]);
      expect(await armoury.store.query(queries.listenersOf(orgId, id))).toEqual([]);
    });
  }

  it('leaves nothing behind when it is deleted', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    await applyTriggers(armoury, orgId, id);
    await armoury.store.commit([{ op: 'delete', path: paths.playbook(id).path }]);
    await applyTriggers(armoury, orgId, id);
    expect(armoury.present.size).toBe(0);
    expect(await schedulesOf(armoury, id)).toEqual([]);
  });

  it('of one with mistakes arms nothing and says where they are', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [{ ...daily, cron: '61 * * * *' }] });
    await applyTriggers(armoury, orgId, id);
    expect(armoury.present.size).toBe(0);
    expect(await armingOf(armoury, id)).toMatchObject({ state: 'invalid', problems: [{ path: 'triggers.0.cron' }] });
  });

  it('written by hand, in a shape that cannot be read, says so on the document', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { status: 'running' });
    await applyTriggers(armoury, orgId, id);
    const stored = await armoury.store.find(paths.playbook(id));
    expect(stored).toMatchObject({ raw: { arming: { state: 'invalid', problems: [{ path: 'status' }] } } });
  });

  for (const [shape, more] of [
    ['plain', {}],
    ['unreadable', { status: 'running' }],
  ] as const) {
    it(`written by hand, in ${shape} form, gets the times by which lists find it`, async () => {
      const armoury = await newArmoury();
      const id = await armoury.kit.playbook(steps, { triggers: [daily], ...more });
      await applyTriggers(armoury, orgId, id);
      const listed = await armoury.store.query(queries.playbooks(orgId, { limit: 5 }));
      expect(listed.map((one) => one.id)).toEqual([id]);
    });
  }

  it('says what is missing when Cloud Scheduler fails, and is whole after the next try', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    const down: Arsenal = {
      ...armoury,
      scheduler: { ...armoury.scheduler, create: () => Promise.reject(new Error('unavailable')) },
    };
    await expect(applyTriggers(down, orgId, id)).rejects.toThrow(PartlyArmedError);
    expect(await armingOf(armoury, id)).toMatchObject({ state: 'partial', problems: [{ path: 'triggers.schedule' }] });
    await applyTriggers(armoury, orgId, id);
    expect(await armingOf(armoury, id)).toMatchObject({ state: 'armed', problems: [] });
    expect(armoury.present.size).toBe(1);
  });

  it('makes a job good that somebody paused or whose update had failed', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    await applyTriggers(armoury, orgId, id);
    const [job] = armoury.present.values();
    for (const state of ['PAUSED', 'UPDATE_FAILED'] as const) {
      if (job) armoury.present.set(job.name, { ...job, state });
      await applyTriggers(armoury, orgId, id);
      expect([...armoury.present.values()].map((one) => one.state)).toEqual(['ENABLED']);
    }
  });

  it('by a worker that read an older version ends with the newer one', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    let edited = false;
    const slow: Arsenal = {
      ...armoury,
      fault: (name) => {
        if (name !== 'triggers_written' || edited) return;
        edited = true;
        void change(armoury, id, { triggers: [{ ...daily, id: 'schedule', cron: '0 7 * * *' }] });
      },
    };
    await applyTriggers(slow, orgId, id);
    expect([...armoury.present.values()].map(({ cron }) => cron)).toEqual(['0 7 * * *']);
    expect((await schedulesOf(armoury, id)).map(({ data }) => data?.cron)).toEqual(['0 7 * * *']);
  });
});
