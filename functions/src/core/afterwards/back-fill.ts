import type { Execution } from '../../model/execution.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { SheetsLog } from '../../model/sheets-log.ts';
import type { Tenant } from '../../model/tenant.ts';
import type { Engine } from '../engine/engine.ts';
import { ownPlaces } from '../own-places.ts';
import { AlreadyExistsError, ConflictError, type Stored, type Write } from '../ports.ts';
import { isRead } from './ended.ts';
import { sheetRow, sheetRowId } from './sheet-row.ts';

const LOGS = 20;
/** Executions may have 256 KB each. */
const PAGE = 100;

/**
 * Goes on with the back-fills that are under way: rows for what had ended before, page by page from the newest to the
 * oldest, until `deadline`. A row that was ever made is not made again, so it may be begun, killed and begun again.
 */
export async function backFillLogs(engine: Engine, deadline: Date): Promise<number> {
  const found = ownPlaces(await engine.store.query(queries.backFillingLogs({ limit: LOGS })), 'sheets_logs');
  let added = 0;
  for (const { orgId, ...place } of found) {
    if (place.data === null) continue;
    const tenant = await engine.store.find(top.tenant(orgId));
    if (!tenant?.data) continue;
    added += await fillLog(engine, { orgId, tenant: tenant.data }, { ...place, data: place.data }, deadline);
  }
  return added;
}

interface Whose {
  readonly orgId: string;
  readonly tenant: Tenant;
}

async function fillLog(engine: Engine, whose: Whose, found: Stored<SheetsLog>, deadline: Date): Promise<number> {
  let log = found;
  while (log.data.isBackFilling && engine.clock.now() < deadline) {
    try {
      log = await fillPage(engine, whose, log);
    } catch (error) {
      // Somebody has changed the log, or an execution has come to its end just now: the next minute looks again.
      if (error instanceof ConflictError || error instanceof AlreadyExistsError) break;
      throw error;
    }
    engine.fault('back_fill_page');
  }
  return (log.data.backFill?.added ?? 0) - (found.data.backFill?.added ?? 0);
}

/** The rows of a page and how far it has come are one commit. */
async function fillPage(engine: Engine, { orgId, tenant }: Whose, log: Stored<SheetsLog>): Promise<Stored<SheetsLog>> {
  const { backFill, logId } = log.data;
  if (backFill === null) throw new Error(`${log.ref.path} has no back-fill`);
  const { cursor } = backFill;
  const after = cursor === null ? null : [cursor.createdAt, cursor.executionId];
  const page = await engine.store.query(queries.executions(orgId, { limit: PAGE, after }));
  const readable = page.filter((one): one is Stored<Execution> => one.data !== null);
  const writes = await missingRows(engine, { orgId, tenant }, readable, logId);
  const last = readable.at(-1);
  const isDone = page.length < PAGE || last === undefined;
  const fields = {
    isBackFilling: !isDone,
    backFill: {
      ...backFill,
      cursor: last === undefined ? cursor : { createdAt: last.data.createdAt, executionId: last.id },
      looked: backFill.looked + page.length,
      added: backFill.added + writes.length,
      doneAt: isDone ? engine.clock.now() : null,
    },
  };
  const [version = ''] = await engine.store.commit([
    { op: 'update', path: log.ref.path, fields, ifVersion: log.version },
    ...writes,
  ]);
  return { ...log, data: { ...log.data, ...fields }, version };
}

async function missingRows(
  { store }: Engine,
  { orgId, tenant }: Whose,
  executions: readonly Stored<Execution>[],
  logId: string,
): Promise<Write[]> {
  const wanted = executions
    .map(({ id, data }) => ({ orgId, executionId: id, state: data }))
    .filter(({ state }) => isRead(state))
    .map((ended) => ({ ended, ref: tenantPaths(orgId).sheetRow(sheetRowId(ended, logId)) }));
  const there = await store.findAll(wanted.map(({ ref }) => ref));
  return wanted.flatMap(({ ended, ref }, index): Write[] =>
    there[index] ? [] : [{ op: 'create', path: ref.path, data: sheetRow(ended, tenant, logId) }],
  );
}
