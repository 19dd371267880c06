import { z } from 'zod';

/** The tab that the log has in a spreadsheet; it is made, with its headers, where there is none of that name. */
export const SHEET_TAB = 'Skill_Runs';
export const SHEET_COLUMNS = [
  'Timestamp',
  'Client',
  'Skill',
  'Inputs',
  'Status',
  'Error',
  'Result',
  'Duration',
  'Tier',
] as const;

/** A spreadsheet: its id, or its address as the browser shows it. */
export const spreadsheetIdSchema = z
  .string()
  .trim()
  .max(500)
  .transform((text) => /\/spreadsheets\/d\/([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? text)
  .pipe(z.string().regex(/^[A-Za-z0-9_-]{10,128}$/, 'Paste the address of the sheet, or the id in it'));

/** A row in the order of `SHEET_COLUMNS`: texts, and the duration in milliseconds. */
export const sheetCellsSchema = z.array(z.union([z.string(), z.number()])).length(SHEET_COLUMNS.length);
export type SheetCells = z.infer<typeof sheetCellsSchema>;

/**
 * The row of one ended execution; the id is `{executionId}.{generation}.{logId}`. Once it is in the spreadsheet it
 * stays without its cells, so that a back-fill knows that it is there.
 */
export const sheetRowSchema = z.object({
  logId: z.string(),
  isWaiting: z.boolean(),
  endedAt: z.date(),
  cells: sheetCellsSchema.nullable(),
  expireAt: z.date(),
});
export type SheetRow = z.infer<typeof sheetRowSchema>;

/** Rows on their way into the spreadsheet in one write, known to it by `metadataId` and `id`. */
const batchSchema = z.object({
  id: z.string(),
  metadataId: z.int().positive(),
  rowIds: z.array(z.string()).min(1),
  /** How often it was begun. More than once: the spreadsheet is asked first whether it is there. */
  attempts: z.int().min(1),
  /** Until then whoever has begun it is alive. */
  until: z.date(),
});
export type SheetBatch = z.infer<typeof batchSchema>;

/** Rows for what had ended before, the newest first. */
const backFillSchema = z.object({
  /** Behind which execution it goes on; null: at the newest. */
  cursor: z.object({ createdAt: z.date(), executionId: z.string() }).nullable(),
  looked: z.int().min(0),
  added: z.int().min(0),
  /** How many executions there were to look at when it began. */
  of: z.int().min(0),
  startedAt: z.date(),
  doneAt: z.date().nullable(),
});

/** The log of executions that a tenant keeps in Google Sheets; one a tenant. */
export const sheetsLogSchema = z.object({
  /** Follows from the spreadsheet: the same one again is the same log. */
  logId: z.string(),
  /** Null: the spreadsheet of the platform. */
  spreadsheetId: z.string().nullable(),
  /** Null: the tenant's default connection, else the account of the platform. */
  connectionId: z.string().nullable(),
  isPaused: z.boolean(),
  since: z.date(),
  written: z.int().min(0),
  lastWrittenAt: z.date().nullable(),
  /** Why the last attempt came to nothing, in words; null after one that did. */
  error: z.object({ code: z.string(), message: z.string(), at: z.date() }).nullable(),
  /** How often in a row it came to nothing, and before when it is not tried again. */
  failures: z.int().min(0),
  retryAt: z.date().nullable(),
  batch: batchSchema.nullable(),
  /** The metadata of the last batches, the oldest first. */
  metadataIds: z.array(z.int()),
  /** Whether the back-fill is under way. */
  isBackFilling: z.boolean(),
  backFill: backFillSchema.nullable(),
});
export type SheetsLog = z.infer<typeof sheetsLogSchema>;

/** The writes of one minute to Google Sheets, of the whole deployment, and the tenant that had its turn last. */
export const sheetWritesSchema = z.object({
  /** Minutes since 1970. */
  minute: z.int(),
  writes: z.int().min(0),
  /** The path of the last row that was looked at when the time or the writes were used up; null: from the beginning. */
  cursor: z.string().nullable(),
});
export type SheetWrites = z.infer<typeof sheetWritesSchema>;

/** What of the log of each ending an ending has to know; it stands with the tenant, whom every execution has read. */
export const afterwardsSchema = z.object({
  /** The id of the log in Google Sheets; null while there is none. */
  sheetsLog: z.string().nullable().default(null),
  /** After which executions somebody wants to be told. */
  notices: z.enum(['off', 'failures', 'all']).default('off'),
});
