import { readHeartbeat } from '../../../functions/src/core/governance/heartbeat.ts';
import { ownPlaces, type Place } from '../../../functions/src/core/own-places.ts';
import type { Found, JobScheduler, SchedulerJob, Store } from '../../../functions/src/core/ports.ts';
import { ownerOfJob } from '../../../functions/src/core/triggering/plan-triggers.ts';
import { queries } from '../../../functions/src/model/query.ts';
import type { Schedule } from '../../../functions/src/model/schedule.ts';
import { advice, type Check, type Look, missing, ok } from '../check.ts';

/** The live project's own database and jobs, through the adapters that the functions use. */
export interface Live {
  readonly store: Store;
  readonly scheduler: Pick<JobScheduler, 'list'>;
  readonly jobs: { readonly parent: string; readonly apiOrigin: string };
}

const SILENT_MS = { tick: 3 * 60_000, watch: 15 * 60_000 };
const OVERDUE_MS = 10 * 60_000;
const PAGE = 1_000;
const JOB_USD = 0.1;

type Armed = Pick<Place<Schedule>, 'orgId'> & { readonly data: Schedule };

/** What is stored, and what of it is not as it should be. */
export function liveStoreChecks(live: Live): readonly Check[] {
  const heartbeat = (name: 'tick' | 'watch'): Check => ({
    id: `heartbeat-${name}`,
    title: `Heartbeat of ${name}`,
    step: 'functions',
    run: async (look) => {
      const at = (await readHeartbeat(live.store, name))?.at ?? null;
      const run = `gcloud scheduler jobs run firebase-schedule-${name}-${look.region} --location ${look.region} --project ${look.projectId}`;
      if (at === null) return missing(`${name} has never run`, run);
      const age = look.now().getTime() - at.getTime();
      if (age > SILENT_MS[name]) return missing(`Last ${minutes(age)} ago`, run, logs(look, name));
      return ok(`${Math.max(0, Math.round(age / 1000))} s ago`);
    },
  });
  return [
    heartbeat('tick'),
    heartbeat('watch'),
    { id: 'overdue', title: 'Nothing overdue', step: null, run: (look) => overdue(live, look) },
    { id: 'jobs', title: 'Jobs and schedules', step: 'jobs', run: () => jobsAndSchedules(live) },
  ];
}

async function overdue({ store }: Live, look: Look) {
  const now = look.now();
  const page = { limit: 1 };
  const due = [
    { what: 'schedule', found: await store.query(queries.dueSchedules(now, page)) },
    { what: 'execution', found: await store.query(queries.dueExecutions(now, page)) },
    { what: 'event', found: await store.query(queries.dueEvents(now, page)) },
  ];
  const late = due.flatMap(({ what, found: [first] }) => {
    const age = now.getTime() - (first?.data?.dueAt?.getTime() ?? now.getTime());
    return first !== undefined && age > OVERDUE_MS ? [`${what} ${first.ref.path}, ${minutes(age)}`] : [];
  });
  if (late.length > 0) return missing(`The oldest: ${late.join('; ')}`, logs(look, 'tick'));
  return ok('nothing is late by more than ten minutes');
}

async function jobsAndSchedules({ store, scheduler, jobs: { parent, apiOrigin } }: Live) {
  const jobs = await scheduler.list();
  const schedules = await schedulesWithJob(store);
  const { lacking, orphans, failed, astray } = compareJobs({ jobs, schedules, parent, apiOrigin });
  const ours = jobs.filter((job) => ownerOfJob(job, parent) !== null).length;
  const facts = `${ours} jobs for ${schedules.length} schedules, $${(ours * JOB_USD).toFixed(2)} a month`;
  const amiss = [
    ...(lacking > 0 ? [`${lacking} missing`] : []),
    ...(orphans > 0 ? [`${orphans} without a schedule`] : []),
    ...(failed > 0 ? [`${failed} not enabled (UPDATE_FAILED, paused)`] : []),
    ...(astray > 0 ? [`${astray} post elsewhere than to ${apiOrigin}`] : []),
  ];
  if (amiss.length === 0) return ok(facts);
  const mends =
    'nothing to do: the tick mends them within the hour, 20 at a time, and starts meanwhile what they do not';
  return advice(`${facts}: ${amiss.join(', ')}`, mends);
}

/** How the jobs differ from the schedules. Pure. */
export function compareJobs(have: {
  readonly jobs: readonly SchedulerJob[];
  readonly schedules: readonly Armed[];
  readonly parent: string;
  readonly apiOrigin: string;
}) {
  const ours = have.jobs.filter((job) => ownerOfJob(job, have.parent) !== null);
  const there = new Set(ours.map(({ name }) => name));
  const wanted = new Set(have.schedules.map(({ data }) => data.jobName));
  return {
    lacking: [...wanted].filter((name) => name !== null && !there.has(name)).length,
    orphans: ours.filter(({ name }) => !wanted.has(name)).length,
    failed: ours.filter(({ state }) => state !== 'ENABLED').length,
    astray: ours.filter(({ url }) => !url.startsWith(`${have.apiOrigin}/`)).length,
  };
}

async function schedulesWithJob(store: Store): Promise<Armed[]> {
  const all: Armed[] = [];
  for (let after: string[] | null = null; ; ) {
    const page: Found<Schedule>[] = await store.query(queries.schedulesWithJob({ limit: PAGE, after }));
    all.push(...ownPlaces(page, 'schedules').filter((place): place is typeof place & Armed => place.data !== null));
    const last: string | null = page.at(-1)?.data?.jobName ?? null;
    if (page.length < PAGE || last === null) return all;
    after = [last];
  }
}

function minutes(ms: number): string {
  return `${Math.round(ms / 60_000)} minutes`;
}

function logs({ projectId, region }: Look, name: string): string {
  return `gcloud functions logs read ${name} --region ${region} --project ${projectId}`;
}
