import { afterEach, describe, expect, it } from 'vitest';
import { stepContext } from '../../test/step-context.ts';
import { googleSheets, googleSignIn, serviceAccountJson, spreadsheetId } from '../../test/vendors/google.ts';
import { startVendors, type Vendor, type VendorServer } from '../../test/vendors/vendor.ts';
import { googleAccount } from './google-account.ts';
import { type Cell, columnName, rowObjects } from './sheet-cells.ts';
import { appendRow, changeMatching, readCells, writeCells } from './sheets.ts';

let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

type Tabs = Readonly<Record<string, readonly Cell[][]>>;
type Wrap = (sheets: ReturnType<typeof googleSheets>) => Vendor;
async function spreadsheet(tabs: Tabs, wrapped: Wrap = (sheets) => sheets) {
  const sheets = googleSheets(tabs);
  server = await startVendors([wrapped(sheets), googleSignIn]);
  const { context } = stepContext({
    detours: server.detours,
    connections: { google: { secrets: { serviceAccountJson } } },
  });
  return { context, account: await googleAccount(context, null), tabs: sheets.tabs, server };
}
const log = { spreadsheetId, sheet: 'Log' };
/** It takes the row, and its answer is lost. */
const losing: Wrap = (sheets) => ({
  ...sheets,
  answer(call) {
    const answer = sheets.answer(call);
    return call.path.endsWith(':append') ? { status: 502, body: 'Bad gateway' } : answer;
  },
});

describe('a row', () => {
  it('stands below the last one, by the names of the columns', async () => {
    const { account, context, tabs } = await spreadsheet({
      Log: [
        ['day', 'revenue', 'note'],
        ['monday', 10, ''],
      ],
    });
    const values = { note: 'rain', day: 'tuesday' };
    expect(await appendRow(account, context, { ...log, values })).toMatchObject({ row: 3 });
    expect(tabs.get('Log')?.at(-1)).toEqual(['tuesday', null, 'rain']);
  });

  it('makes the names where the sheet is empty, and stands in order when it is a list', async () => {
    const { account, context, tabs } = await spreadsheet({ Log: [] });
    await appendRow(account, context, { ...log, values: { day: 'monday', revenue: 10 } });
    await appendRow(account, context, { ...log, values: ['tuesday', 12] });
    expect(tabs.get('Log')).toEqual([
      ['day', 'revenue'],
      ['monday', 10],
      ['tuesday', 12],
    ]);
  });

  it('is text where it looks like a formula', async () => {
    const { account, context, server: seen } = await spreadsheet({ Log: [['note']] });
    await appendRow(account, context, { ...log, values: { note: '=IMPORTXML("https://evil.example")' } });
    expect(seen.calls.find(({ path }) => path.endsWith(':append'))?.query.get('valueInputOption')).toBe('RAW');
  });

  it('with a name that the sheet has not is not added', async () => {
    const { account, context, tabs } = await spreadsheet({ Log: [['day']] });
    await expect(appendRow(account, context, { ...log, values: { date: 'x' } })).rejects.toMatchObject({
      code: 'no_column',
      message: expect.stringContaining("no column 'date'"),
      mayHaveActed: false,
    });
    expect(tabs.get('Log')).toHaveLength(1);
  });

  it('is not reported as lost when only the answer was', async () => {
    const { account, context, tabs } = await spreadsheet(
      {
        Log: [
          ['day', 'n'],
          ['monday', 1],
        ],
      },
      losing,
    );
    expect(await appendRow(account, context, { ...log, values: { day: 'tuesday' } })).toMatchObject({ row: 3 });
    expect(tabs.get('Log')).toHaveLength(3);
  });

  it('is not taken for one like it that was there before', async () => {
    const { account, context } = await spreadsheet({ Log: [['day'], ['monday']] }, (sheets) => ({
      ...sheets,
      answer: (call) => (call.path.endsWith(':append') ? { status: 502 } : sheets.answer(call)),
    }));
    await expect(appendRow(account, context, { ...log, values: { day: 'monday' } })).rejects.toMatchObject({
      name: 'RetriableError',
      mayHaveActed: true,
    });
  });

  it('that Google refused was not added', async () => {
    const { account, context } = await spreadsheet({ Log: [['day']] }, (sheets) => ({
      ...sheets,
      answer: (call) => (call.path.endsWith(':append') ? { status: 429 } : sheets.answer(call)),
    }));
    await expect(appendRow(account, context, { ...log, values: { day: 'x' } })).rejects.toMatchObject({
      name: 'RetryAfterError',
      mayHaveActed: false,
    });
  });
});

describe('cells', () => {
  const stock = {
    "Ada's stock": [
      ['sku', 'stock', 'note'],
      ['A-7', 9, 'old'],
      ['B-2', 1],
      ['A-7', 5],
    ] as Cell[][],
  };
  const sheet = { spreadsheetId, sheet: "Ada's stock" };
  const match = { column: 'sku', value: 'A-7' };

  it('are set by their place; a null leaves one alone', async () => {
    const { account, context, tabs } = await spreadsheet(stock);
    await writeCells(account, context, sheet, [{ range: 'B2:C2', values: [[null, '']] }]);
    expect(tabs.get("Ada's stock")?.[1]).toEqual(['A-7', 9, '']);
  });

  it('are set in every row that matches, and setting them again changes nothing', async () => {
    const { account, context, tabs } = await spreadsheet(stock);
    for (const _ of [1, 2]) {
      const change = { ...sheet, match, set: { stock: 3 }, ifMissing: 'fail' as const };
      expect(await changeMatching(account, context, change)).toEqual({ rows: 2, isAppended: false });
    }
    expect(tabs.get("Ada's stock")).toEqual([
      ['sku', 'stock', 'note'],
      ['A-7', 3, 'old'],
      ['B-2', 1],
      ['A-7', 3],
    ]);
  });

  it('a row that is missing is an error, or nothing, or made once', async () => {
    const { account, context, tabs } = await spreadsheet(stock);
    const change = { ...sheet, match: { column: 'sku', value: 77 }, set: { stock: 3 } };
    await expect(changeMatching(account, context, { ...change, ifMissing: 'fail' })).rejects.toMatchObject({
      code: 'no_row',
    });
    expect(await changeMatching(account, context, { ...change, ifMissing: 'skip' })).toEqual({
      rows: 0,
      isAppended: false,
    });
    expect(await changeMatching(account, context, { ...change, ifMissing: 'append' })).toEqual({
      rows: 1,
      isAppended: true,
    });
    expect(await changeMatching(account, context, { ...change, ifMissing: 'append' })).toEqual({
      rows: 1,
      isAppended: false,
    });
    expect(tabs.get("Ada's stock")?.filter(([sku]) => sku === 77)).toEqual([[77, 3, null]]);
  });

  it('of a column that is not there are nobody’s', async () => {
    const { account, context } = await spreadsheet(stock);
    const change = {
      ...sheet,
      match: { column: 'SKU', value: 'A-7' },
      set: { stock: 3 },
      ifMissing: 'append' as const,
    };
    await expect(changeMatching(account, context, change)).rejects.toMatchObject({ code: 'no_column' });
  });

  it('of a tab that is not there are an error', async () => {
    const { account, context } = await spreadsheet(stock);
    await expect(readCells(account, context, log, 'A1:B2')).rejects.toMatchObject({ name: 'NonRetriableError' });
  });
});

it('rows become objects by the names in the first of them', () => {
  expect(rowObjects([['sku', ''], ['A-7', 9, true], []], true)).toEqual({
    headers: ['sku', 'B', 'C'],
    rows: [
      { sku: 'A-7', B: 9, C: true },
      { sku: null, B: null, C: null },
    ],
  });
  expect(rowObjects([['A-7', 9]], false)).toEqual({ headers: ['A', 'B'], rows: [{ A: 'A-7', B: 9 }] });
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});
