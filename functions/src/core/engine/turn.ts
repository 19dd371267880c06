import type { Execution } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Stored, Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { updateAt } from './ledger.ts';
import { signalWrite } from './signal.ts';
import { tellOthers } from './tell-others.ts';
import { dueBy, isFinished, toCanceled } from './transition.ts';

/** How often an execution that waits its turn looks whether the one before it is over, should nobody tell it. */
const TURN_MS = 5 * 60_000;

/**
 * The execution that is in the way of whoever comes after `executionId`; null when none is. One that was canceled while
 * it waited its turn has ended, but what it waited for has perhaps not.
 */
export async function unfinishedBefore(
  engine: Engine,
  orgId: string,
  executionId: string,
): Promise<Stored<Execution> | null> {
  for (let id: string | null = executionId; id !== null; ) {
    const stored: Stored<Execution> | null = await engine.store.get(tenantPaths(orgId).execution(id));
    if (stored === null || !isFinished(stored.data)) return stored;
    id = stored.data.behind;
  }
  return null;
}

/** Null when it may go on; else the state of an execution that still waits its turn, or was canceled while it did. */
export async function standInLine(engine: Engine, orgId: string, stored: Stored<Execution>): Promise<Execution | null> {
  const { data: execution, id } = stored;
  if (execution.status !== 'waiting' || execution.wait.kind !== 'turn') return null;
  const now = engine.clock.now();
  if (Object.values(execution.signals).some(({ kind }) => kind === 'cancel')) {
    const canceled = toCanceled(execution, now);
    await updateAt(engine.store, stored, canceled, []);
    await tellOthers(engine, orgId, id, canceled);
    return canceled;
  }
  const before = await unfinishedBefore(engine, orgId, execution.wait.after);
  if (before === null) return null;
  const wakeAt = new Date(now.getTime() + TURN_MS);
  const wait = { ...execution.wait, after: before.id, wakeAt };
  const signals = Object.fromEntries(Object.entries(execution.signals).filter(([, { kind }]) => kind !== 'turn'));
  const next: Execution = { ...execution, wait, signals, behind: before.id, dueAt: dueBy(wakeAt) };
  const isNew = before.id !== execution.wait.after;
  await updateAt(engine.store, stored, next, isNew ? [lineUp(before, id, now)] : []);
  return next;
}

/** Has an execution tell another when it is over. Under its version: one that has just ended tells nobody. */
export function lineUp(before: Stored<Execution>, executionId: string, at: Date): Write {
  return signalWrite(before, `successor_${executionId}`, { kind: 'successor', executionId, at }, at);
}
