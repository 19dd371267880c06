import {
  AlreadyExistsError,
  type Fields,
  type JobScheduler,
  NoMoreJobsError,
  type SchedulerJob,
} from '../../src/core/ports.ts';
import type { Arsenal } from '../../src/core/triggering/apply-triggers.ts';
import { queries } from '../../src/model/query.ts';
import { createEngineKit, type EngineKit, makeStep, orgId, paths } from './engine-kit.ts';
import { type MemorySecrets, memorySecrets } from './secrets.ts';

export const parent = 'projects/demo-test/locations/us-central1';

export interface Armoury extends Arsenal {
  readonly kit: EngineKit;
  /** The jobs of Cloud Scheduler by name, to be looked at and spoilt. */
  readonly present: Map<string, SchedulerJob>;
  readonly secrets: MemorySecrets;
  /** What was asked of it. */
  readonly calls: string[];
}

/** What arms the playbooks of a kit: a Cloud Scheduler in memory that has room for `quota` jobs. */
export function createArmoury(kit: EngineKit, { cap = 500, quota = 1_000 } = {}): Armoury {
  const present = new Map<string, SchedulerJob>();
  const calls: string[] = [];
  const scheduler: JobScheduler = {
    get: async (name) => present.get(name) ?? null,
    create: async (job) => {
      calls.push('create');
      if (present.has(job.name)) throw new AlreadyExistsError(job.name);
      if (present.size >= quota) throw new NoMoreJobsError(job.name);
      present.set(job.name, { ...job, state: 'ENABLED' });
    },
    update: async (job) => {
      calls.push('update');
      present.set(job.name, { ...job, state: present.get(job.name)?.state === 'PAUSED' ? 'PAUSED' : 'ENABLED' });
    },
    resume: async (name) => {
      calls.push('resume');
      const job = present.get(name);
      if (job) present.set(name, { ...job, state: 'ENABLED' });
    },
    delete: async (name) => {
      calls.push('delete');
      present.delete(name);
    },
    list: async () => {
      calls.push('list');
      return [...present.values()];
    },
  };
  const { store, clock, random, catalog, log, fault } = kit.engine;
  const secrets = memorySecrets();
  const jobs = { parent, apiOrigin: 'https://api.example', cap };
  return { kit, present, calls, store, clock, random, scheduler, secrets, catalog, log, fault, jobs };
}

export async function armingOf({ store }: Armoury, playbookId: string) {
  return (await store.get(paths.playbook(playbookId)))?.data.arming ?? null;
}

export async function change({ store }: Armoury, playbookId: string, fields: Fields): Promise<void> {
  await store.commit([{ op: 'update', path: paths.playbook(playbookId).path, fields }]);
}

export async function schedulesOf({ store }: Armoury, playbookId: string) {
  return store.query(queries.schedulesOf(orgId, playbookId));
}

/** A kit with the one step type `do`, and what arms its playbooks. */
export async function newArmoury(options = {}): Promise<Armoury> {
  return createArmoury(await createEngineKit([makeStep('do', () => ({}))]), options);
}
