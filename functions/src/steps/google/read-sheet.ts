import { z } from 'zod';
import { googleAccount } from '../../connectors/google-account.ts';
import { rowObjects } from '../../connectors/sheet-cells.ts';
import { readCells } from '../../connectors/sheets.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonObject } from '../../model/json.ts';
import { connectionParam } from '../connection-param.ts';
import { a1Range, overSheets, sheetName, spreadsheetId } from './sheet-params.ts';

const params = z.strictObject({
  connection: connectionParam,
  spreadsheetId,
  sheet: sheetName,
  /** Left out, the whole sheet. */
  range: a1Range.nullable().default(null),
  /** Whether the first row names the columns; without, they are called A, B, C. */
  header: z.boolean().default(true),
  limit: z.int().min(1).max(5_000).default(500),
});
const output = z.object({
  headers: z.array(z.string()),
  rows: z.array(jsonObject),
  count: z.int(),
  /** Whether there are more rows than the limit. */
  isCut: z.boolean(),
});

export const readSheet = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overSheets,
  id: 'read_sheet',
  title: 'Read a sheet',
  description: 'Reads the rows of a Google sheet.',
  modelDescription:
    'Rows of a Google Sheet as objects by the names in its first row; numbers stay numbers, dates are texts as shown.',
  icon: 'sheet',
  example: { spreadsheetId: '1abcDEFghiJKLmnop', range: 'A1:D20' },
  params,
  output,
  risk: 'safe',
  effect: 'none',
  // Forms and guests write into sheets, too.
  isTainting: true,
  async run({ connection, spreadsheetId: id, sheet, range, header, limit }, context) {
    const account = await googleAccount(context, connection);
    const wanted = limit + (header ? 1 : 0);
    // One row more, to see whether there are any.
    const cells = await readCells(account, context, { spreadsheetId: id, sheet }, range ?? `1:${wanted + 1}`);
    const { headers, rows } = rowObjects(cells.slice(0, wanted), header);
    return { headers, rows, count: rows.length, isCut: cells.length > wanted };
  },
});
