import type { Heartbeat } from '../../model/heartbeat.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Schedule } from '../../model/schedule.ts';
import { ownPlaces, type Place } from '../own-places.ts';
import type { Found, SchedulerJob, Stored } from '../ports.ts';
import { type Arsenal, applyTriggers, countFreeJobs, jobSettings, PartlyArmedError } from './apply-triggers.ts';
import { type JobOwner, type JobSettings, jobDiffers, jobFor, ownerOfJob } from './plan-triggers.ts';

const EVERY_MS = 3_600_000;
/** So many are healed by one tick; the next one goes on behind the cursor. */
const SLICE = 20;
const PAGE = 1_000;

type Progress = Pick<Heartbeat, 'jobsComparedAt' | 'jobsCursor'>;

type Armed = Stored<Schedule> & Pick<Place<Schedule>, 'orgId'>;

/** What a tick has to do about one playbook's jobs. */
interface Repair {
  readonly key: string;
  readonly owner: JobOwner;
  /** A job that no schedule knows; the playbook's own arming would never look for it. */
  readonly orphan: string | null;
}

/**
 * Once an hour the jobs of Cloud Scheduler are compared with the schedules: one that was deleted, changed or paused by
 * hand, or carries an old secret, is made good; one whose schedule is gone is deleted; a place that has become free
 * goes to a schedule that the tick fires. A day costs 24 reads and 24/500 list calls per job, 0.5 % of the job's own
 * price; between the hours nothing. Returns how far it has come, for the next tick.
 */
export async function reconcileJobs(arsenal: Arsenal, before: Progress | null): Promise<Progress & { healed: number }> {
  const now = arsenal.clock.now();
  const { jobsComparedAt, jobsCursor } = before ?? { jobsComparedAt: null, jobsCursor: null };
  const isDue = jobsComparedAt === null || now.getTime() - jobsComparedAt.getTime() >= EVERY_MS;
  if (!isDue) return { jobsComparedAt, jobsCursor: null, healed: 0 };
  const all = await repairs(arsenal).catch((error: unknown) => {
    // Nothing hangs on it: the tick starts what a job does not.
    arsenal.log.error('jobs_not_compared', error);
    return [];
  });
  const left = all.filter(({ key }) => jobsCursor === null || key > jobsCursor);
  const slice = left.slice(0, SLICE);
  for (const repair of slice) await heal(arsenal, repair);
  const isOver = left.length === slice.length;
  const cursor = slice.at(-1)?.key ?? null;
  return { jobsComparedAt: isOver ? now : jobsComparedAt, jobsCursor: isOver ? null : cursor, healed: slice.length };
}

/** Jobs are listed before the schedules are read: a schedule is always written before its job. */
async function repairs(arsenal: Arsenal): Promise<Repair[]> {
  const settings = await jobSettings(arsenal);
  const jobs = await arsenal.scheduler.list();
  const schedules = await schedulesWithJob(arsenal);
  const free = await countFreeJobs(arsenal);
  const waiting =
    free > 0
      ? await arsenal.store.query(queries.schedulesWithoutJob(arsenal.clock.now(), { limit: Math.min(free, SLICE) }))
      : [];
  const found = [...jobsAmiss(schedules, jobs, settings), ...armed(waiting).map(rearmed)];
  const byKey = new Map(found.map((repair) => [repair.key, repair]));
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function schedulesWithJob({ store }: Arsenal): Promise<Armed[]> {
  const all: Armed[] = [];
  for (let after: string[] | null = null; ; ) {
    const page: Found<Schedule>[] = await store.query(queries.schedulesWithJob({ limit: PAGE, after }));
    all.push(...armed(page));
    const last = all.at(-1)?.data.jobName ?? null;
    if (page.length < PAGE || last === null) return all;
    after = [last];
  }
}

function armed(found: readonly Found<Schedule>[]): Armed[] {
  return ownPlaces(found, 'schedules').filter((place) => place.data !== null);
}

/** What does not match. Pure. A schedule without `dueAt` that still names a job was left half-way in a pause. */
export function jobsAmiss(
  schedules: readonly Armed[],
  jobs: readonly SchedulerJob[],
  settings: Omit<JobSettings, 'freeJobs'>,
): Repair[] {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const known = new Set(schedules.map(({ data }) => data.jobName));
  const broken = schedules.filter(({ orgId, data }) => {
    const job = byName.get(data.jobName ?? '');
    return data.dueAt === null || !job || jobDiffers(job, jobFor({ ...data, orgId }, settings));
  });
  const orphans = jobs.flatMap((job) => {
    const owner = known.has(job.name) ? null : ownerOfJob(job, settings.parent);
    return owner === null ? [] : [{ key: job.name, owner, orphan: job.name }];
  });
  return [...broken.map(rearmed), ...orphans];
}

function rearmed({ orgId, data: { playbookId, triggerId } }: Armed): Repair {
  return { key: `${orgId}/${playbookId}`, owner: { orgId, playbookId, triggerId }, orphan: null };
}

async function heal(arsenal: Arsenal, { owner, orphan }: Repair): Promise<void> {
  const { orgId, playbookId, triggerId } = owner;
  try {
    if (orphan === null) {
      await applyTriggers(arsenal, orgId, playbookId);
    } else {
      // It may have been armed since the jobs were listed.
      const schedule = await arsenal.store.find(tenantPaths(orgId).schedule(playbookId, triggerId));
      if (schedule?.data?.jobName !== orphan) await arsenal.scheduler.delete(orphan);
    }
    arsenal.log.warn('job_healed', { orgId, playbookId, orphan });
  } catch (error) {
    // It is said on the playbook what is missing; it is tried again in an hour, or by the tick.
    if (!(error instanceof PartlyArmedError)) arsenal.log.error('job_not_healed', error, { orgId, playbookId });
  }
}
