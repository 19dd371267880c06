import type { sheets_v4 } from '@googleapis/sheets';
import { z } from 'zod';
import { commonJs } from '../core/common-js.ts';
import type { CallContext } from '../core/engine/connector.ts';
import { SHEET_COLUMNS, SHEET_TAB, type SheetCells } from '../model/sheets-log.ts';
import { type GoogleAccount, SCOPES, withGoogle } from './google-account.ts';
import { unreadableAnswer } from './refusals.ts';

const TITLE = 'Google Sheets';
/** What a batch of rows is marked with in the spreadsheet; nobody sees it there. */
const MARK = 'playbooks_batch';
/** Ids of tabs are positive and have 31 bits. */
const IDS = 2 ** 31 - 2;

/** Rows that were or are to be added together. */
export interface LogBatch {
  readonly id: string;
  readonly metadataId: number;
}

/** The tab of the log in a spreadsheet. */
export interface LogTab {
  readonly sheetId: number;
  readonly isThere: boolean;
  readonly hasHeaders: boolean;
}

const tabs = z.object({
  sheets: z.array(z.object({ properties: z.object({ sheetId: z.int().default(0), title: z.string() }) })).default([]),
});
const firstRow = z.object({ values: z.array(z.array(z.unknown())).default([]) });
const metadata = z.object({ metadataValue: z.string().optional() });
const notThere = z.object({ response: z.object({ status: z.literal(404) }) });

/** Looks for the tab by its name; `newId` is what it gets where it has to be made. */
export async function findLogTab(
  account: GoogleAccount,
  context: CallContext,
  spreadsheetId: string,
  newId: number,
): Promise<LogTab> {
  return inSheets(account, context, async (api) => {
    const answer = await api.spreadsheets.get({ spreadsheetId, fields: 'sheets.properties(sheetId,title)' });
    const parsed = tabs.safeParse(answer.data);
    if (!parsed.success) throw unreadableAnswer(TITLE);
    const found = parsed.data.sheets.find(({ properties: { title } }) => isLog(title));
    if (found === undefined) return { sheetId: 1 + (newId % IDS), isThere: false, hasHeaders: false };
    const { data } = await api.spreadsheets.values.get({ spreadsheetId, range: `'${found.properties.title}'!1:1` });
    const cells = firstRow.parse(data).values[0] ?? [];
    const { sheetId } = found.properties;
    return { sheetId, isThere: true, hasHeaders: cells.some((cell) => String(cell) !== '') };
  });
}

/** Google takes two names that differ in capitals only for the same. */
function isLog(title: string): boolean {
  return title.toLowerCase() === SHEET_TAB.toLowerCase();
}

/** Whether a batch has arrived. */
export async function hasLogBatch(
  account: GoogleAccount,
  context: CallContext,
  spreadsheetId: string,
  { id, metadataId }: LogBatch,
): Promise<boolean> {
  return inSheets(account, context, async (api) => {
    try {
      const { data } = await api.spreadsheets.developerMetadata.get({ spreadsheetId, metadataId });
      return metadata.parse(data).metadataValue === id;
    } catch (error) {
      // Also where the whole spreadsheet is gone, which whoever writes to it will hear.
      if (notThere.safeParse(error).success) return false;
      throw error;
    }
  });
}

/**
 * Makes what is absent of the tab, and adds rows below the last one. All of it is one write, which Google does as a whole
 * or not at all; it refuses a batch that is there already, since ids of metadata are given once. Every cell is written as
 * what it is, so that no text is ever worked out as a formula.
 */
export async function writeLogRows(
  account: GoogleAccount,
  context: CallContext,
  {
    spreadsheetId,
    tab,
    rows,
    batch,
    forget,
  }: {
    readonly spreadsheetId: string;
    readonly tab: LogTab;
    readonly rows: readonly SheetCells[];
    /** Null where there is nothing to be known by. */
    readonly batch: LogBatch | null;
    readonly forget: readonly number[];
  },
): Promise<void> {
  const requests = [
    ...tabRequests(tab),
    ...(rows.length > 0 ? [appendRequest(tab, rows)] : []),
    ...(batch === null ? [] : [markRequest(batch)]),
    ...forget.map(forgetRequest),
  ];
  if (requests.length === 0) return;
  await inSheets(account, context, (api) => api.spreadsheets.batchUpdate({ spreadsheetId, requestBody: { requests } }));
}

function tabRequests({ sheetId, isThere, hasHeaders }: LogTab): sheets_v4.Schema$Request[] {
  const gridProperties = { rowCount: 1_000, columnCount: SHEET_COLUMNS.length, frozenRowCount: 1 };
  const properties = { sheetId, title: SHEET_TAB, gridProperties };
  const headers = {
    start: { sheetId, rowIndex: 0, columnIndex: 0 },
    rows: [
      {
        values: SHEET_COLUMNS.map((name) => ({ ...cellData(name), userEnteredFormat: { textFormat: { bold: true } } })),
      },
    ],
    fields: 'userEnteredValue,userEnteredFormat.textFormat.bold',
  };
  return [...(isThere ? [] : [{ addSheet: { properties } }]), ...(hasHeaders ? [] : [{ updateCells: headers }])];
}

function appendRequest({ sheetId }: LogTab, rows: readonly SheetCells[]): sheets_v4.Schema$Request {
  return {
    appendCells: { sheetId, fields: 'userEnteredValue', rows: rows.map((cells) => ({ values: cells.map(cellData) })) },
  };
}

function cellData(cell: string | number) {
  return { userEnteredValue: typeof cell === 'number' ? { numberValue: cell } : { stringValue: cell } };
}

function markRequest({ id, metadataId }: LogBatch): sheets_v4.Schema$Request {
  const developerMetadata = {
    metadataId,
    metadataKey: MARK,
    metadataValue: id,
    location: { spreadsheet: true },
    visibility: 'DOCUMENT',
  };
  return { createDeveloperMetadata: { developerMetadata } };
}

function forgetRequest(metadataId: number): sheets_v4.Schema$Request {
  return { deleteDeveloperMetadata: { dataFilter: { developerMetadataLookup: { metadataId } } } };
}

async function inSheets<T>(
  account: GoogleAccount,
  context: CallContext,
  errand: (api: sheets_v4.Sheets) => Promise<T>,
): Promise<T> {
  const sheets = commonJs(await import('@googleapis/sheets'));
  return withGoogle(account, context, { title: TITLE, scopes: [SCOPES.sheets] }, (options) =>
    errand(sheets.sheets({ version: 'v4', ...options })),
  );
}
