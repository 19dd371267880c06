import { z } from 'zod';
import { commonJs } from '../../core/common-js.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import { quick } from './list.ts';

const MAX_ROWS = 10_000;
const MAX_COLUMNS = 500;

const params = z.strictObject({
  text: z.string().max(900_000),
  /** Found out by itself when left out. */
  delimiter: z.enum([',', ';', '\t', '|']).nullable().default(null),
  /** Whether the first line names the columns; else they are called column_1, column_2 and so on. */
  hasHeader: z.boolean().default(true),
  /** Columns that become numbers, null where they are none; all others stay text, so that a SKU keeps its zeros. */
  numbers: z.array(z.string().min(1).max(200)).max(100).default([]),
  limit: z.int().min(1).max(MAX_ROWS).default(MAX_ROWS),
});
const output = z.object({
  items: z.array(jsonObject),
  columns: z.array(z.string()),
  count: z.int(),
  /** How many rows there are; more than `count` where they were cut. */
  total: z.int(),
});

export const parseCsv = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'parse_csv',
  title: 'Read CSV',
  description: 'Turns a table that was written as CSV into a list.',
  modelDescription:
    'Parses CSV text (comma, semicolon, tab or bar) into {items, columns, count, total}; items are objects by column name. Values are text but for the columns in `numbers`.',
  icon: 'table-properties',
  example: { text: '{{steps.call.body}}', numbers: ['price'] },
  params,
  output,
  run: async ({ text, delimiter, hasHeader, numbers, limit }) => {
    const rows = await rowsOf(text, delimiter);
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    if (width > MAX_COLUMNS) throw unreadable(`it has ${width} columns; at most ${MAX_COLUMNS} can be kept`);
    const columns = namesOf(hasHeader ? (rows[0] ?? []) : [], width);
    const body = hasHeader ? rows.slice(1) : rows;
    const items = body.slice(0, limit).map((row): JsonObject => {
      const cells = columns.map((name, at) => [name, cellOf(row[at] ?? '', numbers.includes(name))]);
      return Object.fromEntries(cells);
    });
    return { items, columns, count: items.length, total: body.length };
  },
});

async function rowsOf(text: string, delimiter: string | null): Promise<string[][]> {
  const { parse } = commonJs(await import('papaparse'));
  const { data, errors } = parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimiter: delimiter ?? '',
    delimitersToGuess: [',', ';', '\t', '|'],
    skipEmptyLines: 'greedy',
  });
  const broken = errors.find(({ type }) => type === 'Quotes');
  if (broken) throw unreadable(`a quotation mark in row ${(broken.row ?? 0) + 1} is never closed, or stands alone`);
  return data;
}

/** Every column has a name of its own: `price`, `price_2`, `column_3`. */
function namesOf(header: readonly string[], width: number): string[] {
  const names = new Set<string>();
  for (let at = 0; at < width; at++) {
    const wanted = header[at]?.trim() || `column_${at + 1}`;
    let name = wanted;
    for (let again = 2; names.has(name); again++) name = `${wanted}_${again}`;
    names.add(name);
  }
  return [...names];
}

/** `1,234.50` and `$12` are numbers; what cannot be read as one is null. */
function cellOf(text: string, isNumber: boolean): string | number | null {
  if (!isNumber) return text;
  const plain = text.replaceAll(/[\s$€£¥%]/g, '');
  const number = Number(/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain);
  return plain === '' || !Number.isFinite(number) ? null : number;
}

function unreadable(why: string): NonRetriableError {
  return new NonRetriableError(`The table cannot be read: ${why}`, { code: 'not_csv' });
}
