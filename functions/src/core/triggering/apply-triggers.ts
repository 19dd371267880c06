import { isDeepStrictEqual } from 'node:util';
import { tenantPaths } from '../../model/paths.ts';
import { type Arming, contentJsonOf, type Playbook, type PlaybookContent } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { pauseFields } from '../authoring/playbook-change.ts';
import { normalizePlaybook } from '../authoring/validate-playbook.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import {
  AlreadyExistsError,
  type Clock,
  ConflictError,
  type FaultPoint,
  type Found,
  type JobScheduler,
  type Log,
  NoMoreJobsError,
  type Random,
  type Secrets,
  type Store,
  type Stored,
  type WantedJob,
  type Write,
} from '../ports.ts';
import { applyHooks } from './apply-hooks.ts';
import { displacedOccurrences } from './displaced.ts';
import {
  type JobSettings,
  jobDiffers,
  lacksJob,
  ownerOfJob,
  planTriggers,
  type TriggerPlan,
  type Wanted,
  withoutJob,
} from './plan-triggers.ts';

const MAX_ROUNDS = 8;

export interface Arsenal {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly scheduler: JobScheduler;
  readonly secrets: Secrets;
  readonly catalog: StepCatalog;
  readonly log: Log;
  readonly fault: FaultPoint;
  /** The parent of all jobs, `projects/P/locations/L`, where they post to, and how many there may be in all. */
  readonly jobs: { readonly parent: string; readonly apiOrigin: string; readonly cap: number };
}

/** Some of what is wanted could not be armed; the playbook says what. Worth trying again. */
export class PartlyArmedError extends Error {
  override readonly name = 'PartlyArmedError';
}

/**
 * Brings schedules, listeners and jobs of one playbook in line with the playbook as it is now. Never looks at the
 * event that caused it: events come twice and out of order. Writes `arming` last; when the playbook was changed in
 * between, it starts over. Throws `PartlyArmedError` when a job could not be set.
 */
export async function applyTriggers(arsenal: Arsenal, orgId: string, playbookId: string): Promise<Arming | null> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const done = await applyOnce(arsenal, orgId, playbookId);
    if (done === 'changed') continue;
    if (done?.state === 'partial') {
      throw new PartlyArmedError(done.problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
    }
    return done;
  }
  throw new Error(`Playbook ${playbookId} kept changing while it was being armed`);
}

async function applyOnce(arsenal: Arsenal, orgId: string, playbookId: string): Promise<Arming | null | 'changed'> {
  const { store, clock } = arsenal;
  const playbook = await store.find(tenantPaths(orgId).playbook(playbookId));
  if (playbook !== null && (await markPause(arsenal, playbook))) return 'changed';
  const { content, versionId, problems } = contentOf(arsenal, playbook);
  const status = playbook === null ? 'deleted' : (playbook.data?.status ?? 'draft');
  const have = {
    schedules: (await store.query(queries.schedulesOf(orgId, playbookId))).filter((found) => found.data !== null),
    listeners: (await store.query(queries.listenersOf(orgId, playbookId))).filter((found) => found.data !== null),
  };
  const wanted: Wanted = { orgId, playbookId, status, content };
  const freeJobs = lacksJob(wanted, have) ? await countFreeJobs(arsenal) : 0;
  const plan = planTriggers(wanted, have, { ...(await jobSettings(arsenal)), freeJobs }, clock.now());

  if (playbook !== null && content !== null && playbook.data?.arming?.versionId !== versionId) {
    await saveVersion(arsenal, orgId, playbookId, { content, versionId, ownerId: playbook.data?.ownerId ?? null });
    arsenal.fault('version_saved');
  }
  const displaced = await displacedOccurrences(arsenal, orgId, have.schedules, plan);
  if (!(await commitAsPlanned(store, [...displaced, ...plan.first]))) return 'changed';
  arsenal.fault('triggers_written');
  await applyHooks(arsenal, wanted);
  const jobProblems = await applyJobs(arsenal, plan);
  arsenal.fault('jobs_applied');
  if (jobProblems.length === 0 && !(await commitAsPlanned(store, plan.last))) return 'changed';
  arsenal.fault('surplus_removed');
  if (playbook === null) {
    // There is no playbook left to say it on; whoever called has to try again.
    if (jobProblems.length > 0) throw new PartlyArmedError(`Jobs of the deleted playbook ${playbookId} are left`);
    return (await isStill(arsenal, orgId, playbookId, null)) ? null : 'changed';
  }

  const armsNothing =
    status !== 'active' || content === null || content.triggers.every(({ type }) => type === 'manual');
  // What is missing matters more than mistakes: only the first is worth trying again.
  const state = jobProblems.length > 0 ? 'partial' : problems.length > 0 ? 'invalid' : armsNothing ? 'none' : 'armed';
  // The last version that was right stays known: its onFailure steps are for the starts that are refused now.
  const lastGood = versionId ?? playbook.data?.arming?.versionId ?? null;
  const arming: Arming = {
    state,
    problems: [...problems, ...jobProblems],
    versionId: lastGood,
    checkedAt: clock.now(),
  };
  const version = await writeArming(arsenal, orgId, playbook, arming);
  return version !== null && (await isStill(arsenal, orgId, playbookId, version)) ? arming : 'changed';
}

/** Says on the playbook when a pause began or ended that somebody has set by hand. True when that was news. */
async function markPause({ store, clock }: Arsenal, { ref, data, version }: Found<Playbook>): Promise<boolean> {
  if (data === null || (data.status === 'paused') === (data.pause !== null)) return false;
  const fields = pauseFields(data, data.status, { now: clock.now(), by: 'system', held: 'latest', until: null });
  await commitAsPlanned(store, [{ op: 'update', path: ref.path, fields, ifVersion: version }]);
  return true;
}

/** The version that the playbook then has; null when somebody else changed it meanwhile. */
async function writeArming(
  { store, clock, log, fault }: Arsenal,
  orgId: string,
  playbook: Found<Playbook>,
  arming: Arming,
): Promise<string | null> {
  const times = missingTimes(playbook, clock.now());
  if (times === null && sameArming(playbook.data?.arming ?? null, arming)) return playbook.version;
  const fields = { arming, ...times };
  const write: Write = { op: 'update', path: playbook.ref.path, fields, ifVersion: playbook.version };
  try {
    const [version = null] = await store.commit([write]);
    fault('arming_written');
    log.info('playbook_armed', { orgId, playbookId: playbook.id, state: arming.state });
    return version;
  } catch (error) {
    if (error instanceof ConflictError) return null;
    throw error;
  }
}

/** False when something is no longer as it was when the plan was made. */
async function commitAsPlanned(store: Store, writes: readonly Write[]): Promise<boolean> {
  if (writes.length === 0) return true;
  try {
    await store.commit(writes);
    return true;
  } catch (error) {
    if (error instanceof ConflictError || error instanceof AlreadyExistsError) return false;
    throw error;
  }
}

/** How jobs are addressed and authorised now. */
export async function jobSettings({ jobs, secrets }: Arsenal): Promise<Omit<JobSettings, 'freeJobs'>> {
  return { ...jobs, cronSecret: await newestSecret(secrets) };
}

/**
 * How many more schedules may have a job. Asked of the schedules rather than kept in a counter: a counter would be
 * written by every arming of every tenant. Armings at the same moment may overshoot by as many as they are; the quota
 * of the region is twice the default.
 */
export async function countFreeJobs({ store, jobs }: Pick<Arsenal, 'store' | 'jobs'>): Promise<number> {
  if (jobs.cap <= 0) return 0;
  return jobs.cap - (await store.count(queries.schedulesWithJob({ limit: jobs.cap })));
}

function contentOf(arsenal: Arsenal, playbook: Found<Playbook> | null) {
  const nothing = { content: null, versionId: null, problems: [] as readonly ProblemDetail[] };
  if (playbook === null) return nothing;
  if (playbook.data === null) return { ...nothing, problems: playbook.problems };
  const normalized = normalizePlaybook(playbook.data, arsenal.catalog);
  return 'problems' in normalized ? { ...nothing, problems: normalized.problems } : { ...normalized, problems: [] };
}

async function newestSecret(secrets: Secrets): Promise<string> {
  const [newest] = await secrets.cronSecrets();
  if (newest === undefined) throw new Error('The secret CRON_SECRET has no enabled version');
  return newest;
}

async function saveVersion(
  { store, clock }: Arsenal,
  orgId: string,
  playbookId: string,
  version: { content: PlaybookContent; versionId: string | null; ownerId: string | null },
): Promise<void> {
  if (version.versionId === null) return;
  const { path } = tenantPaths(orgId).version(playbookId, version.versionId);
  const contentJson = contentJsonOf(version.content);
  try {
    const data = { contentJson, createdAt: clock.now(), createdBy: version.ownerId };
    await store.commit([{ op: 'create', path, data }]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
}

/** Get → create, update if different, delete. Says what could not be done, in words, instead of throwing. */
async function applyJobs(arsenal: Arsenal, plan: TriggerPlan): Promise<ProblemDetail[]> {
  const problems: ProblemDetail[] = [];
  const attempt = async (name: string, path: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      arsenal.log.error('job_not_applied', error, { job: name });
      const message = 'Cloud Scheduler did not take the job; it is tried again';
      problems.push({ path, message });
    }
  };
  for (const name of plan.deleteJobs) {
    await attempt(name, 'triggers', () => arsenal.scheduler.delete(name));
  }
  for (const job of plan.jobs) {
    const path = `triggers.${String(job.body.triggerId)}`;
    await attempt(job.name, path, () => applyJob(arsenal, job));
    arsenal.fault('job_applied');
  }
  return problems;
}

async function applyJob(arsenal: Arsenal, wanted: WantedJob): Promise<void> {
  const { scheduler } = arsenal;
  const present = await scheduler.get(wanted.name);
  if (present === null) {
    try {
      await scheduler.create(wanted);
    } catch (error) {
      if (error instanceof AlreadyExistsError) await scheduler.update(wanted);
      else if (error instanceof NoMoreJobsError) await goWithoutJob(arsenal, wanted);
      else throw error;
    }
    return;
  }
  if (!jobDiffers(present, wanted)) return;
  await scheduler.update(wanted);
  if (present.state === 'PAUSED') await scheduler.resume(wanted.name);
}

/** The region's quota is smaller than our cap, or shared with others: the tick fires this one. */
async function goWithoutJob({ store, log, jobs }: Arsenal, job: WantedJob): Promise<void> {
  const owner = ownerOfJob(job, jobs.parent);
  if (owner === null) return;
  const { orgId, playbookId, triggerId } = owner;
  const schedule = await store.get(tenantPaths(orgId).schedule(playbookId, triggerId));
  if (schedule === null || schedule.data.jobName !== job.name) return;
  const fields = { ...withoutJob(schedule.data) };
  await store.commit([{ op: 'update', path: schedule.ref.path, fields, ifVersion: schedule.version }]);
  log.warn('schedule_without_job', { orgId, playbookId, triggerId });
}

/** A document written by hand often lacks them, and the lists, which are in the order of `createdAt`, would miss it. */
function missingTimes(playbook: Found<Playbook>, now: Date): { createdAt: Date; updatedAt: Date } | null {
  const raw: unknown = playbook.data ?? playbook.raw;
  const createdAt = raw !== null && typeof raw === 'object' && 'createdAt' in raw ? raw.createdAt : null;
  return createdAt === null ? { createdAt: now, updatedAt: now } : null;
}

function sameArming(a: Arming | null, b: Arming): boolean {
  return a !== null && isDeepStrictEqual({ ...a, checkedAt: null }, { ...b, checkedAt: null });
}

async function isStill(
  { store }: Arsenal,
  orgId: string,
  playbookId: string,
  version: string | null,
): Promise<boolean> {
  const now: Stored<Playbook> | Found<Playbook> | null = await store.find(tenantPaths(orgId).playbook(playbookId));
  return (now?.version ?? null) === version;
}
