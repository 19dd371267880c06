import { z } from 'zod';
import { googleAccount } from '../../connectors/google-account.ts';
import { changeMatching, writeCells } from '../../connectors/sheets.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { a1Range, cell, cellsByName, overSheets, sheetName, spreadsheetId } from './sheet-params.ts';

const params = z
  .strictObject({
    connection: connectionParam,
    spreadsheetId,
    sheet: sheetName,
    /** Cells to set, by their place. */
    range: a1Range.nullable().default(null),
    values: z.array(z.array(cell).min(1).max(200)).min(1).max(1_000).nullable().default(null),
    /** Or the rows whose column has a value, and what to set in them. */
    match: z
      .strictObject({ column: z.string().min(1).max(200), value: z.union([z.string().min(1).max(500), z.number()]) })
      .nullable()
      .default(null),
    set: cellsByName.nullable().default(null),
    /** What it means that there is no such row. */
    ifMissing: z.enum(['fail', 'skip', 'append']).default('fail'),
  })
  .refine(({ range, match }) => (range === null) !== (match === null), {
    error: 'Give either range and values, or match and set',
    path: ['match'],
  })
  .refine(({ range, values }) => (range === null) === (values === null), {
    error: 'A range and its values go together',
    path: ['values'],
  })
  .refine(({ match, set }) => (match === null) === (set === null), {
    error: 'What to match and what to set go together',
    path: ['set'],
  });
const output = z.object({ rows: z.int(), isAppended: z.boolean() });

export const updateSheet = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overSheets,
  id: 'update_sheet',
  title: 'Change a sheet',
  description: 'Sets cells of a Google sheet, or of the rows in which a column has a value.',
  modelDescription:
    'Changes a Google Sheet: either {range, values} sets cells, or {match: {column, value}, set: {column: value}} changes the matching rows (at most 100); ifMissing append adds a row where none matches. Null leaves a cell as it is, an empty text clears it.',
  icon: 'table-cells-split',
  example: { spreadsheetId: '1abcDEFghiJKLmnop', match: { column: 'sku', value: 'A-7' }, set: { stock: 4 } },
  params,
  output,
  risk: 'moderate',
  tally: { done: 'changed', one: 'sheet', many: 'sheets' },
  // What it sets it sets again; a row that it has added is found the next time.
  effect: 'idempotent',
  blast: ({ values }) => ({ rows: values?.length ?? 1 }),
  targets: ['spreadsheetId'],
  async run({ connection, range, values, match, set, ifMissing, ...sheet }, context) {
    const account = await googleAccount(context, connection);
    if (range !== null && values !== null) {
      await writeCells(account, context, sheet, [{ range, values }]);
      return { rows: values.length, isAppended: false };
    }
    if (match === null || set === null)
      throw new NonRetriableError('There is nothing to set.', { mayHaveActed: false });
    return changeMatching(account, context, { ...sheet, match, set, ifMissing });
  },
  async dryRun({ range, match, set }) {
    const names = Object.keys(set ?? {}).join(', ');
    const what = match === null ? `the cells ${range}` : `${names} where ${match.column} is ${match.value}`;
    return { output: { rows: 0, isAppended: false }, wouldHave: `would have set ${what}` };
  },
});
