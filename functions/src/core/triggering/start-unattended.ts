import type { StoredError } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import { playbookContentSchema } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { Engine } from '../engine/engine.ts';
import { enqueueAdvance } from '../engine/enqueue.ts';
import { systemUser, userOf } from '../engine/new-execution.ts';
import { StartRefusedError, type StartRequest, startExecution } from '../engine/start-execution.ts';
import { AlreadyExistsError } from '../ports.ts';
import { refused } from './skip-reason.ts';
import { skippedExecution } from './skipped-occurrence.ts';

export interface Accounted {
  readonly executionId: string;
  /** False when the occasion had been accounted for before; then nothing of `alongside` was written. */
  readonly isNew: boolean;
  /** Why it did not start; null when it did. */
  readonly reason: StoredError | null;
}

/** What keeps a playbook from starting, and is not the user's wish. */
const FAULTS: readonly StartRefusedError['code'][] = ['invalid', 'bad_inputs', 'owner_left'];

/**
 * A start that nobody in person asked for. Since nobody is there to be told, one that is refused is stored: as
 * `skipped`, or, if the last good version of the playbook has `onFailure` steps, as an execution that does those.
 * Throws `ConflictError`, and `StartRefusedError` where an event meets a playbook that is not to start by itself, or an
 * occurrence a pause that holds its schedule (`held`).
 */
export async function startUnattended(engine: Engine, request: StartRequest): Promise<Accounted> {
  try {
    return await startAndWake(engine, request);
  } catch (error) {
    if (!(error instanceof StartRefusedError)) throw error;
    const isWish = error.code === 'not_active' || error.code === 'not_found';
    if (error.code === 'held') throw error;
    if (isWish && request.occasion.kind !== 'schedule') throw error;
    const reason = refused(request.playbookId, error);
    const { orgId, playbookId } = request;
    engine.log.warn('start_refused', { orgId, playbookId, reason: reason.code });
    const failing = FAULTS.includes(error.code) ? await failingStart(engine, request, reason) : null;
    if (failing !== null) return { ...(await startAndWake(engine, failing)), reason };
    return storeSkipped(engine, request, reason);
  }
}

/** Woken even when it was there before: whoever created it may have died in between. */
async function startAndWake(engine: Engine, request: StartRequest): Promise<Accounted> {
  const { executionId, created, skipped } = await startExecution(engine, request, false);
  if (skipped !== null) return { executionId, isNew: true, reason: skipped };
  await enqueueAdvance(engine, request.orgId, executionId, null);
  return { executionId, isNew: created, reason: null };
}

async function storeSkipped(engine: Engine, request: StartRequest, reason: StoredError): Promise<Accounted> {
  const { executionId, path, data } = await skippedExecution(engine, request, reason);
  try {
    await engine.store.commit([{ op: 'create', path, data }, ...request.alongside]);
    engine.fault('skipped');
    return { executionId, isNew: true, reason };
  } catch (error) {
    if (error instanceof AlreadyExistsError) return { executionId, isNew: false, reason };
    throw error;
  }
}

/** The same start on the last version that was right, for its `onFailure` steps; null when it has none. */
async function failingStart(engine: Engine, request: StartRequest, failing: StoredError): Promise<StartRequest | null> {
  const { store } = engine;
  const paths = tenantPaths(request.orgId);
  const playbook = await store.find(paths.playbook(request.playbookId));
  const versionId = playbook?.data?.arming?.versionId ?? null;
  const version = versionId === null ? null : await store.get(paths.version(request.playbookId, versionId));
  if (versionId === null || version === null) return null;
  const { onFailure } = playbookContentSchema.parse(JSON.parse(version.data.contentJson));
  if (onFailure.length === 0) return null;
  const [owner] = await store.query(queries.owners(request.orgId));
  const user = owner?.data ? userOf(owner.data) : systemUser;
  return { ...request, versionId, failing, user };
}
