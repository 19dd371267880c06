import { describe, expect, it } from 'vitest';
import { type Armoury, armingOf, change, newArmoury, schedulesOf } from '../../../test/kit/arsenal.ts';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import { type Arsenal, applyTriggers, PartlyArmedError } from './apply-triggers.ts';

const steps = [{ action: 'do' }];
const daily = { type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' };

describe('arming that is interrupted, refused or overtaken', () => {
  const points = [
    'version_saved',
    'triggers_written',
    'job_applied',
    'jobs_applied',
    'surplus_removed',
    'arming_written',
  ] as const;
  const both = [daily, { type: 'event', eventName: 'inventory.low_stock' }];
  type Act = (armoury: Armoury, id: string) => Promise<void>;
  const acts: Readonly<Record<string, readonly [Act, { readonly schedules: number; readonly jobs: number }]>> = {
    activation: [async () => undefined, { schedules: 1, jobs: 1 }],
    'an edit': [
      (armoury, id) => change(armoury, id, { triggers: [{ ...daily, id: 'schedule', cron: '30 8 * * 1' }] }),
      { schedules: 1, jobs: 1 },
    ],
    'another trigger': [
      (armoury, id) => change(armoury, id, { triggers: [{ ...daily, id: 'schedule_2', cron: '0 7 * * *' }] }),
      { schedules: 1, jobs: 1 },
    ],
    'a pause': [(armoury, id) => change(armoury, id, { status: 'paused' }), { schedules: 1, jobs: 0 }],
    'an archiving': [(armoury, id) => change(armoury, id, { status: 'archived' }), { schedules: 0, jobs: 0 }],
    'a deletion': [
      async (armoury, id) => void (await armoury.store.commit([{ op: 'delete', path: paths.playbook(id).path }])),
      { schedules: 0, jobs: 0 },
    ],
  };
  for (const [name, [act, expected]] of Object.entries(acts)) {
    for (const point of points) {
      it(`killed at '${point}' of ${name} is finished by the next delivery`, async () => {
        const armoury = await newArmoury();
        const id = await armoury.kit.playbook(steps, { triggers: both });
        if (name !== 'activation') await applyTriggers(armoury, orgId, id);
        await act(armoury, id);
        armoury.kit.deaths.add(point);
        const isKilled = await applyTriggers(armoury, orgId, id).then(
          () => false,
          () => true,
        );
        if (name === 'activation') expect(isKilled).toBe(true);
        armoury.kit.deaths.clear();
        await applyTriggers(armoury, orgId, id);
        const left = await schedulesOf(armoury, id);
        expect([left.length, armoury.present.size]).toEqual([expected.schedules, expected.jobs]);
        const jobNames = left.flatMap(({ data }) => data?.jobName ?? []);
        expect(jobNames).toEqual([...armoury.present.keys()]);
        expect((await armingOf(armoury, id))?.state ?? 'none').toBe(expected.jobs === 1 ? 'armed' : 'none');
        armoury.kit.commits.length = 0;
        armoury.calls.length = 0;
        await applyTriggers(armoury, orgId, id);
        expect([armoury.kit.commits, armoury.calls]).toEqual([[], []]);
      });
    }
  }

  for (const [name, act] of [
    ['a pause', acts['a pause']?.[0]],
    ['a deletion', acts['a deletion']?.[0]],
  ] as const) {
    it(`remembers a job that ${name} could not delete, and starts nothing meanwhile`, async () => {
      const armoury = await newArmoury();
      const id = await armoury.kit.playbook(steps, { triggers: [daily] });
      await applyTriggers(armoury, orgId, id);
      await act?.(armoury, id);
      const down: Arsenal = {
        ...armoury,
        scheduler: { ...armoury.scheduler, delete: () => Promise.reject(new Error('unavailable')) },
      };
      await expect(applyTriggers(down, orgId, id)).rejects.toThrow(PartlyArmedError);
      expect((await schedulesOf(armoury, id)).map(({ data }) => data?.dueAt)).toEqual([null]);
      await applyTriggers(armoury, orgId, id);
      expect(armoury.present.size).toBe(0);
    });
  }

  it('beyond the cap gives no job: the tick fires it, at once and without grace', async () => {
    const armoury = await newArmoury({ cap: 1 });
    const [first, second] = [
      await armoury.kit.playbook(steps, { triggers: [daily] }),
      await armoury.kit.playbook(steps, { triggers: [daily] }),
    ];
    await applyTriggers(armoury, orgId, first);
    await applyTriggers(armoury, orgId, second);
    const at = new Date('2026-11-23T14:00:00Z');
    const [one] = await schedulesOf(armoury, first);
    const [two] = await schedulesOf(armoury, second);
    expect(one?.data).toMatchObject({ scheduledFor: at, dueAt: new Date(at.getTime() + 90_000) });
    expect(two?.data).toMatchObject({ scheduledFor: at, dueAt: at, jobName: null });
    expect([...armoury.present.keys()]).toEqual([one?.data?.jobName]);
    expect(await armingOf(armoury, second)).toMatchObject({ state: 'armed', problems: [] });
    // Who has a job keeps it, and the place that a pause frees goes to the next one that is armed.
    await applyTriggers(armoury, orgId, first);
    expect(armoury.present.size).toBe(1);
    await change(armoury, first, { status: 'paused' });
    await applyTriggers(armoury, orgId, first);
    await applyTriggers(armoury, orgId, second);
    expect((await schedulesOf(armoury, second))[0]?.data).toMatchObject({
      scheduledFor: at,
      dueAt: new Date(at.getTime() + 90_000),
      jobName: [...armoury.present.keys()][0],
    });
  });

  it('goes without a job where the region has no room for another', async () => {
    const armoury = await newArmoury({ quota: 0 });
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    await applyTriggers(armoury, orgId, id);
    const at = new Date('2026-11-23T14:00:00Z');
    expect((await schedulesOf(armoury, id))[0]?.data).toMatchObject({ scheduledFor: at, dueAt: at, jobName: null });
    expect(await armingOf(armoury, id)).toMatchObject({ state: 'armed', problems: [] });
  });

  it('does not undo an occurrence that was started while it looked', async () => {
    const armoury = await newArmoury();
    const id = await armoury.kit.playbook(steps, { triggers: [daily] });
    await applyTriggers(armoury, orgId, id);
    const ref = paths.schedule(id, 'schedule');
    const started = { lastScheduledFor: new Date('2026-11-23T14:00:00Z') };
    let isStarted = false;
    const slow: Arsenal = {
      ...armoury,
      store: {
        ...armoury.store,
        commit: async (writes) => {
          if (!isStarted) {
            isStarted = true;
            await armoury.store.commit([{ op: 'update', path: ref.path, fields: started }]);
          }
          return armoury.store.commit(writes);
        },
      },
    };
    await change(armoury, id, { status: 'paused' });
    await applyTriggers(slow, orgId, id);
    expect((await armoury.store.get(ref))?.data).toMatchObject({ ...started, dueAt: null });
  });
});
