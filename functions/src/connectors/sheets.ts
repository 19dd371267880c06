import type { sheets_v4 } from '@googleapis/sheets';
import { z } from 'zod';
import { commonJs } from '../core/common-js.ts';
import type { CallContext } from '../core/engine/connector.ts';
import { NonRetriableError, StepError } from '../core/engine/errors.ts';
import { type GoogleAccount, SCOPES, withGoogle } from './google-account.ts';
import { unreadableAnswer } from './refusals.ts';
import { type Cell, type CellRow, cellsOf, columnName } from './sheet-cells.ts';

const TITLE = 'Google Sheets';
/** Values are stored as they are given: a text that begins with `=` stays a text. */
const RAW = 'RAW';
const MAX_ROWS = 50_000;
const MAX_MATCHES = 100;

/** One tab of a spreadsheet; without a name the first one. */
export interface Sheet {
  readonly spreadsheetId: string;
  readonly sheet: string | null;
}
export interface NewRow extends Sheet {
  /** Values in the order of the columns, or by the names in the first row. */
  readonly values: CellRow | Readonly<Record<string, Cell>>;
}
export interface AppendedRow {
  readonly row: number;
  readonly range: string;
}
export interface CellRange {
  readonly range: string;
  readonly values: readonly CellRow[];
}

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const rangeSchema = z.object({ range: z.string(), values: z.array(z.array(cell)).default([]) });
const updatedRange = z.object({ updates: z.object({ updatedRange: z.string() }) });

/** The values of a range in A1 notation; numbers as numbers, dates as they are shown. */
export async function readCells(
  account: GoogleAccount,
  context: CallContext,
  { spreadsheetId, sheet }: Sheet,
  range: string,
): Promise<CellRow[]> {
  return inSheets(account, context, SCOPES.readSheets, async (api) => {
    const [first] = await valuesOf(api, spreadsheetId, [rangeIn(sheet, range)]);
    return first ?? [];
  });
}

/**
 * Adds a row below the last one, and the names of its columns where there are none yet. Google takes no key for it:
 * where its answer is lost, the rows that have come since are looked at, and the error stays only where that cannot be
 * told.
 */
export async function appendRow(account: GoogleAccount, context: CallContext, given: NewRow): Promise<AppendedRow> {
  return inSheets(account, context, SCOPES.sheets, async (api) => {
    const { spreadsheetId, sheet, values } = given;
    const before = await valuesOf(api, spreadsheetId, [rangeIn(sheet, '1:1'), rangeIn(sheet, 'A:A')]);
    const headers = (before[0]?.[0] ?? []).map((name) => String(name ?? ''));
    const rows = rowsToAdd(headers, values);
    const row = rows.at(-1) ?? [];
    const known = Math.max(before[1]?.length ?? 0, before[0]?.length ?? 0);
    try {
      const { data } = await api.spreadsheets.values.append({
        spreadsheetId,
        range: rangeIn(sheet, 'A1'),
        valueInputOption: RAW,
        insertDataOption: 'INSERT_ROWS',
        requestBody: { values: rows.map((cells) => [...cells]) },
      });
      const parsed = updatedRange.safeParse(data);
      if (!parsed.success) throw unreadableAnswer(TITLE);
      return appended(parsed.data.updates.updatedRange);
    } catch (error) {
      const there = isUnclear(error) ? await rowBelow(api, given, known, row) : null;
      if (there === null) throw error;
      return there;
    }
  });
}

export interface Change extends Sheet {
  /** The rows whose column has this value. */
  readonly match: { readonly column: string; readonly value: string | number };
  readonly set: Readonly<Record<string, Cell>>;
  /** What it means that there is no such row. */
  readonly ifMissing: 'fail' | 'skip' | 'append';
}

/** Sets cells of the rows that match, by the names in the first row. */
export async function changeMatching(account: GoogleAccount, context: CallContext, given: Change) {
  const { match, set, ifMissing } = given;
  const [first = [], ...rows] = await readCells(account, context, given, `1:${MAX_ROWS}`);
  const headers = first.map((name) => String(name ?? ''));
  const found = rowsWith(headers, rows, match);
  if (found.length === 0) {
    if (ifMissing === 'fail') throw refused(`No row of the sheet has ${match.value} in '${match.column}'.`, 'no_row');
    if (ifMissing === 'skip') return { rows: 0, isAppended: false };
    await appendRow(account, context, { ...given, values: { [match.column]: match.value, ...set } });
    return { rows: 1, isAppended: true };
  }
  if (found.length > MAX_MATCHES) {
    const message = `${found.length} rows have ${match.value} in '${match.column}'; at most ${MAX_MATCHES} are changed at once.`;
    throw refused(message, 'too_many_rows');
  }
  const values = [cellsOf(headers, set)];
  const end = columnName(headers.length - 1);
  const ranges = found.map((row) => ({ range: `A${row}:${end}${row}`, values }));
  await writeCells(account, context, given, ranges);
  return { rows: found.length, isAppended: false };
}

/** The numbers of the rows that match, as the sheet counts them. */
function rowsWith(headers: readonly string[], rows: readonly CellRow[], { column, value }: Change['match']): number[] {
  const at = headers.indexOf(column);
  if (at === -1 && headers.length > 0) throw refused(`The sheet has no column '${column}'.`, 'no_column');
  return rows.flatMap((row, index) => (at !== -1 && String(row[at] ?? '') === String(value) ? [index + 2] : []));
}

function refused(message: string, code: string): NonRetriableError {
  return new NonRetriableError(message, { code, mayHaveActed: false });
}

/** Sets cells; a null leaves one as it is. */
export async function writeCells(
  account: GoogleAccount,
  context: CallContext,
  { spreadsheetId, sheet }: Sheet,
  ranges: readonly CellRange[],
): Promise<number> {
  return inSheets(account, context, SCOPES.sheets, async (api) => {
    const data = ranges.map(({ range, values }) => ({
      range: rangeIn(sheet, range),
      values: values.map((cells) => [...cells]),
    }));
    const answer = await api.spreadsheets.values.batchUpdate({
      spreadsheetId,
      requestBody: { valueInputOption: RAW, data },
    });
    const parsed = z.object({ totalUpdatedCells: z.int().default(0) }).safeParse(answer.data);
    if (!parsed.success) throw unreadableAnswer(TITLE);
    return parsed.data.totalUpdatedCells;
  });
}

function rowsToAdd(headers: readonly string[], values: NewRow['values']): CellRow[] {
  if (isList(values)) return [values];
  if (headers.every((name) => name === '')) return [Object.keys(values), Object.values(values)];
  return [cellsOf(headers, values)];
}

function isList(values: NewRow['values']): values is CellRow {
  return Array.isArray(values);
}

/** Whether it cannot be told if the row was added. */
function isUnclear(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StepError) return cause.mayHaveActed;
    if ('status' in cause && typeof cause.status === 'number') return cause.status >= 500;
  }
  return true;
}

/** Our row, among those that have come below the known ones. */
async function rowBelow(
  api: sheets_v4.Sheets,
  { spreadsheetId, sheet }: Sheet,
  known: number,
  row: CellRow,
): Promise<AppendedRow | null> {
  try {
    const from = known + 1;
    const [rows = []] = await valuesOf(api, spreadsheetId, [rangeIn(sheet, `A${from}:${columnName(row.length)}`)]);
    const wanted = JSON.stringify(trimmed(row));
    const index = rows.findLastIndex((cells) => JSON.stringify(trimmed(cells)) === wanted);
    return index === -1 ? null : { row: from + index, range: rangeIn(sheet, `A${from + index}`) };
  } catch {
    return null;
  }
}

/** Google leaves out the empty cells at the end, and gives those in between as empty texts. */
function trimmed(row: CellRow): CellRow {
  const cells = row.map((value) => value ?? '');
  return cells.slice(0, cells.findLastIndex((value) => value !== '') + 1);
}

function appended(range: string): AppendedRow {
  const last = /\d+$/.exec(range)?.[0];
  if (last === undefined) throw unreadableAnswer(TITLE);
  return { row: Number(last), range };
}

async function valuesOf(api: sheets_v4.Sheets, spreadsheetId: string, ranges: string[]): Promise<Cell[][][]> {
  const { data } = await api.spreadsheets.values.batchGet({
    spreadsheetId,
    ranges,
    valueRenderOption: 'UNFORMATTED_VALUE',
    dateTimeRenderOption: 'FORMATTED_STRING',
  });
  const parsed = z.object({ valueRanges: z.array(rangeSchema) }).safeParse(data);
  if (!parsed.success || parsed.data.valueRanges.length !== ranges.length) throw unreadableAnswer(TITLE);
  return parsed.data.valueRanges.map(({ values }) => values);
}

/** A range of a tab: `'March''s'!A1:B2`. Without a name Google takes the first tab. */
function rangeIn(sheet: string | null, range: string): string {
  return sheet === null ? range : `'${sheet.replaceAll("'", "''")}'!${range}`;
}

async function inSheets<T>(
  account: GoogleAccount,
  context: CallContext,
  scope: typeof SCOPES.readSheets | typeof SCOPES.sheets,
  errand: (api: sheets_v4.Sheets) => Promise<T>,
): Promise<T> {
  const sheets = commonJs(await import('@googleapis/sheets'));
  return withGoogle(account, context, { title: TITLE, scopes: [scope] }, (options) =>
    errand(sheets.sheets({ version: 'v4', ...options })),
  );
}
