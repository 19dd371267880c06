import type { Execution, Signal } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import { ConflictError, type Stored } from '../ports.ts';
import { enqueueAdvance } from './advance-execution.ts';
import type { Engine } from './engine.ts';
import { dueBy, isFinished } from './transition.ts';

export type Canceled =
  | { readonly kind: 'asked'; readonly execution: Execution }
  | { readonly kind: 'finished'; readonly execution: Execution }
  | { readonly kind: 'not_found' };

const MAX_CONFLICTS = 8;

/**
 * Asks an execution to stop. Whoever holds it folds the signal in at its next commit; one that is queued or waiting is
 * woken for it. An act that has begun is finished, since stopping half-way would leave its outcome unknown.
 */
export async function cancelExecution(
  engine: Engine,
  orgId: string,
  executionId: string,
  by: string,
): Promise<Canceled> {
  for (let attempt = 0; ; attempt++) {
    const stored = await engine.store.get(tenantPaths(orgId).execution(executionId));
    if (stored === null) return { kind: 'not_found' };
    if (isFinished(stored.data)) return { kind: 'finished', execution: stored.data };
    try {
      await signalCancel(engine, stored, by);
    } catch (error) {
      // The holder committed at the same moment; it may even have finished.
      if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
      continue;
    }
    engine.fault('signaled');
    await enqueueAdvance(engine, orgId, executionId, null);
    return { kind: 'asked', execution: stored.data };
  }
}

/** On a field of its own, under the version that was not finished: a signal never comes back to life what has ended. */
async function signalCancel({ store, clock }: Engine, stored: Stored<Execution>, by: string): Promise<void> {
  const now = clock.now();
  const signal: Signal = { kind: 'cancel', by, at: now };
  // A holder's own `dueAt` stands; what nobody holds is due at once, should the task be lost.
  const dueAt = stored.data.status === 'running' ? {} : { dueAt: dueBy(now) };
  const fields = { [`signals.cancel_${now.getTime()}`]: signal, ...dueAt };
  await store.commit([{ op: 'update', path: stored.ref.path, fields, ifVersion: stored.version }]);
}
