import { addUsage, type Execution, type RunningExecution } from '../../model/execution.ts';
import type { DocRef } from '../../model/paths.ts';
import { tenantPaths } from '../../model/paths.ts';
import { ConflictError, type Store, type Stored, type Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { changingFields, dueBy, isFinished, LEASE_MS, toFailed, toRunning } from './transition.ts';

/** Nothing outside is done in the last seconds of a lease: a clock may be off, and a commit takes time. */
const LEASE_MARGIN_MS = 5_000;
const RENEW_MS = 20_000;
/** Between two commits that only serve the live view. */
const LIVE_MS = 1_000;
const MAX_TAKEOVERS = 3;
const MAX_CONFLICTS = 5;

/** Another holder has the execution now: write nothing, act on nothing. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/**
 * The one writer of an execution. It keeps the state in memory and commits it under precondition; whoever else wants
 * something leaves a signal, which the next commit meets and folds in.
 */
export interface Holder {
  readonly orgId: string;
  readonly executionId: string;
  readonly state: RunningExecution;
  change(change: Partial<Pick<RunningExecution, 'stepResults' | 'usage' | 'takeovers'>>): void;
  /** Writes to go with the next commit (a settled effect, a large output). */
  defer(...writes: Write[]): void;
  /** Writes the state now, together with `writes`, all or nothing. */
  commit(...writes: Write[]): Promise<void>;
  /** Writes the state if a second has passed since the last commit, or if `must`. */
  checkpoint(must: boolean): Promise<void>;
  /** The last commit: a state without a lease. Returns it as written. */
  release(next: Execution): Promise<Execution>;
  /** Throws `LeaseLostError` when less than five seconds of the lease are left. */
  assertLease(): void;
  isCanceled(): boolean;
  /** While a step lasts: writes what is deferred after a second, renews the lease every 20 s; calls `lost` when it cannot. */
  keepAlive(signal: AbortSignal, lost: (error: unknown) => void): Promise<void>;
}

type Held = { readonly kind: 'held'; readonly holder: Holder };
type NotHeld = { readonly kind: 'not_held'; readonly execution: Execution | null };

/** Takes the lease of an execution that is queued, due or abandoned. A wake-up that comes early or late changes nothing. */
export async function claimExecution(engine: Engine, orgId: string, executionId: string): Promise<Held | NotHeld> {
  const ref = tenantPaths(orgId).execution(executionId);
  const stored = await engine.store.get(ref);
  if (stored === null || isFinished(stored.data)) return { kind: 'not_held', execution: stored?.data ?? null };
  const now = engine.clock.now();
  if (!isDue(stored.data, now)) return { kind: 'not_held', execution: stored.data };
  const takeovers = stored.data.takeovers + (stored.data.status === 'running' ? 1 : 0);
  const usage = addUsage(stored.data.usage, { reads: 1, writes: 1 });
  const claimed = { ...toRunning(stored.data, engine.random.token(), now), takeovers, usage };
  const next = takeovers >= MAX_TAKEOVERS ? toFailed(claimed, workerDied(claimed), now) : claimed;
  try {
    const version = await updateAt(engine.store, stored, next, []);
    engine.fault('claimed');
    if (next.status !== 'running') return { kind: 'not_held', execution: next };
    return { kind: 'held', holder: createHolder(engine, orgId, { ...stored, data: next, version }) };
  } catch (error) {
    if (error instanceof ConflictError) return { kind: 'not_held', execution: stored.data };
    throw error;
  }
}

function isDue(execution: Execution, now: Date): boolean {
  const signaled = Object.keys(execution.signals).length > 0;
  if (execution.status === 'running') return execution.lease.until <= now;
  if (execution.status === 'waiting') return signaled || execution.wait.wakeAt <= now;
  return true;
}

function workerDied(execution: RunningExecution) {
  const last = execution.stepResults.length;
  return {
    code: 'worker_died',
    fault: 'system' as const,
    message: `The worker died ${MAX_TAKEOVERS} times in step ${last + 1}, so the execution was stopped.`,
    fix: null,
    errors: [],
  };
}

async function updateAt(
  store: Store,
  at: { readonly ref: DocRef<Execution>; readonly version: string },
  next: Execution,
  writes: readonly Write[],
): Promise<string> {
  const [version] = await store.commit([
    { op: 'update', path: at.ref.path, fields: changingFields(next), ifVersion: at.version },
    ...writes,
  ]);
  if (version === undefined) throw new Error('The store answered a commit without a version');
  return version;
}

/** The state in memory and the version it has in the store. Commits go one after the other. */
interface Ledger {
  state: RunningExecution;
  deferred: Write[];
  committedAt: Date;
  commit(next: () => Execution, writes: readonly Write[]): Promise<void>;
}

function openLedger(engine: Engine, stored: Stored<Execution>, state: RunningExecution): Ledger {
  const { ref } = stored;
  const { token } = state.lease;
  let version = stored.version;
  let tail: Promise<void> = Promise.resolve();
  const ledger: Ledger = {
    state,
    deferred: [],
    committedAt: engine.clock.now(),
    commit: (next, writes) => {
      const done = tail.then(() => write(next, writes));
      tail = done.catch(() => undefined);
      return done;
    },
  };
  /** A conflict with the same token behind it is a signal to fold in; with another token the lease is lost. */
  const write = async (next: () => Execution, writes: readonly Write[]): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      const taken = ledger.deferred;
      const usage = addUsage(next().usage, { writes: 1 + taken.length + writes.length });
      try {
        version = await updateAt(engine.store, { ref, version }, { ...next(), usage }, [...taken, ...writes]);
        ledger.state = { ...ledger.state, usage };
        ledger.deferred = ledger.deferred.slice(taken.length);
        ledger.committedAt = engine.clock.now();
        return;
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
        const fresh = await engine.store.get(ref);
        if (fresh?.data.status !== 'running' || fresh.data.lease.token !== token) throw new LeaseLostError(stored.id);
        version = fresh.version;
        const { signals } = fresh.data;
        ledger.state = { ...ledger.state, signals, usage: addUsage(ledger.state.usage, { reads: 1 }) };
      }
    }
  };
  return ledger;
}

/** For whoever holds the lease already: the starter that created the execution as running, or `claimExecution`. */
export function createHolder(engine: Engine, orgId: string, stored: Stored<Execution>): Holder {
  if (stored.data.status !== 'running') throw new Error(`${stored.ref.path} is not running`);
  const { token } = stored.data.lease;
  const ledger = openLedger(engine, stored, stored.data);
  const renewed = (): RunningExecution => {
    const until = new Date(engine.clock.now().getTime() + LEASE_MS);
    ledger.state = { ...ledger.state, lease: { token, until }, dueAt: dueBy(until) };
    return ledger.state;
  };
  const commit = (...writes: Write[]): Promise<void> => ledger.commit(renewed, writes);
  return {
    orgId,
    executionId: stored.id,
    get state() {
      return ledger.state;
    },
    change: (change) => {
      ledger.state = { ...ledger.state, ...change };
    },
    defer: (...writes) => {
      ledger.deferred = [...ledger.deferred, ...writes];
    },
    commit,
    checkpoint: async (must) => {
      const silent = engine.clock.now().getTime() - ledger.committedAt.getTime();
      if (must || silent >= LIVE_MS) await commit();
    },
    release: async (next) => {
      await ledger.commit(() => next, []);
      return { ...next, usage: ledger.state.usage };
    },
    assertLease: () => {
      const left = ledger.state.lease.until.getTime() - engine.clock.now().getTime();
      if (left < LEASE_MARGIN_MS) throw new LeaseLostError(stored.id);
    },
    isCanceled: () => Object.values(ledger.state.signals).some((signal) => signal.kind === 'cancel'),
    keepAlive: async (signal, lost) => {
      for (;;) {
        await engine.clock.sleep(ledger.deferred.length > 0 ? LIVE_MS : RENEW_MS, signal);
        if (signal.aborted) return;
        try {
          await commit();
        } catch (error) {
          lost(error);
          return;
        }
      }
    },
  };
}
