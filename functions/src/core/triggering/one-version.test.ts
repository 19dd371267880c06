import { describe, expect, it } from 'vitest';
import { createEngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { memorySecrets } from '../../../test/kit/secrets.ts';
import type { Execution } from '../../model/execution.ts';
import { queries } from '../../model/query.ts';
import type { JobScheduler, WantedJob } from '../ports.ts';
import { type Arsenal, applyTriggers } from './apply-triggers.ts';
import { catchUp } from './catch-up.ts';
import { fireSchedule } from './fire-schedule.ts';

const nine = { type: 'schedule', id: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' };
const text = (say: string) => JSON.stringify([{ id: 'do', action: 'do', params: { say } }]);

/** A playbook that is armed for 9:00 in New York, with jobs that are called by hand. It is 8:00. */
async function createArmed() {
  const kit = await createEngineKit([makeStep('do', () => ({}))]);
  const jobs = new Map<string, WantedJob>();
  const scheduler: JobScheduler = {
    get: async (name) => {
      const job = jobs.get(name);
      return job ? { ...job, state: 'ENABLED' } : null;
    },
    create: async (job) => void jobs.set(job.name, job),
    update: async (job) => void jobs.set(job.name, job),
    resume: async () => undefined,
    delete: async (name) => void jobs.delete(name),
    list: async () => [],
  };
  const { store, clock, random, catalog, log, fault } = kit.engine;
  const secrets = memorySecrets();
  const settings = { parent: 'projects/p/locations/l', apiOrigin: 'https://api.example', cap: 10 };
  const arsenal: Arsenal = { store, clock, random, catalog, log, fault, scheduler, secrets, jobs: settings };
  const id = await kit.playbook([], { stepsJson: text('first'), triggers: [nine], overlap: 'allow' });
  await applyTriggers(arsenal, orgId, id);
  const edit = async (fields: Record<string, unknown>, apply = true) => {
    await kit.store.commit([{ op: 'update', path: paths.playbook(id).path, fields }]);
    if (apply) await applyTriggers(arsenal, orgId, id);
  };
  const fire = () => fireSchedule(kit.engine, { orgId, playbookId: id, triggerId: 'schedule', scheduleTime: null });
  const tick = async () => {
    for (const found of await kit.store.query(queries.dueSchedules(kit.clock.now(), { limit: 100 }))) {
      if (found.data !== null) await catchUp(kit.engine, orgId, found.data, found.id);
    }
  };
  const until = (time: string) => kit.clock.advance(Date.parse(`2026-11-${time}Z`) - kit.clock.now().getTime());
  return { kit, id, edit, fire, tick, until, apply: () => applyTriggers(arsenal, orgId, id) };
}

/** What each execution was going to say, by when it was due; the records of those that did not start aside. */
async function said({ kit, id }: Pick<Awaited<ReturnType<typeof createArmed>>, 'kit' | 'id'>): Promise<string[]> {
  const found = await kit.store.query(queries.executions(orgId, { limit: 100 }));
  const executions: Execution[] = found.flatMap(({ data }) =>
    data === null || data.status === 'skipped' ? [] : [data],
  );
  const words = executions.map(async ({ versionId, scheduledFor }) => {
    const version = await kit.store.get(paths.version(id, versionId));
    const word = /"say":"(\w+)"/.exec(version?.data.contentJson ?? '')?.[1];
    return `${scheduledFor?.toISOString().slice(8, 16)} ${word}`;
  });
  return (await Promise.all(words)).sort();
}

describe('exactly one version fires', () => {
  it('after an edit in the minute before, and the new one', async () => {
    const armed = await createArmed();
    await armed.until('23T13:59:50');
    await armed.edit({ stepsJson: text('second') });
    await armed.until('23T14:00:01');
    await armed.fire();
    await armed.tick();
    expect(await said(armed)).toEqual(['23T14:00 second']);
  });

  it('when the edit comes between the call and its retry', async () => {
    const armed = await createArmed();
    await armed.until('23T14:00:01');
    await armed.fire();
    await armed.edit({ stepsJson: text('second') });
    await armed.fire();
    await armed.until('23T14:03:00');
    await armed.tick();
    expect(await said(armed)).toEqual(['23T14:00 first']);
  });

  it('when nobody has looked at the edit yet: the new one, whose version is stored with the start', async () => {
    const armed = await createArmed();
    await armed.until('23T14:00:00');
    await armed.edit({ stepsJson: text('second') }, false);
    await armed.fire();
    await armed.apply();
    await armed.fire();
    expect(await said(armed)).toEqual(['23T14:00 second']);
  });

  it('when it is edited while an execution of it is under way, which keeps its own', async () => {
    const armed = await createArmed();
    await armed.until('23T14:00:01');
    await armed.fire();
    await armed.edit({ stepsJson: text('second') });
    await armed.until('24T14:00:01');
    await armed.fire();
    expect(await said(armed)).toEqual(['23T14:00 first', '24T14:00 second']);
  });

  it('when it is republished five times around the very minute', async () => {
    const armed = await createArmed();
    for (const second of ['13:59:58', '13:59:59', '14:00:00', '14:00:01', '14:00:02']) {
      await armed.until(`23T${second}`);
      await Promise.all([armed.edit({ description: second }), armed.fire(), armed.apply()]);
    }
    await armed.until('23T14:05:00');
    await armed.tick();
    expect(await said(armed)).toEqual(['23T14:00 first']);
  });

  it('when the hour is moved to one that is still to come, after today’s has started', async () => {
    const armed = await createArmed();
    await armed.until('23T14:00:01');
    await armed.fire();
    await armed.edit({ triggers: [{ ...nine, cron: '0 10 * * *' }] });
    await armed.fire();
    await armed.until('23T15:00:01');
    await armed.fire();
    expect(await said(armed)).toEqual(['23T14:00 first', '23T15:00 first']);
  });
});

describe('a pause', () => {
  it('over the very minute starts nothing then, and once after the resume; tomorrow is not left out', async () => {
    const armed = await createArmed();
    await armed.until('23T13:59:50');
    await armed.edit({ status: 'paused' });
    await armed.until('23T14:00:10');
    await armed.fire();
    expect(await said(armed)).toEqual([]);
    await armed.edit({ status: 'active' });
    await armed.fire();
    await armed.until('23T14:05:00');
    await armed.tick();
    expect(await said(armed)).toEqual(['23T14:00 first']);
    await armed.until('24T14:00:01');
    await armed.fire();
    expect(await said(armed)).toEqual(['23T14:00 first', '24T14:00 first']);
  });

  it('and a resume within an execution leave that one alone and do not start it again', async () => {
    const armed = await createArmed();
    await armed.until('23T14:00:01');
    await armed.fire();
    await armed.edit({ status: 'paused' });
    await armed.edit({ status: 'active' });
    await armed.fire();
    await armed.until('23T14:05:00');
    await armed.tick();
    expect(await said(armed)).toEqual(['23T14:00 first']);
  });

  it('after six hours of outage changes nothing about what is made up for, and tomorrow’s comes', async () => {
    const armed = await createArmed();
    await armed.until('23T20:00:00');
    await armed.edit({ status: 'paused' });
    await armed.edit({ status: 'active' });
    await armed.tick();
    expect(await said(armed)).toEqual(['23T14:00 first']);
    await armed.until('24T14:00:01');
    await armed.fire();
    expect(await said(armed)).toEqual(['23T14:00 first', '24T14:00 first']);
  });
});

describe('an occurrence that is due when its schedule is touched', () => {
  const kept = async ({ kit }: Pick<Awaited<ReturnType<typeof createArmed>>, 'kit'>) => {
    const found = await kit.store.query(queries.executions(orgId, { limit: 100 }));
    return found.flatMap(({ data }) => (data === null ? [] : [`${data.status} ${data.error?.code ?? ''}`]));
  };

  it('starts, or is kept as skipped with the reason', async () => {
    for (const fields of [{ triggers: [{ ...nine, cron: '0 10 * * *' }] }, { status: 'archived' }, { triggers: [] }]) {
      const armed = await createArmed();
      await armed.until('23T14:00:30');
      await armed.edit(fields);
      await armed.fire();
      await armed.tick();
      expect(await kept(armed)).toEqual(['skipped schedule_changed']);
    }
  });

  it('is not kept as skipped when it has started', async () => {
    const armed = await createArmed();
    await armed.until('23T14:00:05');
    await armed.fire();
    await armed.edit({ status: 'paused' });
    expect(await kept(armed)).toEqual(['queued ']);
  });
});
