import { tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { SheetsLog } from '../../model/sheets-log.ts';
import { deriveId } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import { NonRetriableError } from '../engine/errors.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import type { Changing } from '../governance/team.ts';
import { AlreadyExistsError, ConflictError, type Store, type Write } from '../ports.ts';
import type { Logbook } from './logbook.ts';

/** Rows that wait, and executions there are, are counted up to here. */
const MAX_COUNTED = 1_000_000;

/** How somebody wants it. */
export type SheetsLogWish = Pick<SheetsLog, 'spreadsheetId' | 'connectionId' | 'isPaused'>;
type Desk = Pick<Engine, 'store' | 'clock' | 'random'>;
type Who = Pick<Changing, 'orgId' | 'actor'>;

/** The log as it stands, with how many rows wait; null while there is none. */
export async function readSheetsLog(
  store: Store,
  orgId: string,
): Promise<{ readonly log: SheetsLog; readonly waiting: number } | null> {
  const stored = await store.get(tenantPaths(orgId).sheetsLog);
  if (stored === null) return null;
  const waiting = await store.count(queries.sheetRowsToWrite(orgId, { limit: MAX_COUNTED }));
  return { log: stored.data, waiting };
}

/**
 * Keeps a log from now on, or changes it. The spreadsheet is opened first, and its tab made: throws a `StepError` that
 * says what is wrong where that fails, and changes nothing. Rows of another spreadsheet that wait are let go.
 */
export async function keepSheetsLog(desk: Desk, logbook: Logbook, who: Who, wish: SheetsLogWish): Promise<void> {
  const { spreadsheetId, connectionId, isPaused } = wish;
  if (spreadsheetId === null && !logbook.hasPlatformSheet) throw noSheet();
  if (!isPaused) await (await logbook.open({ orgId: who.orgId, spreadsheetId, connectionId })).prepare();
  await retryConflicts(() => keepOnce(desk, who, wish));
}

function noSheet(): NonRetriableError {
  return new NonRetriableError('Name the spreadsheet: the platform has none of its own.', {
    code: 'no_sheet',
    mayHaveActed: false,
  });
}

async function keepOnce(desk: Desk, { orgId, actor }: Who, wish: SheetsLogWish): Promise<void> {
  const { store, clock } = desk;
  const ref = tenantPaths(orgId).sheetsLog;
  const stored = await store.get(ref);
  const logId = deriveId(orgId, 'sheets_log', wish.spreadsheetId ?? 'platform').slice(0, 24);
  const isSame = stored?.data.logId === logId;
  const fields = isSame
    ? { ...wish, failures: 0, retryAt: null, error: null }
    : { ...wish, ...blank, logId, since: clock.now() };
  const write: Write =
    stored === null
      ? { op: 'create', path: ref.path, data: fields }
      : { op: 'update', path: ref.path, fields, ifVersion: stored.version };
  const before = stored === null ? null : wishOf(stored.data);
  const entry = { action: 'sheets_log.changed', target: { kind: 'sheets_log', id: 'current' }, before, after: wish };
  try {
    await store.commit([write, flagWrite(orgId, logId), auditWrite(desk, orgId, actor, entry)]);
  } catch (error) {
    throw error instanceof AlreadyExistsError ? new ConflictError(ref.path) : error;
  }
}

const blank = {
  written: 0,
  lastWrittenAt: null,
  error: null,
  failures: 0,
  retryAt: null,
  batch: null,
  metadataIds: [],
  isBackFilling: false,
  backFill: null,
};

function wishOf({ spreadsheetId, connectionId, isPaused }: SheetsLog): SheetsLogWish {
  return { spreadsheetId, connectionId, isPaused };
}

/** By this every ending knows that it has to leave a row. */
function flagWrite(orgId: string, sheetsLog: string | null): Write {
  return { op: 'update', path: top.tenant(orgId).path, fields: { 'afterwards.sheetsLog': sheetsLog } };
}

/** Ends it; what is in the spreadsheet stays there, what waits is let go. False where there is none. */
export async function endSheetsLog(desk: Desk, { orgId, actor }: Who): Promise<boolean> {
  const stored = await desk.store.find(tenantPaths(orgId).sheetsLog);
  if (stored === null) return false;
  const before = stored.data === null ? null : wishOf(stored.data);
  const entry = { action: 'sheets_log.ended', target: { kind: 'sheets_log', id: 'current' }, before };
  await desk.store.commit([
    { op: 'delete', path: stored.ref.path },
    flagWrite(orgId, null),
    auditWrite(desk, orgId, actor, entry),
  ]);
  return true;
}

/** Begins with the rows of what had ended before; one that is under way goes on. False where there is no log. */
export async function beginBackFill(desk: Desk, who: Who): Promise<boolean> {
  return retryConflicts(() => beginOnce(desk, who));
}

async function beginOnce(desk: Desk, { orgId, actor }: Who): Promise<boolean> {
  const { store, clock } = desk;
  const stored = await store.get(tenantPaths(orgId).sheetsLog);
  if (stored === null) return false;
  if (stored.data.isBackFilling) return true;
  const of = await store.count(queries.executions(orgId, { limit: MAX_COUNTED }));
  const backFill = { cursor: null, looked: 0, added: 0, of, startedAt: clock.now(), doneAt: null };
  const entry = { action: 'sheets_log.back_filled', target: { kind: 'sheets_log', id: 'current' } };
  await store.commit([
    { op: 'update', path: stored.ref.path, fields: { isBackFilling: true, backFill }, ifVersion: stored.version },
    auditWrite(desk, orgId, actor, entry),
  ]);
  return true;
}
