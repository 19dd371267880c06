import { addUsage, type Execution, type RunningExecution } from '../../model/execution.ts';
import { type DocRef, idOf, orgIdOf } from '../../model/paths.ts';
import { endWrites } from '../analytics/end-note.ts';
import {
  AlreadyExistsError,
  ConflictError,
  type Fields,
  Increment,
  type Store,
  type Stored,
  type Write,
} from '../ports.ts';
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
  /**
   * Commits what `next` makes of the state, together with `writes` and what was deferred. Returns it as written. A
   * `change` of the state holds if the commit does. What `writes` meet, a document in place or another version of it,
   * is for whoever brought them.
   */
  write(
    next: (state: RunningExecution) => Execution,
    writes: readonly Write[],
    change?: StateChange,
  ): Promise<Execution>;
}

/** A change of the state that others may have changed in between. */
export type StateChange = (state: RunningExecution) => RunningExecution;
const asItIs: StateChange = (state) => state;

export function openLedger(engine: Engine, stored: Stored<Execution>, state: RunningExecution): Ledger {
  const { ref } = stored;
  const { token } = state.lease;
  let version = stored.version;
  /** The signals that lie in the store as far as we know; one of them that was consumed does not come back. */
  let seen = new Set(Object.keys(state.signals));
  /** Whether it was let go of: from then on its version is known, but it is not ours to write. */
  let isLeft = false;
  /**
   * A conflict with the same token behind it is a signal to fold in; with another token the lease is lost. Or the
   * commit was made, though its answer was lost and it was sent again: nobody else writes the usage.
   */
  const fold = async ({ usage }: Execution): Promise<'moved' | 'same' | 'landed'> => {
    const before = version;
    const fresh = await engine.store.get(ref);
    if (fresh?.data.status !== 'running' || fresh.data.lease.token !== token) throw new LeaseLostError(stored.id);
    version = fresh.version;
    const signals = { ...ledger.state.signals, ...unseen(fresh.data.signals, seen) };
    seen = new Set(Object.keys(fresh.data.signals));
    ledger.state = { ...ledger.state, signals, usage: addUsage(ledger.state.usage, { reads: 1 }) };
    if (fresh.data.usage.writes === usage.writes) return 'landed';
    return version === before ? 'same' : 'moved';
  };
  const ledger: Ledger = {
    state,
    deferred: [],
    committedAt: engine.clock.now(),
    isDirty: false,
    write: async (next, writes, change = asItIs) => {
      for (let attempt = 0; ; attempt++) {
        if (isLeft) throw new LeaseLostError(stored.id);
        const taken = ledger.deferred.length;
        const together = oneEach([...ledger.deferred, ...writes]);
        const cost = { writes: 1 + together.length };
        const written = next(change({ ...ledger.state, usage: addUsage(ledger.state.usage, cost) }));
        ledger.isDirty = false;
        try {
          version = await updateAt(engine.store, { ref, version }, written, together);
          seen = new Set(Object.keys(written.signals));
        } catch (error) {
          ledger.isDirty = true;
          if (!isRefused(error)) throw error;
          const found = await fold(written);
          if (found === 'same' || (found === 'moved' && attempt === MAX_CONFLICTS)) throw error;
          if (found === 'moved') continue;
        }
        isLeft = written.status !== 'running';
        const lease = written.status === 'running' ? { lease: written.lease, dueAt: written.dueAt } : {};
        // What was changed while this was under way stays for the next commit.
        ledger.state = change({ ...ledger.state, ...lease, usage: addUsage(ledger.state.usage, cost) });
        ledger.deferred.splice(0, taken);
        ledger.committedAt = engine.clock.now();
        return written;
      }
    },
  };
  return ledger;
}

function isRefused(error: unknown): boolean {
  return error instanceof ConflictError || error instanceof AlreadyExistsError;
}

/** Updates of the same document become one, what they add together: a version is insisted on once in a commit. */
function oneEach(writes: readonly Write[]): Write[] {
  const each: Write[] = [];
  for (const write of writes) {
    const at = each.findIndex(({ op, path }) => op === 'update' && path === write.path);
    const before = each[at];
    if (before?.op !== 'update' || write.op !== 'update') each.push(write);
    else each[at] = { ...before, ...write, fields: addedUp(before.fields, write.fields) };
  }
  return each;
}

function addedUp(before: Fields, after: Fields): Fields {
  const sums = Object.entries(after).map(([name, value]) => {
    const first = before[name];
    return [
      name,
      first instanceof Increment && value instanceof Increment ? new Increment(first.by + value.by) : value,
    ];
  });
  return { ...before, ...Object.fromEntries(sums) };
}

function unseen<T>(signals: Readonly<Record<string, T>>, seen: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(signals).filter(([id]) => !seen.has(id)));
}

/** One that ends leaves the note of it in the same commit. */
export async function updateAt(
  store: Store,
  at: { readonly ref: DocRef<Execution>; readonly version: string },
  next: Execution,
  writes: readonly Write[],
): Promise<string> {
  const { writes: noted } = endWrites(orgIdOf(at.ref.path) ?? '', idOf(at.ref.path), next);
  const [version] = await store.commit([
    { op: 'update', path: at.ref.path, fields: changingFields(next), ifVersion: at.version },
    ...writes,
    ...noted,
  ]);
  if (version === undefined) throw new Error('The store answered a commit without a version');
  return version;
}
