import type { SheetBatch, SheetCells, SheetsLog } from '../../model/sheets-log.ts';

/** Where a tenant's log is. */
export interface LogPlace extends Pick<SheetsLog, 'spreadsheetId' | 'connectionId'> {
  readonly orgId: string;
}

/** Spreadsheets as a log of executions. */
export interface Logbook {
  /** Whether the platform has a spreadsheet for tenants who name none. */
  readonly hasPlatformSheet: boolean;
  /** Signs nothing and sends nothing yet. Throws as a step does where there is no account or no spreadsheet. */
  open(place: LogPlace): Promise<OpenLog>;
}

/** One tab of one spreadsheet. All of it throws as steps do. */
export interface OpenLog {
  /** Makes the tab with its headers, where either is absent. */
  prepare(): Promise<void>;
  /** Whether a batch has arrived. */
  has(batch: Pick<SheetBatch, 'id' | 'metadataId'>): Promise<boolean>;
  /**
   * Adds rows below the last one, and the mark by which `has` knows them, in one write: both or neither. A batch whose
   * `metadataId` is there already is refused. `forget` are marks that nobody asks for any more.
   */
  append(
    batch: Pick<SheetBatch, 'id' | 'metadataId'>,
    rows: readonly SheetCells[],
    forget: readonly number[],
  ): Promise<void>;
}
