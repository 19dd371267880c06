import type { SheetsLog } from '../../src/model/sheets-log.ts';

/** A log in Google Sheets that is paused: nothing goes out. */
export function keptLog(since: Date): SheetsLog {
  return {
    ...{ logId: 'log', spreadsheetId: '1abcDEFghiJKLmnopQRSTuvw', connectionId: null, isPaused: true, since },
    ...{ written: 0, lastWrittenAt: null, error: null, failures: 0, retryAt: null, batch: null, metadataIds: [] },
    ...{ isBackFilling: false, backFill: null },
  };
}
