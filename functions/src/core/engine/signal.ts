import type { Execution } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Signal } from '../../model/signal.ts';
import { ConflictError, type Stored, type Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { enqueueAdvance } from './enqueue.ts';
import { dueBy, isFinished, isSignaled } from './transition.ts';

export type Signaled =
  | { readonly kind: 'told'; readonly execution: Execution }
  | { readonly kind: 'finished'; readonly execution: Execution }
  | { readonly kind: 'not_found' };

const MAX_CONFLICTS = 8;

/**
 * What leaves a signal: on a field of its own, under the version that was not finished, so that it never brings back to
 * life what has ended. A holder's own `dueAt` stands; what nobody holds is due at once, should the task be lost. What
 * it does not wait for now makes nothing due: nobody would go on with it, and it would be looked at every minute.
 */
export function signalWrite(stored: Stored<Execution>, id: string, signal: Signal, now: Date): Write {
  const { status, signals } = stored.data;
  const isNews = status === 'waiting' && isSignaled({ ...stored.data, signals: { ...signals, [id]: signal } });
  const fields = { [`signals.${id}`]: signal, ...(isNews && { dueAt: dueBy(now) }) };
  return { op: 'update', path: stored.ref.path, fields, ifVersion: stored.version };
}

/**
 * Tells an execution something, and wakes it. Whoever holds it folds the signal in at its next commit. `alongside` is
 * written in the same commit.
 */
export async function signalExecution(
  engine: Engine,
  orgId: string,
  executionId: string,
  {
    id,
    signal,
    alongside = [],
  }: { readonly id: string; readonly signal: Signal; readonly alongside?: readonly Write[] },
): Promise<Signaled> {
  for (let attempt = 0; ; attempt++) {
    const stored = await engine.store.get(tenantPaths(orgId).execution(executionId));
    if (stored === null) return { kind: 'not_found' };
    if (isFinished(stored.data)) return { kind: 'finished', execution: stored.data };
    try {
      await engine.store.commit([signalWrite(stored, id, signal, engine.clock.now()), ...alongside]);
    } catch (error) {
      // The holder committed at the same moment; it may even have finished.
      if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
      continue;
    }
    engine.fault('signaled');
    await enqueueAdvance(engine, orgId, executionId, null);
    return { kind: 'told', execution: stored.data };
  }
}
