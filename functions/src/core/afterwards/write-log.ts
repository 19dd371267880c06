import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { SheetsLog } from '../../model/sheets-log.ts';
import type { Engine } from '../engine/engine.ts';
import { RetryAfterError, StepError } from '../engine/errors.ts';
import { ConflictError, type Stored } from '../ports.ts';
import type { Logbook, OpenLog } from './logbook.ts';
import type { Allotment } from './sheet-allotment.ts';
import { type Claimed, claimBatch, MARKS, metadataIdOf, settleBatch } from './sheet-batch.ts';

/** Google lets one account write 60 times a minute. */
const MAX_BATCHES = 50;
const PAGE = 400;
const MINUTE_MS = 60_000;
const MAX_PAUSE_MS = 60 * MINUTE_MS;
/** After so many attempts, half an hour and more, no write of the first ones is under way any longer. */
const LAST_LATE = 6;

/** What a tenant's rows are written with. */
interface Pen {
  readonly engine: Engine;
  readonly logbook: Logbook;
  readonly allotment: Allotment;
  readonly deadline: Date;
}

export interface WrittenLog {
  readonly written: number;
  /** Whether the time or the writes of the minute were over before its rows were. */
  readonly isCut: boolean;
}
const nothing: WrittenLog = { written: 0, isCut: false };

/** Writes what waits for the log of one tenant, batch by batch. */
export async function writeLog({ engine, logbook, allotment, deadline }: Pen, orgId: string): Promise<WrittenLog> {
  const found = await engine.store.find(tenantPaths(orgId).sheetsLog);
  if (found === null) await discard(engine, orgId);
  if (found === null || found.data === null || !isWritable(found.data, engine.clock.now())) return nothing;
  let log: Stored<SheetsLog> = found;
  let open: OpenLog | null = null;
  let written = 0;
  for (let count = 0; count < MAX_BATCHES; count++) {
    if (engine.clock.now() >= deadline) return { written, isCut: true };
    const claimed = await unlessBeaten(() => claimBatch(engine, orgId, log));
    if (claimed === null) break;
    if (!(await allotment.take())) {
      await unlessBeaten(() => putBack(engine, claimed));
      return { written, isCut: true };
    }
    try {
      open ??= await logbook.open({ orgId, ...claimed.log.data });
      await send(engine, open, claimed);
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      engine.log.warn('sheets_log_not_written', { orgId, code: error.code });
      await unlessBeaten(() => noteFailure(engine, claimed, error));
      break;
    }
    engine.fault('sheet_batch_sent');
    const settled = await unlessBeaten(() => settleBatch(engine, claimed));
    // Somebody has changed the settings at this moment: the spreadsheet will be asked.
    if (settled === null) break;
    written += claimed.rows.length;
    log = settled;
  }
  return { written, isCut: false };
}

function isWritable({ isPaused, isBackFilling, retryAt }: SheetsLog, now: Date): boolean {
  // What had ended before is to stand above what ends now.
  return !isPaused && !isBackFilling && (retryAt === null || retryAt <= now);
}

/**
 * A batch that was begun before may have arrived, whatever its sender was told; and one that is refused may be there, if
 * an earlier write has come late.
 */
async function send({ fault }: Engine, open: OpenLog, { log, batch, rows }: Claimed): Promise<void> {
  fault('sheet_batch_claimed');
  if (batch.attempts > 1 && (await open.has(batch))) return;
  const cells = rows.flatMap(({ data }) => (data.cells === null ? [] : [data.cells]));
  if (cells.length === 0) return;
  try {
    await open.append(batch, cells, log.data.metadataIds.slice(0, -MARKS));
  } catch (error) {
    if (!isRefusal(error) || !(await open.has(batch))) throw error;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof StepError && error.code === 'http_400';
}

/** Null where somebody else has changed the log in between. */
async function unlessBeaten<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ConflictError) return null;
    throw error;
  }
}

/** Nothing was sent: whoever comes next may begin at once. */
async function putBack({ store, clock }: Engine, { log, batch }: Claimed): Promise<void> {
  const attempts = Math.max(1, batch.attempts - 1);
  const fields = { batch: { ...batch, attempts, until: clock.now() } };
  await store.commit([{ op: 'update', path: log.ref.path, fields, ifVersion: log.version }]);
}

/**
 * Tried again later and later, at most an hour on, also where only people can mend it: then it mends itself. A plain
 * refusal may be of the marks: where no earlier write can be under way, the batch gets another one, and the old ones are
 * left where they are.
 */
async function noteFailure({ store, clock }: Engine, { log, batch }: Claimed, error: StepError): Promise<void> {
  const at = clock.now();
  const failures = log.data.failures + 1;
  const pause = Math.min(MAX_PAUSE_MS, MINUTE_MS * 2 ** Math.min(failures - 1, 10));
  const later = new Date(at.getTime() + pause);
  const retryAt = error instanceof RetryAfterError && error.retryAt > later ? error.retryAt : later;
  const isRemarked = isRefusal(error) && (batch.attempts === 1 || batch.attempts > LAST_LATE);
  const metadataId = isRemarked ? metadataIdOf(`${batch.id}.${batch.attempts}`) : batch.metadataId;
  const fields = {
    error: { code: error.code, message: error.message, at },
    failures,
    retryAt,
    batch: { ...batch, metadataId, until: at },
    ...(isRemarked && { metadataIds: [] }),
  };
  await store.commit([{ op: 'update', path: log.ref.path, fields, ifVersion: log.version }]);
}

/** The log was switched off: nobody waits for its rows. */
async function discard({ store }: Engine, orgId: string): Promise<void> {
  const rows = await store.query(queries.sheetRowsToWrite(orgId, { limit: PAGE }));
  await store.commit(rows.map(({ ref }) => ({ op: 'delete', path: ref.path })));
}
