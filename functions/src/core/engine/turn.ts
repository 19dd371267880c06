import type { Execution, Wait } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Stored, Write } from '../ports.ts';
import type { Engine } from './engine.ts';
import { updateAt } from './ledger.ts';
import { signalWrite } from './signal.ts';
import { isFinished, toStandingBy } from './transition.ts';

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

/** Null when its turn has come; else the state of an execution that still waits for it. */
export async function waitsItsTurn(
  engine: Engine,
  orgId: string,
  stored: Stored<Execution>,
  { after }: Extract<Wait, { kind: 'turn' }>,
): Promise<Execution | null> {
  const { data: execution, id } = stored;
  const before = await unfinishedBefore(engine, orgId, after);
  if (before === null) return null;
  const now = engine.clock.now();
  const wait: Wait = { kind: 'turn', path: '', after: before.id, wakeAt: new Date(now.getTime() + TURN_MS) };
  const signals = Object.fromEntries(Object.entries(execution.signals).filter(([, { kind }]) => kind !== 'turn'));
  const next = toStandingBy({ ...execution, signals }, wait);
  await updateAt(engine.store, stored, next, before.id === after ? [] : [lineUp(before, id, now)]);
  return next;
}

/** Has an execution tell another when it is over. Under its version: one that has just ended tells nobody. */
export function lineUp(before: Stored<Execution>, executionId: string, at: Date): Write {
  return signalWrite(before, `successor_${executionId}`, { kind: 'successor', executionId, at }, at);
}
