import type { Execution, Wait } from '../../model/execution.ts';
import { type FieldValue, type PageArgs, queries } from '../../model/query.ts';
import type { Signal } from '../../model/signal.ts';
import { ConflictError, type Found, type Stored } from '../ports.ts';
import { concurrently } from './concurrently.ts';
import type { Engine } from './engine.ts';
import { enqueueAdvance } from './enqueue.ts';
import { signalExecution, signalWrite } from './signal.ts';

const PAGE = 100;
const AT_A_TIME = 25;
/** So many are woken by tasks of their own. */
const AT_ONCE = 500;
/** Whoever asks for it waits for its end. */
const RELEASE_MS = 15_000;
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
 * whether it may go on, and would have looked within the hour; so what is not reached in time is left to that. Returns
 * how many were told. The first hundreds are woken at once, the others by the tick, a share in each minute.
 */
export async function releaseHeld(
  engine: Engine,
  orgId: string,
  kind: 'pause' | 'limit',
  playbookId: string | null = null,
): Promise<number> {
  const until = engine.clock.now().getTime() + RELEASE_MS;
  let released = 0;
  for (let after: readonly FieldValue[] | null = null; engine.clock.now().getTime() < until; ) {
    const page: PageArgs = { limit: PAGE, after };
    const found: Found<Execution>[] = await engine.store.query(
      playbookId === null
        ? queries.heldExecutions(orgId, kind, page)
        : queries.heldExecutionsOf(orgId, playbookId, kind, page),
    );
    const held = found.flatMap((one) => (one.data?.wait?.kind === kind ? [{ ...one, data: one.data }] : []));
    await release(engine, orgId, held, { areWoken: released < AT_ONCE });
    released += held.length;
    const last = found.at(-1);
    if (found.length < PAGE || !last?.data) break;
    after = [last.data.createdAt, last.id];
    engine.fault('page_released');
  }
  return released;
}

/** Told in one commit; where one of them has moved meanwhile, each for itself. */
async function release(
  engine: Engine,
  orgId: string,
  held: readonly Stored<Execution>[],
  { areWoken }: { readonly areWoken: boolean },
): Promise<void> {
  if (held.length === 0) return;
  const now = engine.clock.now();
  // To all that is held in it, at whatever step.
  const signal: Signal = { kind: 'release', path: '', at: now };
  try {
    await engine.store.commit(held.map((one) => signalWrite(one, 'release', signal, now)));
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    await concurrently(held, AT_A_TIME, ({ id }) => signalExecution(engine, orgId, id, { id: 'release', signal }));
    return;
  }
  engine.fault('signaled');
  if (areWoken) await concurrently(held, AT_A_TIME, ({ id }) => enqueueAdvance(engine, orgId, id, null));
}
