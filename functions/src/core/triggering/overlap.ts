import type { Execution, StoredError, Wait } from '../../model/execution.ts';
import type { OverlapState } from '../../model/overlap-state.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Overlap, PlaybookContent } from '../../model/playbook.ts';
import type { Engine } from '../engine/engine.ts';
import { signalWrite } from '../engine/signal.ts';
import type { StartRequest } from '../engine/start-execution.ts';
import { lineUp, unfinishedBefore } from '../engine/turn.ts';
import { startsByItself } from '../governance/standing.ts';
import type { Stored, Write } from '../ports.ts';
import { overlapped } from './skip-reason.ts';

/** How often an execution in line looks for itself whether the one before it is over. */
const TURN_MS = 5 * 60_000;

/** What a start does about the execution before it. `writes` belong into the commit of the start. */
export type Turn = { readonly writes: readonly Write[]; readonly reads: number } & (
  | { readonly kind: 'start' /** Is asked to stop, and has to be woken for it. */; readonly canceled: string | null }
  | { readonly kind: 'wait'; readonly wait: Extract<Wait, { kind: 'turn' }> }
  /** `foldedInto` is the record of skipped occurrences that this one was added to; null: it needs a record of its own. */
  | { readonly kind: 'skip'; readonly reason: StoredError; readonly foldedInto: string | null }
  | { readonly kind: 'started_before' }
);

export const atOnce: Turn = { kind: 'start', writes: [], reads: 0, canceled: null };

/**
 * What holds for this start. `allow` is certain to need no look at the execution before it. What a pause holds lines up,
 * whatever the policy: which of them are to begin is decided when it is over, and then one after the other.
 */
export function overlapPolicy(request: StartRequest, content: PlaybookContent, isHeld: boolean): Overlap {
  // A dry run is in nobody's way, and neither is what is only done about a failure.
  if (request.dryRun || request.failing !== undefined) return 'allow';
  const policy = content.overlap ?? request.overlap ?? (request.triggeredBy === 'schedule' ? 'skip' : 'allow');
  return isHeld && policy !== 'allow' ? 'queue' : policy;
}

type StoredState = Stored<OverlapState> | null;

/**
 * Applies a policy other than `allow` to one start. A person, a key or a playbook starts anyway, and is in the way of
 * what starts by itself. Every write insists on what was seen here: on a conflict, ask again. `known` is the state,
 * where it was read already.
 */
export async function takeTurn(
  engine: Engine,
  request: StartRequest,
  executionId: string,
  policy: Exclude<Overlap, 'allow'>,
  known: StoredState | undefined,
): Promise<Turn> {
  const paths = tenantPaths(request.orgId);
  const ref = paths.overlapState(request.playbookId);
  const state = known === undefined ? await engine.store.get(ref) : known;
  if (state?.data.executionId === executionId) return { kind: 'started_before', writes: [], reads: 1 };
  const become = stateWrite(ref.path, state, { executionId, skippedId: null });
  if (state === null || !startsByItself(request.triggeredBy))
    return { kind: 'start', writes: [become], reads: 1, canceled: null };
  const before = await unfinishedBefore(engine, request.orgId, state.data.executionId);
  if (before === null) return { kind: 'start', writes: [become], reads: 2, canceled: null };
  const now = engine.clock.now();
  switch (policy) {
    case 'queue': {
      const wait = { kind: 'turn' as const, path: '', after: before.id, wakeAt: new Date(now.getTime() + TURN_MS) };
      return { kind: 'wait', wait, writes: [lineUp(before, executionId, now), become], reads: 2 };
    }
    case 'cancel_previous': {
      const signal = { kind: 'cancel' as const, by: 'system', at: now };
      const cancel = signalWrite(before, `cancel_${now.getTime()}`, signal, now);
      return { kind: 'start', writes: [cancel, become], reads: 2, canceled: before.id };
    }
    case 'skip':
      return skip(engine, request, executionId, state, before);
  }
}

function stateWrite(path: string, state: StoredState, data: OverlapState): Write {
  if (state === null) return { op: 'create', path, data };
  return { op: 'update', path, fields: { ...data }, ifVersion: state.version };
}

/**
 * Occurrences of one schedule that the same execution keeps from starting are one record with a count. An event has a
 * record of its own under the id that its execution would have had: delivered again, it is not counted again, and a
 * burst of them does not meet in one document.
 */
async function skip(
  engine: Engine,
  { orgId, occasion }: StartRequest,
  executionId: string,
  state: Stored<OverlapState>,
  before: Stored<Execution>,
): Promise<Turn> {
  const inTheWay = { id: before.id, createdAt: before.data.createdAt };
  const at = occasion.kind === 'schedule' ? occasion.scheduledFor : null;
  const alone = { kind: 'skip', reason: overlapped(inTheWay, { count: 1, first: at, last: at }) } as const;
  if (occasion.kind !== 'schedule') return { ...alone, foldedInto: null, writes: [], reads: 2 };
  const { skippedId } = state.data;
  const open = skippedId === null ? null : await engine.store.get(tenantPaths(orgId).execution(skippedId));
  const reads = skippedId === null ? 2 : 3;
  if (open?.data.status !== 'skipped' || open.data.triggerId !== occasion.triggerId) {
    const note = stateWrite(state.ref.path, state, { executionId: before.id, skippedId: executionId });
    return { ...alone, foldedInto: null, writes: [note], reads };
  }
  const occurrences = open.data.occurrences + 1;
  const reason = overlapped(inTheWay, { count: occurrences, first: open.data.scheduledFor, last: at });
  const fields = { occurrences, lastScheduledFor: at, error: reason };
  const fold: Write = { op: 'update', path: open.ref.path, fields, ifVersion: open.version };
  return { kind: 'skip', reason, foldedInto: open.id, writes: [fold], reads };
}
