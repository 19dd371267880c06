import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { SheetBatch, SheetRow, SheetsLog } from '../../model/sheets-log.ts';
import { sha256Hex } from '../derive-id.ts';
import type { Engine } from '../engine/engine.ts';
import type { Stored } from '../ports.ts';

/** So many rows go in one write, and their end in one commit. */
const ROWS = 400;
/** Longer than a write and the questions before it take. */
const SENDING_MS = 4 * 60_000;
/** Ids of metadata are positive and have 31 bits. */
const IDS = 2 ** 31 - 2;

/** A batch in the hands of one writer. */
export interface Claimed {
  readonly orgId: string;
  readonly log: Stored<SheetsLog>;
  readonly batch: SheetBatch;
  readonly rows: readonly Stored<SheetRow>[];
}

/** By which a spreadsheet knows a batch; from its id, so that no two batches of a log have the same. */
export function metadataIdOf(id: string): number {
  return 1 + (Number.parseInt(sha256Hex(id).slice(0, 12), 16) % IDS);
}

/**
 * Takes the batch that is open and that nobody has in his hands, else makes one of what waits; null where there is
 * nothing to do. Which rows a batch has is written before it is sent. Throws `ConflictError`.
 */
export async function claimBatch(engine: Engine, orgId: string, log: Stored<SheetsLog>): Promise<Claimed | null> {
  const now = engine.clock.now();
  const until = new Date(now.getTime() + SENDING_MS);
  const { batch: open } = log.data;
  if (open !== null && open.until > now) return null;
  const rows = open === null ? await rowsFor(engine, orgId, log.data) : await rowsOf(engine, orgId, open);
  if (open === null && rows.length === 0) return null;
  const id = engine.random.token();
  const batch: SheetBatch =
    open === null
      ? { id, metadataId: metadataIdOf(id), rowIds: rows.map((row) => row.id), attempts: 1, until }
      : { ...open, attempts: open.attempts + 1, until };
  const [version = ''] = await engine.store.commit([
    { op: 'update', path: log.ref.path, fields: { batch }, ifVersion: log.version },
  ]);
  return { orgId, log: { ...log, data: { ...log.data, batch }, version }, batch, rows };
}

/** The earliest that wait; those of another log, which the tenant had before, are let go. */
async function rowsFor({ store }: Engine, orgId: string, { logId }: SheetsLog): Promise<Stored<SheetRow>[]> {
  for (;;) {
    const found = await store.query(queries.sheetRowsToWrite(orgId, { limit: ROWS }));
    const mine = found.filter((one): one is Stored<SheetRow> => one.data?.logId === logId);
    const strange = found.filter((one) => one.data?.logId !== logId);
    if (strange.length === 0) return mine;
    await store.commit(strange.map(({ ref }) => ({ op: 'delete', path: ref.path })));
  }
}

/** What is gone of them had come to the end of its time. */
async function rowsOf({ store }: Engine, orgId: string, { rowIds }: SheetBatch): Promise<Stored<SheetRow>[]> {
  const found = await store.findAll(rowIds.map((id) => tenantPaths(orgId).sheetRow(id)));
  return found.filter((one): one is Stored<SheetRow> => one !== null && one.data !== null);
}

/** What was written waits no more, in the commit that says so. Throws `ConflictError`. */
export async function settleBatch({ store, clock }: Engine, { log, batch, rows }: Claimed): Promise<Stored<SheetsLog>> {
  const fields = {
    batch: null,
    written: log.data.written + rows.length,
    lastWrittenAt: clock.now(),
    error: null,
    failures: 0,
    retryAt: null,
    metadataIds: [...log.data.metadataIds.slice(-MARKS), batch.metadataId],
  };
  const [version = ''] = await store.commit([
    { op: 'update', path: log.ref.path, fields, ifVersion: log.version },
    ...rows.map(({ ref }) => ({ op: 'update' as const, path: ref.path, fields: { isWaiting: false, cells: null } })),
  ]);
  return { ...log, data: { ...log.data, ...fields }, version };
}

/** So many marks are kept in a spreadsheet: a write that was under way all the time is refused by its own. */
export const MARKS = 20;
