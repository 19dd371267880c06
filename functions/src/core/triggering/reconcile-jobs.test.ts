import { describe, expect, it } from 'vitest';
import { type Armoury, change, newArmoury, parent, schedulesOf } from '../../../test/kit/arsenal.ts';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import { type Arsenal, applyTriggers } from './apply-triggers.ts';
import { jobNameFor } from './plan-triggers.ts';
import { reconcileJobs } from './reconcile-jobs.ts';

const daily = { type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' };
const begin = { jobsComparedAt: null, jobsCursor: null };

async function armed(armoury: Armoury, count = 1): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < count; number++) {
    const id = await armoury.kit.playbook([{ action: 'do' }], { triggers: [daily] });
    await applyTriggers(armoury, orgId, id);
    ids.push(id);
  }
  armoury.calls.length = 0;
  armoury.kit.commits.length = 0;
  return ids;
}

describe('comparing jobs with schedules', () => {
  it('finds nothing to do where all is well, and then asks for nothing for an hour', async () => {
    const armoury = await newArmoury();
    await armed(armoury, 3);
    const first = await reconcileJobs(armoury, null);
    expect(first).toEqual({ jobsComparedAt: armoury.clock.now(), jobsCursor: null, healed: 0 });
    await armoury.kit.clock.advance(59 * 60_000);
    expect(await reconcileJobs(armoury, first)).toEqual(first);
    expect([armoury.calls, armoury.kit.commits]).toEqual([['list'], []]);
    await armoury.kit.clock.advance(60_000);
    await reconcileJobs(armoury, first);
    expect(armoury.calls).toEqual(['list', 'list']);
  });

  const spoilt: Readonly<Record<string, (armoury: Armoury, name: string) => void>> = {
    'was deleted by hand': ({ present }, name) => present.delete(name),
    'was paused by hand': ({ present }, name) => spoil(present, name, { state: 'PAUSED' }),
    'fires at another time': ({ present }, name) => spoil(present, name, { cron: '0 4 * * *' }),
    'posts to another address': ({ present }, name) => spoil(present, name, { url: 'https://old.example' }),
    'carries an old secret': ({ present }, name) => spoil(present, name, { headers: { Authorization: 'Bearer old' } }),
    'could not be updated': ({ present }, name) => spoil(present, name, { state: 'UPDATE_FAILED' }),
  };
  function spoil(present: Armoury['present'], name: string, change: object): void {
    const job = present.get(name);
    if (job) present.set(name, { ...job, ...change });
  }
  for (const [what, spoilIt] of Object.entries(spoilt)) {
    it(`makes a job good that ${what}`, async () => {
      const armoury = await newArmoury();
      await armed(armoury, 2);
      const [before] = armoury.present.values();
      spoilIt(armoury, before?.name ?? '');
      expect(await reconcileJobs(armoury, begin)).toMatchObject({ healed: 1 });
      expect(armoury.present.get(before?.name ?? '')).toEqual(before);
      expect(armoury.present.size).toBe(2);
    });
  }

  it('deletes a job of ours whose schedule is gone, and no other', async () => {
    const armoury = await newArmoury();
    const [id = ''] = await armed(armoury);
    const [job] = armoury.present.values();
    if (!job) throw new Error('There is no job');
    await armoury.store.commit([
      { op: 'delete', path: paths.playbook(id).path },
      { op: 'delete', path: paths.schedule(id, 'schedule').path },
    ]);
    // Named like ours, but not by the ids in its description; and one that is nobody's.
    const others = [
      { ...job, name: `${job.name}x` },
      { ...job, name: `${parent}/jobs/backup`, description: 'Nightly backup' },
      { ...job, name: jobNameFor(parent, orgId, 'p', 't'), description: '' },
    ];
    for (const other of others) armoury.present.set(other.name, other);
    expect(await reconcileJobs(armoury, begin)).toMatchObject({ healed: 1 });
    expect([...armoury.present.keys()]).toEqual(others.map(({ name }) => name));
  });

  it('spares a job that was armed after the jobs were listed', async () => {
    const armoury = await newArmoury();
    const [id = ''] = await armed(armoury);
    const ref = paths.schedule(id, 'schedule');
    const schedule = await armoury.store.get(ref);
    await armoury.store.commit([{ op: 'delete', path: ref.path }]);
    const late: Arsenal = {
      ...armoury,
      store: {
        ...armoury.store,
        count: async (query) => {
          const count = await armoury.store.count(query);
          if (schedule) await armoury.store.commit([{ op: 'set', path: ref.path, data: schedule.data }]);
          return count;
        },
      },
    };
    await reconcileJobs(late, begin);
    expect(armoury.present.size).toBe(1);
  });

  it('finishes a pause that was killed before the job was deleted', async () => {
    const armoury = await newArmoury();
    const [id = ''] = await armed(armoury);
    await change(armoury, id, { status: 'paused' });
    armoury.kit.deaths.add('triggers_written');
    await expect(applyTriggers(armoury, orgId, id)).rejects.toThrow();
    expect(armoury.present.size).toBe(1);
    await reconcileJobs(armoury, begin);
    expect(armoury.present.size).toBe(0);
    expect((await schedulesOf(armoury, id))[0]?.data?.jobName).toBeNull();
  });

  it('gives places that have become free to schedules that the tick fires', async () => {
    const armoury = await newArmoury({ cap: 2 });
    const [first = '', , third = ''] = await armed(armoury, 3);
    expect((await schedulesOf(armoury, third))[0]?.data?.jobName).toBeNull();
    await change(armoury, first, { status: 'archived' });
    await applyTriggers(armoury, orgId, first);
    expect(await reconcileJobs(armoury, begin)).toMatchObject({ healed: 1 });
    expect((await schedulesOf(armoury, third))[0]?.data?.jobName).not.toBeNull();
    expect(armoury.present.size).toBe(2);
  });

  it('heals many a slice at a time, and has compared only when it is through', async () => {
    const armoury = await newArmoury();
    await armed(armoury, 45);
    armoury.present.clear();
    const healed: number[] = [];
    let progress = await reconcileJobs(armoury, begin);
    healed.push(progress.healed);
    while (progress.jobsComparedAt === null) {
      await armoury.kit.clock.advance(60_000);
      progress = await reconcileJobs(armoury, progress);
      healed.push(progress.healed);
    }
    expect(healed).toEqual([20, 20, 5]);
    expect(armoury.present.size).toBe(45);
  });

  it('is put off for an hour when Cloud Scheduler does not answer, and harms nothing', async () => {
    const armoury = await newArmoury();
    await armed(armoury);
    const down = {
      ...armoury,
      scheduler: { ...armoury.scheduler, list: () => Promise.reject(new Error('unavailable')) },
    };
    expect(await reconcileJobs(down, begin)).toEqual({
      jobsComparedAt: armoury.clock.now(),
      jobsCursor: null,
      healed: 0,
    });
  });
});
