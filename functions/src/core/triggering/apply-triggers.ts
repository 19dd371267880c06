import { isDeepStrictEqual } from 'node:util';
import { canonicalJson } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Arming, Playbook, PlaybookContent } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
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
  type Secrets,
  type Store,
  type Stored,
  type WantedJob,
  type Write,
} from '../ports.ts';
import { type JobSettings, jobDiffers, planTriggers, type TriggerPlan } from './plan-triggers.ts';

const MAX_ROUNDS = 8;

export interface Arsenal {
  readonly store: Store;
  readonly clock: Clock;
  readonly scheduler: JobScheduler;
  readonly secrets: Secrets;
  readonly catalog: StepCatalog;
  readonly log: Log;
  readonly fault: FaultPoint;
  /** The parent of all jobs, `projects/P/locations/L`, and where they post to. */
  readonly jobs: { readonly parent: string; readonly apiOrigin: string };
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
  const { content, versionId, problems } = contentOf(arsenal, playbook);
  const status = playbook === null ? 'deleted' : (playbook.data?.status ?? 'draft');
  const have = {
    schedules: (await store.query(queries.schedulesOf(orgId, playbookId))).filter((found) => found.data !== null),
    listeners: (await store.query(queries.listenersOf(orgId, playbookId))).filter((found) => found.data !== null),
  };
  const settings: JobSettings = { ...arsenal.jobs, cronSecret: await newestSecret(arsenal.secrets) };
  const plan = planTriggers({ orgId, playbookId, status, content }, have, settings, clock.now());

  let version = playbook?.version ?? null;
  if (playbook !== null && content !== null && playbook.data?.arming?.versionId !== versionId) {
    await saveVersion(arsenal, orgId, playbookId, { content, versionId, ownerId: playbook.data?.ownerId ?? null });
  }
  if (plan.first.length > 0) await store.commit(plan.first);
  arsenal.fault('triggers_written');
  const jobProblems = await applyJobs(arsenal, plan);
  arsenal.fault('jobs_applied');
  if (plan.last.length > 0) await store.commit(plan.last);
  if (playbook === null || version === null)
    return (await isStill(arsenal, orgId, playbookId, null)) ? null : 'changed';

  const armsNothing =
    status !== 'active' || content === null || content.triggers.every(({ type }) => type === 'manual');
  const state = problems.length > 0 ? 'invalid' : jobProblems.length > 0 ? 'partial' : armsNothing ? 'none' : 'armed';
  const arming: Arming = { state, problems: [...problems, ...jobProblems], versionId, checkedAt: clock.now() };
  const times = missingTimes(playbook, clock.now());
  if (times !== null || !sameArming(playbook.data?.arming ?? null, arming)) {
    try {
      const fields = { arming, ...times };
      const write: Write = { op: 'update', path: playbook.ref.path, fields, ifVersion: version };
      [version = null] = await store.commit([write]);
    } catch (error) {
      if (error instanceof ConflictError) return 'changed';
      throw error;
    }
    arsenal.log.info('playbook_armed', { orgId, playbookId, state });
  }
  return (await isStill(arsenal, orgId, playbookId, version)) ? arming : 'changed';
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
  const contentJson = canonicalJson(version.content);
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
    await attempt(job.name, path, () => applyJob(arsenal.scheduler, job));
  }
  return problems;
}

async function applyJob(scheduler: JobScheduler, wanted: WantedJob): Promise<void> {
  const present = await scheduler.get(wanted.name);
  if (present === null) {
    try {
      await scheduler.create(wanted);
    } catch (error) {
      if (!(error instanceof AlreadyExistsError)) throw error;
      await scheduler.update(wanted);
    }
    return;
  }
  if (!jobDiffers(present, wanted)) return;
  await scheduler.update(wanted);
  if (present.state === 'PAUSED') await scheduler.resume(wanted.name);
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
