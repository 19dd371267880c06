import { deriveId } from '../derive-id.ts';
import type { Engine } from './engine.ts';

/** Cloud Tasks keeps a task for 30 days; what is further off is left to the tick. */
const MAX_AHEAD_MS = 29 * 86_400_000;

/** Wakes the execution at `at` (null: now). A lost or doubled wake-up does no harm. */
export async function enqueueAdvance(
  engine: Engine,
  orgId: string,
  executionId: string,
  at: Date | null,
): Promise<void> {
  if (at !== null && at.getTime() - engine.clock.now().getTime() > MAX_AHEAD_MS) return;
  const name = deriveId(orgId, executionId, at?.toISOString() ?? engine.random.token());
  await engine.queue.enqueue({ handler: 'advance', data: { orgId, executionId }, name, at });
}
