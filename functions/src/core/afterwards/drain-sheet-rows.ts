import { orgIdOf, tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import type { Logbook } from './logbook.ts';
import { createAllotment } from './sheet-allotment.ts';
import { type WrittenLog, writeLog } from './write-log.ts';

/** So many tenants are looked for in one go, and written at a time. */
const MAX_TENANTS = 300;
const AT_A_TIME = 5;

/**
 * Brings the rows that wait into their spreadsheets, of each tenant the earliest first, until `deadline` or until the
 * writes of the minute are used up; the next minute goes on behind the tenant that had its turn last. Returns how many
 * rows were written. With none waiting it costs one read.
 */
export async function drainSheetRows(engine: Engine, logbook: Logbook, deadline: Date): Promise<number> {
  const first = await nextTenant(engine, null);
  if (first === null) return 0;
  const cursor = (await engine.store.get(top.sheetWrites))?.data.cursor ?? null;
  const tenants = await tenantsFrom(engine, cursor);
  const allotment = createAllotment(engine);
  const failures: unknown[] = [];
  const done = await concurrently(tenants, AT_A_TIME, async (orgId): Promise<WrittenLog> => {
    if (allotment.isUsedUp() || engine.clock.now() >= deadline) return { written: 0, isCut: true };
    try {
      return await writeLog({ engine, logbook, allotment, deadline }, orgId);
    } catch (error) {
      // What befalls one tenant is no reason to leave out the others.
      engine.log.error('sheets_log_failed', error, { orgId });
      failures.push(error);
      return { written: 0, isCut: false };
    }
  });
  const next = lastServed(tenants, done, cursor);
  if (next !== cursor) await moveCursor(engine, next);
  if (failures.length > 0) throw failures[0];
  return done.reduce((sum, { written }) => sum + written, 0);
}

/** The last one before the first that had no turn at all; null where all had theirs. */
function lastServed(tenants: readonly string[], done: readonly WrittenLog[], cursor: string | null): string | null {
  const at = done.findIndex(({ isCut, written }) => isCut && written === 0);
  if (at === -1) return tenants.length < MAX_TENANTS ? null : (tenants.at(-1) ?? null);
  return tenants[at - 1] ?? cursor;
}

/** Those behind the one that had its turn last, and then the others. */
async function tenantsFrom(engine: Engine, cursor: string | null): Promise<string[]> {
  const found: string[] = [];
  for (let at = await nextTenant(engine, cursor); at !== null && found.length < MAX_TENANTS; ) {
    found.push(at);
    at = await nextTenant(engine, at);
  }
  if (cursor === null) return found;
  for (let at = await nextTenant(engine, null); at !== null && found.length < MAX_TENANTS; ) {
    if (at > cursor) break;
    found.push(at);
    at = await nextTenant(engine, at);
  }
  return found;
}

/** The first tenant behind another that has rows waiting; it costs one read, however many rows there are. */
async function nextTenant({ store }: Engine, behind: string | null): Promise<string | null> {
  const after = behind === null ? null : [`${tenantPaths(behind).sheetRows.path}/\uf8ff`];
  const [row] = await store.query(queries.waitingSheetRows({ limit: 1, after }));
  return row === undefined ? null : orgIdOf(row.ref.path);
}

async function moveCursor({ store }: Engine, cursor: string | null): Promise<void> {
  const stored = await store.get(top.sheetWrites);
  if (stored === null) return;
  await store.commit([{ op: 'update', path: stored.ref.path, fields: { cursor } }]);
}
