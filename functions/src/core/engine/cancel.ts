import type { Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { type Signaled, signalExecution } from './signal.ts';

/**
 * Asks an execution to stop. One that is queued or waiting is woken for it. An act that has begun is finished, since
 * stopping half-way would leave its outcome unknown. `alongside` is written in the same commit.
 */
export async function cancelExecution(
  engine: Engine,
  orgId: string,
  executionId: string,
  by: string,
  alongside: readonly Write[] = [],
): Promise<Signaled> {
  const at = engine.clock.now();
  const id = `cancel_${at.getTime()}`;
  return signalExecution(engine, orgId, executionId, { id, signal: { kind: 'cancel', by, at }, alongside });
}
