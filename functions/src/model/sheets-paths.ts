import { docIn, type InTenant } from './path-shape.ts';
import { sheetRowSchema, sheetsLogSchema } from './sheets-log.ts';

/** The log of executions in Google Sheets: how it stands, and the rows on their way there. */
export function sheetPaths(inTenant: InTenant) {
  const sheetsLogs = inTenant('sheets_logs', sheetsLogSchema);
  const sheetRows = inTenant('sheet_rows', sheetRowSchema);
  return {
    sheetsLogs,
    sheetsLog: docIn(sheetsLogs, 'current'),
    sheetRows,
    /** `{executionId}.{generation}.{logId}`. */
    sheetRow: (id: string) => docIn(sheetRows, id),
  };
}
