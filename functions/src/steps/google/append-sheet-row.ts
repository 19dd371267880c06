import { z } from 'zod';
import { googleAccount } from '../../connectors/google-account.ts';
import { appendRow } from '../../connectors/sheets.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { cell, cellsByName, overSheets, sheetName, spreadsheetId } from './sheet-params.ts';

const params = z.strictObject({
  connection: connectionParam,
  spreadsheetId,
  sheet: sheetName,
  /** By the names in the first row, which are written where the sheet is empty; or a list in the order of the columns. */
  values: z.union([cellsByName, z.array(cell).min(1).max(200)]),
});
const output = z.object({ row: z.int(), range: z.string() });

export const appendSheetRow = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overSheets,
  id: 'append_sheet_row',
  title: 'Add a row to a sheet',
  description: 'Adds a row to a Google sheet.',
  modelDescription:
    'Appends one row to a Google Sheet: values by column name (the first row names them; made when the sheet is empty), or a list. Texts are stored as they are, never as formulas.',
  icon: 'table-rows-split',
  example: { spreadsheetId: '1abcDEFghiJKLmnop', values: { date: '2026-11-20', revenue: 1250.5 } },
  params,
  output,
  risk: 'safe',
  tally: { done: 'added', one: 'row to a sheet', many: 'rows to sheets' },
  // Google takes no key of ours. Where an answer is lost, the connector looks whether the row is there.
  effect: 'once',
  blast: () => ({ rows: 1 }),
  targets: ['spreadsheetId'],
  async run({ connection, ...given }, context) {
    return appendRow(await googleAccount(context, connection), context, given);
  },
  async dryRun({ values, sheet }) {
    const names = Array.isArray(values) ? `${values.length} values` : Object.keys(values).join(', ');
    return {
      output: { row: 0, range: 'dry_run' },
      wouldHave: `would have added a row (${names}) to ${sheet === null ? 'the sheet' : `'${sheet}'`}`,
    };
  },
});
