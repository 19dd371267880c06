import type { Execution, RunningExecution } from '../../model/execution.ts';
import type { Signal } from '../../model/signal.ts';
import { AlreadyExistsError, ConflictError, type Stored, type Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { LeaseLostError, openLedger, type StateChange } from './ledger.ts';
import { dueBy, LEASE_MS } from './transition.ts';

/** Nothing outside is done in the last seconds of a lease: a clock may be off, and a commit takes time. */
const LEASE_MARGIN_MS = 5_000;
const RENEW_MS = 20_000;
/** Between two commits that only serve the live view. */
const LIVE_MS = 1_000;

type Change = Partial<Pick<RunningExecution, 'stepResults' | 'usage' | 'takeovers' | 'failing' | 'taint'>>;

/**
 * The one writer of an execution. It keeps the state in memory and commits it under precondition; whoever else wants
 * something leaves a signal, which the next commit meets and folds in.
 */
export interface Holder {
  readonly orgId: string;
  readonly executionId: string;
  readonly state: RunningExecution;
  change(change: Change): void;
  /** Writes to go with the next commit (a settled effect, a large output). */
  defer(...writes: Write[]): void;
  /** Writes the state now, together with `writes`, all or nothing. */
  commit(...writes: Write[]): Promise<void>;
  /** The same, with a change of the state that holds only together with `writes`. */
  commitChange(change: StateChange, ...writes: Write[]): Promise<void>;
  /** Does what two steps of this execution must not do at the same time, one after the other. */
  inTurn<T>(act: () => Promise<T>): Promise<T>;
  /** Writes the state if a second has passed since the last commit, or if `must`. */
  checkpoint(must: boolean): Promise<void>;
  /** The last commit: the state without a lease that `next` makes of it. Returns it as written. */
  release(next: (state: RunningExecution) => Execution): Promise<Execution>;
  /** Throws `LeaseLostError` when less than five seconds of the lease are left. */
  assertLease(): void;
  isCanceled(): boolean;
  /** The signals for the step at `path`. */
  signalsFor(path: string): Signal[];
  /** Removes them: what they told is known. */
  consume(path: string): void;
  /** Until `signal`: writes what has changed after a second, renews the lease every 20 s; calls `lost` when it cannot. */
  keepAlive(signal: AbortSignal, lost: (error: LeaseLostError) => void): Promise<void>;
}

interface Asked {
  readonly writes: readonly Write[];
  readonly change: StateChange;
}
interface Waiting extends Asked {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** For whoever holds the lease already: the starter that created the execution as running, or `claimExecution`. */
export function createHolder(engine: Engine, orgId: string, stored: Stored<Execution>): Holder {
  if (stored.data.status !== 'running') throw new Error(`${stored.ref.path} is not running`);
  const { token } = stored.data.lease;
  const ledger = openLedger(engine, stored, stored.data);
  const turn = oneByOne();
  const commit = collect(({ writes, change }) => turn(() => ledger.write(renewed, writes, change)));
  const asItIs: StateChange = (state) => state;
  const renewed = (state: RunningExecution): RunningExecution => {
    const until = new Date(engine.clock.now().getTime() + LEASE_MS);
    return { ...state, lease: { token, until }, dueAt: dueBy(until) };
  };
  const leaseLeftMs = () => ledger.state.lease.until.getTime() - engine.clock.now().getTime();
  const silentMs = () => engine.clock.now().getTime() - ledger.committedAt.getTime();
  return {
    orgId,
    executionId: stored.id,
    get state() {
      return ledger.state;
    },
    change: (change) => {
      ledger.state = { ...ledger.state, ...change };
      ledger.isDirty = true;
    },
    defer: (...writes) => {
      ledger.deferred.push(...writes);
      ledger.isDirty = true;
    },
    commit: (...writes) => commit({ writes, change: asItIs }),
    commitChange: (change, ...writes) => commit({ writes, change }),
    inTurn: oneByOne(),
    checkpoint: async (must) => {
      if (must || silentMs() >= LIVE_MS) await commit({ writes: [], change: asItIs });
    },
    // Whatever is being written is written first, so that a commit in between is somebody else's.
    release: (next) => turn(() => ledger.write(next, [])),
    assertLease: () => {
      if (leaseLeftMs() < LEASE_MARGIN_MS) throw new LeaseLostError(stored.id);
    },
    isCanceled: () => Object.values(ledger.state.signals).some(({ kind }) => kind === 'cancel'),
    signalsFor: (path) => Object.values(ledger.state.signals).filter((one) => 'path' in one && one.path === path),
    consume: (path) => {
      const left = Object.entries(ledger.state.signals).filter(([, one]) => !('path' in one && one.path === path));
      ledger.state = { ...ledger.state, signals: Object.fromEntries(left) };
      ledger.isDirty = true;
    },
    keepAlive: async (signal, lost) => {
      for (;;) {
        await engine.clock.sleep(LIVE_MS, signal);
        if (signal.aborted) return;
        if (silentMs() < (ledger.isDirty ? LIVE_MS : RENEW_MS)) continue;
        try {
          await commit({ writes: [], change: asItIs });
        } catch (error) {
          // A store that does not answer for a moment is no reason to leave; the lease is, when it comes to its end.
          if (!(error instanceof LeaseLostError) && leaseLeftMs() >= LEASE_MARGIN_MS) continue;
          lost(error instanceof LeaseLostError ? error : new LeaseLostError(stored.id, { cause: error }));
          return;
        }
      }
    },
  };
}

/** One commit at a time; what is asked for meanwhile goes together into the next. */
function collect(write: (asked: Asked) => Promise<unknown>): (asked: Asked) => Promise<void> {
  let waiting: Waiting[] = [];
  let isBusy = false;
  const writeOne = async ({ resolve, reject, ...asked }: Waiting): Promise<void> => write(asked).then(resolve, reject);
  const writeAll = async (all: readonly Waiting[]): Promise<void> => {
    try {
      const change: StateChange = (state) => all.reduce((changed, one) => one.change(changed), state);
      await write({ writes: all.flatMap(({ writes }) => writes), change });
      for (const { resolve } of all) resolve();
    } catch (error) {
      // One of them found its document in place, or changed; the others are not to suffer for it.
      const isOfOne = error instanceof AlreadyExistsError || error instanceof ConflictError;
      if (isOfOne && all.length > 1) for (const one of all) await writeOne(one);
      else for (const { reject } of all) reject(error);
    }
  };
  const pump = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const all = waiting;
      waiting = [];
      await writeAll(all);
    }
    isBusy = false;
  };
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...asked, resolve, reject });
      if (!isBusy) void pump();
    });
}

function oneByOne(): Holder['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    last = mine.catch(() => undefined);
    return mine;
  };
}
