import type { Execution, StoredError } from '../../model/execution.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { Engine } from '../engine/engine.ts';
import { newExecution, systemUser } from '../engine/new-execution.ts';
import { executionIdFor } from '../engine/occasion.ts';
import type { StartRequest } from '../engine/start-execution.ts';
import { toSkipped } from '../engine/transition.ts';
import type { Write } from '../ports.ts';
import type { Unstarted } from './skip-reason.ts';

/**
 * The record of a start that did not happen. It has the id that the execution would have had, so that the same
 * occasion, should it come after all, starts nothing.
 */
export async function skippedExecution(
  engine: Pick<Engine, 'store' | 'clock'>,
  request: StartRequest,
  reason: StoredError,
): Promise<{ readonly executionId: string; readonly path: string; readonly data: Execution }> {
  const paths = tenantPaths(request.orgId);
  const [playbook, tenant] = await Promise.all([
    engine.store.find(paths.playbook(request.playbookId)),
    engine.store.get(top.tenant(request.orgId)),
  ]);
  const now = engine.clock.now();
  const facts = {
    playbook: playbook?.data ?? null,
    tenant: tenant?.data ?? null,
    versionId: playbook?.data?.arming?.versionId ?? '',
    user: systemUser,
    inputs: request.inputs,
  };
  const executionId = executionIdFor(request);
  const data = toSkipped(newExecution(request, facts, now), reason, now);
  return { executionId, path: paths.execution(executionId).path, data };
}

/** One record for occurrences of a schedule in a row that did not start; `request` is the first one's start. */
export async function skippedOccurrences(
  engine: Pick<Engine, 'store' | 'clock'>,
  request: StartRequest,
  occurrences: readonly Date[],
  reasonFor: (unstarted: Unstarted) => StoredError,
): Promise<Write> {
  const [first = null] = occurrences;
  const last = occurrences.at(-1) ?? null;
  const count = occurrences.length;
  const { path, data } = await skippedExecution(engine, request, reasonFor({ count, first, last }));
  return { op: 'create', path, data: { ...data, occurrences: count, lastScheduledFor: last } };
}
