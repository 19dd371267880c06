import { top } from '../../model/paths.ts';
import type { SheetWrites } from '../../model/sheets-log.ts';
import type { Engine } from '../engine/engine.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { AlreadyExistsError, ConflictError } from '../ports.ts';

/** Google lets a project write 300 times a minute; the rest is for steps that write to sheets, and for settings. */
const MAX_WRITES = 240;
/** Taken together, so that not each write is noted. */
const CHUNK = 20;
const MINUTE_MS = 60_000;

/** The writes to Google Sheets that are left in this minute, whoever else takes of them. */
export interface Allotment {
  /** Whether there is one more. */
  take(): Promise<boolean>;
  /** Whether there was none more when somebody asked. */
  isUsedUp(): boolean;
}

export function createAllotment(engine: Pick<Engine, 'store' | 'clock'>): Allotment {
  let [left, minute, isUsedUp] = [0, -1, false];
  const takeOne = async (): Promise<boolean> => {
    const now = minuteOf(engine.clock.now());
    if (now !== minute) [left, minute] = [0, now];
    if (left === 0) left = await retryConflicts(() => reserve(engine, now), 20);
    isUsedUp = left === 0;
    if (left > 0) left -= 1;
    return !isUsedUp;
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    take: () => {
      const mine = last.then(takeOne);
      last = mine.catch(() => undefined);
      return mine;
    },
    isUsedUp: () => isUsedUp,
  };
}

function minuteOf(time: Date): number {
  return Math.floor(time.getTime() / MINUTE_MS);
}

/** Some of what is left of the minute; noted before it is used. */
async function reserve({ store }: Pick<Engine, 'store'>, minute: number): Promise<number> {
  const stored = await store.get(top.sheetWrites);
  const used = stored?.data.minute === minute ? stored.data.writes : 0;
  const granted = Math.min(CHUNK, MAX_WRITES - used);
  if (granted <= 0) return 0;
  const { path } = top.sheetWrites;
  const fields = { minute, writes: used + granted };
  const fresh: SheetWrites = { ...fields, cursor: null };
  try {
    await store.commit([
      stored === null ? { op: 'create', path, data: fresh } : { op: 'update', path, fields, ifVersion: stored.version },
    ]);
  } catch (error) {
    throw error instanceof AlreadyExistsError ? new ConflictError(path) : error;
  }
  return granted;
}
