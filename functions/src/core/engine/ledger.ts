import { addUsage, type Execution, type RunningExecution } from '../../model/execution.ts';
import type { DocRef } from '../../model/paths.ts';
import { ConflictError, type Store, type Stored, type Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { changingFields } from './transition.ts';

const MAX_CONFLICTS = 8;

/** Another holder has the execution now: write nothing, act on nothing. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** The state of an execution in memory, and the version that it has in the store. */
export interface Ledger {
  state: RunningExecution;
  /** Writes that go with the next commit. */
  readonly deferred: Write[];
  committedAt: Date;
  /** Whether the state has changed since. */
  isDirty: boolean;
  /** Commits what `next` makes of the state, together with `writes` and what was deferred. Returns it as written. */
  write(next: (state: RunningExecution) => Execution, writes: readonly Write[]): Promise<Execution>;
}

export function openLedger(engine: Engine, stored: Stored<Execution>, state: RunningExecution): Ledger {
  const { ref } = stored;
  const { token } = state.lease;
  let version = stored.version;
  /** The signals that lie in the store as far as we know; one of them that was consumed does not come back. */
  let seen = new Set(Object.keys(state.signals));
  /** Whether it was let go of: from then on its version is known, but it is not ours to write. */
  let isLeft = false;
  /** A conflict with the same token behind it is a signal to fold in; with another token the lease is lost. */
  const fold = async (): Promise<void> => {
    const fresh = await engine.store.get(ref);
    if (fresh?.data.status !== 'running' || fresh.data.lease.token !== token) throw new LeaseLostError(stored.id);
    version = fresh.version;
    const signals = { ...ledger.state.signals, ...unseen(fresh.data.signals, seen) };
    seen = new Set(Object.keys(fresh.data.signals));
    ledger.state = { ...ledger.state, signals, usage: addUsage(ledger.state.usage, { reads: 1 }) };
  };
  const ledger: Ledger = {
    state,
    deferred: [],
    committedAt: engine.clock.now(),
    isDirty: false,
    write: async (next, writes) => {
      for (let attempt = 0; ; attempt++) {
        if (isLeft) throw new LeaseLostError(stored.id);
        const taken = [...ledger.deferred];
        const cost = { writes: 1 + taken.length + writes.length };
        const written = next({ ...ledger.state, usage: addUsage(ledger.state.usage, cost) });
        ledger.isDirty = false;
        try {
          version = await updateAt(engine.store, { ref, version }, written, [...taken, ...writes]);
          seen = new Set(Object.keys(written.signals));
          isLeft = written.status !== 'running';
          const lease = written.status === 'running' ? { lease: written.lease, dueAt: written.dueAt } : {};
          // What was changed while this was under way stays for the next commit.
          ledger.state = { ...ledger.state, ...lease, usage: addUsage(ledger.state.usage, cost) };
          ledger.deferred.splice(0, taken.length);
          ledger.committedAt = engine.clock.now();
          return written;
        } catch (error) {
          ledger.isDirty = true;
          if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
          await fold();
        }
      }
    },
  };
  return ledger;
}

function unseen<T>(signals: Readonly<Record<string, T>>, seen: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(signals).filter(([id]) => !seen.has(id)));
}

export async function updateAt(
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
