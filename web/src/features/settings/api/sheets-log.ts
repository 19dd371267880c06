import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const path = '/api/tenant/sheets-log';
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const sheetsLogSchema = z.object({
  state: z.enum(['off', 'on', 'paused']),
  /** The name of its tab in the spreadsheet. */
  tab: z.string(),
  /** Whether the platform has a spreadsheet for those who name none. */
  hasPlatformSheet: z.boolean(),
  spreadsheetId: z.string().nullable(),
  connectionId: z.string().nullable(),
  since: moment.nullable(),
  /** Rows that are in the spreadsheet, and those on their way there. */
  written: z.number(),
  waiting: z.number(),
  lastWrittenAt: moment.nullable(),
  error: z.object({ code: z.string(), message: z.string(), at: moment }).nullable(),
  retryAt: moment.nullable(),
  backFill: z
    .object({
      looked: z.number(),
      added: z.number(),
      of: z.number(),
      startedAt: moment,
      doneAt: moment.nullable(),
    })
    .nullable(),
});
/** How the log of executions in Google Sheets stands. */
export type SheetsLogState = z.infer<typeof sheetsLogSchema>;
export type SheetsLogWish = Pick<SheetsLogState, 'spreadsheetId' | 'connectionId'> & { readonly isPaused: boolean };

/** Asked again whenever `version` changes. */
export function useSheetsLog(version: string): Live<SheetsLogState> {
  return useAnswer(`sheets-log|${version}`, (api) => api.call({ method: 'GET', path, answer: sheetsLogSchema }));
}

/** Refused, with the field, where the spreadsheet cannot be opened. */
export function keepSheetsLog(api: Api, wish: SheetsLogWish): Promise<SheetsLogState> {
  return api.call({ method: 'PUT', path, body: wish, answer: sheetsLogSchema });
}

export async function endSheetsLog(api: Api): Promise<void> {
  await api.call({ method: 'DELETE', path, answer: z.null() });
}

/** Begins to add what had ended before. */
export function beginBackFill(api: Api): Promise<SheetsLogState> {
  return api.call({ method: 'POST', path: `${path}/backfill`, answer: sheetsLogSchema });
}
