import { randomBytes } from 'node:crypto';
import { grpcCode, NOT_FOUND } from '../../functions/src/adapters/google/local-grpc.ts';
import type { JobScheduler, SchedulerJob } from '../../functions/src/core/ports.ts';
import { ownerOfJob } from '../../functions/src/core/triggering/plan-triggers.ts';

export interface SecretVersion {
  /** `projects/P/secrets/S/versions/N`. */
  readonly name: string;
  readonly number: number;
}

/** The versions of CRON_SECRET. */
export interface SecretVersions {
  /** The newest first. */
  enabled(): Promise<SecretVersion[]>;
  /** The version of that number if it is enabled. Sees one that was added a moment ago, which the list may not. */
  enabledAt(number: number): Promise<SecretVersion | null>;
  add(value: string): Promise<SecretVersion>;
  read(version: SecretVersion): Promise<string>;
  disable(version: SecretVersion): Promise<void>;
}

export interface Rotation {
  readonly versions: SecretVersions;
  readonly scheduler: Pick<JobScheduler, 'list' | 'get' | 'update'>;
  readonly parent: string;
  /** Whether the API takes this secret. */
  accepts(secret: string): Promise<boolean>;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly print: (line: string) => void;
  /** Called between the steps; a test dies there. */
  readonly fault: (point: 'added' | 'accepted' | 'job' | 'patched' | 'settled' | 'disabled') => void;
}

/** The rotation could not be ended; both versions are still accepted, so nothing stands still. */
export class RotationError extends Error {
  override readonly name = 'RotationError';
}

const PROBES = 3;
const PROBE_MS = 5_000;
const ACCEPTED_MS = 10 * 60_000;
/** An instance may arm a job with the secret that it read two minutes ago. */
const SETTLE_MS = 150_000;
/** Cloud Scheduler takes 500 writes a minute, and the tick needs some of them. */
const WRITE_MS = 150;
const PASSES = 5;

/**
 * Replaces CRON_SECRET while everything goes on: adds a version, waits until the API takes it, puts it into every job of
 * ours, and only then disables the old one. May be killed anywhere and called again: where it stands is read from the
 * versions and the jobs alone. Returns the versions that are disabled now.
 */
export async function rotateCronSecret(rotation: Rotation, { keepsOld }: { keepsOld: boolean }): Promise<string[]> {
  const { versions, print, sleep, fault } = rotation;
  const [newest, ...old] = await underWay(rotation);
  if (newest === undefined) throw new RotationError('CRON_SECRET has no enabled version: npm run deploy -- --fix');
  fault('added');
  const secret = await versions.read(newest);
  await waitUntilAccepted(rotation, secret);
  print(`Version ${newest.number} is accepted`);
  fault('accepted');
  print(`${await patchJobs(rotation, secret)} jobs carry it now`);
  fault('patched');
  print('Waiting until every instance has read it …');
  await sleep(SETTLE_MS);
  await patchJobs(rotation, secret);
  if (!(await rotation.accepts(secret))) throw new RotationError(`Version ${newest.number} is not accepted any more`);
  fault('settled');
  if (keepsOld) {
    print(`Kept: ${list(old)}. Once nothing else carries it, call this again without --keep-old`);
    return [];
  }
  for (const version of old) {
    await versions.disable(version);
    fault('disabled');
  }
  const late = await patchJobs(rotation, secret);
  if (late > 0) print(`${late} jobs were armed with the old one meanwhile, and mended`);
  print(`Disabled: ${list(old)}`);
  return old.map(({ name }) => name);
}

/** The enabled versions, with one more than before; or those of a rotation that was broken off. */
async function underWay({ versions, print }: Rotation): Promise<SecretVersion[]> {
  const enabled = await versions.enabled();
  const [only, ...more] = enabled;
  if (only === undefined) return [];
  const begun =
    more.length > 0 ? enabled : [await versions.enabledAt(only.number + 1), only].filter((one) => one !== null);
  if (begun.length > 1) {
    print(`Going on with a rotation that was begun: ${begun.length} versions are enabled`);
    return begun;
  }
  const added = await versions.add(randomBytes(32).toString('base64url'));
  print(`Version ${added.number} is added`);
  return [added, only];
}

/** Several times in a row: a load balancer asks another instance each time. */
async function waitUntilAccepted({ accepts, sleep }: Rotation, secret: string): Promise<void> {
  let inARow = 0;
  for (let waited = 0; waited <= ACCEPTED_MS; waited += PROBE_MS) {
    inARow = (await accepts(secret)) ? inARow + 1 : 0;
    if (inARow === PROBES) return;
    await sleep(PROBE_MS);
  }
  throw new RotationError('The API has not taken the new version within ten minutes; look at its logs, then go on');
}

/** Puts the secret into every job of ours that carries another; foreign jobs are left alone. Returns how many. */
async function patchJobs(rotation: Rotation, secret: string): Promise<number> {
  const wanted = `Bearer ${secret}`;
  let patched = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const stale = (await rotation.scheduler.list()).filter(
      (job) => ownerOfJob(job, rotation.parent) !== null && job.headers.Authorization !== wanted,
    );
    if (stale.length === 0) return patched;
    for (const job of stale) {
      if (await patchJob(rotation, job, wanted)) patched += 1;
      rotation.fault('job');
      await rotation.sleep(WRITE_MS);
    }
  }
  throw new RotationError('Some jobs do not keep the new secret: npm run doctor says which, then go on');
}

/** Reads it anew first, so that a change of its playbook in between is kept. */
async function patchJob({ scheduler }: Rotation, { name }: SchedulerJob, authorization: string): Promise<boolean> {
  const job = await scheduler.get(name);
  if (job === null) return false;
  const { state: _, ...wanted } = job;
  try {
    await scheduler.update({ ...wanted, headers: { ...wanted.headers, Authorization: authorization } });
    return true;
  } catch (error) {
    if (grpcCode(error) === NOT_FOUND) return false;
    throw error;
  }
}

function list(versions: readonly SecretVersion[]): string {
  return versions.length === 0 ? 'none' : `version ${versions.map(({ number }) => number).join(', ')}`;
}
