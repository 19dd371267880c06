import type { Execution, Wait } from '../../model/execution.ts';
import { type FieldValue, type PageArgs, queries } from '../../model/query.ts';
import type { Found } from '../ports.ts';
import type { Engine } from './engine.ts';
import { signalExecution } from './signal.ts';

const PAGE = 100;
const SOON_MS = 5 * 60_000;
const LATE_MS = 3_600_000;

/** When something that is held looks again for itself: after 5 minutes, doubling to an hour. */
export function heldUntil(now: Date, polls: number): Date {
  return new Date(now.getTime() + Math.min(LATE_MS, SOON_MS * 2 ** Math.min(polls, 10)));
}

/** The wait of an execution that a pause keeps from beginning, and that has looked so often already. */
export function pausedBefore(now: Date, polls: number): Extract<Wait, { kind: 'pause' }> {
  return { kind: 'pause', path: '', wakeAt: heldUntil(now, polls), polls, approvalId: null };
}

/**
 * Wakes what a pause or a limit holds, the oldest first, since that may be over. Only a hint: each looks for itself
 * whether it may go on, and would have looked within the hour.
 */
export async function releaseHeld(
  engine: Engine,
  orgId: string,
  kind: 'pause' | 'limit',
  playbookId: string | null = null,
): Promise<number> {
  let released = 0;
  let after: readonly FieldValue[] | null = null;
  for (;;) {
    const page: PageArgs = { limit: PAGE, after };
    const found: Found<Execution>[] = await engine.store.query(
      playbookId === null
        ? queries.heldExecutions(orgId, kind, page)
        : queries.heldExecutionsOf(orgId, playbookId, kind, page),
    );
    for (const { id, data } of found) {
      if (data?.wait?.kind !== kind) continue;
      // To all that is held in it, at whatever step.
      const signal = { kind: 'release' as const, path: '', at: engine.clock.now() };
      await signalExecution(engine, orgId, id, { id: 'release', signal });
      released += 1;
    }
    const last = found.at(-1);
    if (found.length < PAGE || !last?.data) return released;
    after = [last.data.createdAt, last.id];
    engine.fault('page_released');
  }
}
