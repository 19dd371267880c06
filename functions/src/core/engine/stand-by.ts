import { addUsage, type Execution, type StoredError, type Wait } from '../../model/execution.ts';
import { queries } from '../../model/query.ts';
import { endingWrites } from '../afterwards/ending-writes.ts';
import { seekPlace } from '../governance/monthly.ts';
import { holdingOf, readStanding, resumedOver, type Standing, startsByItself } from '../governance/standing.ts';
import type { Stored, Write } from '../ports.ts';
import { heldBack, noLongerActive } from '../triggering/skip-reason.ts';
import type { Engine } from './engine.ts';
import type { Look } from './gate.ts';
import { pausedBefore } from './hold.ts';
import { updateAt } from './ledger.ts';
import { toCanceled, toSkipped, toStandingBy } from './transition.ts';
import { waitsItsTurn } from './turn.ts';

/** What becomes of an execution that is woken. `writes` belong into the commit by which it begins. */
export type Stood =
  | { readonly kind: 'kept'; readonly execution: Execution }
  /** `seen`: the look by which nothing holds it; null where nobody looked. */
  | { readonly kind: 'goes'; readonly writes: readonly Write[]; readonly seen: Look | null };

/**
 * One that has not begun waits for its turn, then until no pause holds it, then for a place in the month. Whether it is
 * to begin at all after a pause it finds out for itself, whoever wakes it, and whenever. Throws `ConflictError`.
 */
export async function standBy(engine: Engine, orgId: string, stored: Stored<Execution>): Promise<Stood> {
  const { data: execution } = stored;
  const { wait } = execution;
  if (wait === null || wait.path !== '') return { kind: 'goes', writes: [], seen: null };
  const now = engine.clock.now();
  if (Object.values(execution.signals).some(({ kind }) => kind === 'cancel')) {
    const canceled = toCanceled(execution, now);
    const left = await endingWrites(engine, { orgId, executionId: stored.id, state: canceled }, null);
    return over(engine, stored, canceled, left);
  }
  if (wait.kind === 'turn') {
    const waiting = await waitsItsTurn(engine, orgId, stored, wait);
    if (waiting !== null) return { kind: 'kept', execution: waiting };
  }
  const standing = await readStanding(engine.store, orgId, execution.playbookId);
  const isHeld = holdingOf(engine.switches, execution.triggeredBy, standing) !== null;
  // What a pause that is over says of it comes first, while that is remembered: another one may hold it by now.
  const reason = await reasonToSkip(engine, orgId, stored, { ...standing, isHeld });
  // The one before it is over, so that whoever looks back need not look further.
  if (reason !== null) return over(engine, stored, toSkipped({ ...execution, behind: null }, reason, now));
  if (isHeld) {
    return stay(engine, stored, pausedBefore(now, wait.kind === 'pause' ? wait.polls + 1 : 0));
  }
  const seen: Look = { at: now, tenant: standing.tenant };
  if (execution.mode === 'dry_run' || standing.tenant === null) return { kind: 'goes', writes: [], seen };
  const inLine = wait.kind === 'limit' ? { createdAt: execution.createdAt, polls: wait.polls } : null;
  const place = await seekPlace(engine, orgId, standing.tenant, { inLine, isBeaten: false });
  if (place.kind === 'held') return stay(engine, stored, place.wait);
  return { kind: 'goes', writes: place.writes, seen };
}

/** Why something that a pause had held does not begin after all; null when it does, as whatever a person started. */
async function reasonToSkip(
  { store }: Engine,
  orgId: string,
  { id, data }: Stored<Execution>,
  { isHeld, ...standing }: Standing & { readonly isHeld: boolean },
): Promise<StoredError | null> {
  const { playbookId, triggerId, createdAt, triggeredBy } = data;
  if (!startsByItself(triggeredBy)) return null;
  if (!isHeld && standing.playbook?.status !== 'active') return noLongerActive(playbookId);
  const pause = isHeldSince(standing, createdAt) ? null : resumedOver(standing, createdAt);
  if (pause === null || pause.choice === 'all') return null;
  if (pause.choice === 'none' || triggerId === null) return pause.choice === 'none' ? heldBack(pause) : null;
  const later = queries.unskippedBetween(orgId, playbookId, triggerId, createdAt, pause.until, {
    limit: 1,
    after: [createdAt, id],
  });
  return (await store.count(later)) > 0 ? heldBack(pause) : null;
}

/** Whether a pause holds it from the first that is not over yet: its end will decide. */
function isHeldSince({ tenant, playbook }: Standing, createdAt: Date): boolean {
  const pauses = [tenant?.pause, playbook?.status === 'paused' ? playbook.pause : null];
  return pauses.some((pause) => pause != null && pause.since <= createdAt);
}

async function stay(engine: Engine, stored: Stored<Execution>, wait: Wait): Promise<Stood> {
  const { signals: all, usage } = stored.data;
  const signals = Object.fromEntries(
    Object.entries(all).filter(([, { kind }]) => kind !== 'release' && kind !== 'turn'),
  );
  const next = { ...stored.data, signals, usage: addUsage(usage, { reads: 3, writes: 1 }) };
  const execution = toStandingBy(next, wait);
  await updateAt(engine.store, stored, execution, []);
  engine.fault('stays_held');
  return { kind: 'kept', execution };
}

/** Whoever wakes it tells the others that it has ended. */
async function over(
  engine: Engine,
  stored: Stored<Execution>,
  execution: Execution,
  left: readonly Write[] = [],
): Promise<Stood> {
  await updateAt(engine.store, stored, execution, left);
  engine.fault('over_before_it_began');
  return { kind: 'kept', execution };
}
