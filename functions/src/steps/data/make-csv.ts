import { z } from 'zod';
import { commonJs } from '../../core/common-js.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import type { JsonValue } from '../../model/json.ts';
import { fieldPath, items, quick, valueAt } from './list.ts';

const MAX_CHARS = 900_000;
const MAX_COLUMNS = 200;
/** What a spreadsheet would take for a formula; a plain negative number is none. */
const FORMULA = /^(?!-\d+([.,]\d+)?$)\s*[=+\-@\t\r＝＋－＠]/;

const params = z.strictObject({
  items,
  /** Fields such as `name` or `address.city`, in their order; left out, all that the items have. */
  columns: z
    .array(z.union([fieldPath.min(1), z.strictObject({ field: fieldPath.min(1), title: z.string().min(1).max(200) })]))
    .max(MAX_COLUMNS)
    .default([]),
  delimiter: z.enum([',', ';', '\t']).default(','),
  /** Whether what a spreadsheet would take for a formula is marked as text by an apostrophe before it. */
  escapeFormulas: z.boolean().default(true),
});
const output = z.object({ csv: z.string(), columns: z.array(z.string()), rows: z.int() });

export const makeCsv = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'make_csv',
  title: 'Write CSV',
  description: 'Writes a list as a table that spreadsheets can open.',
  modelDescription:
    'CSV text of a list of objects; `columns` picks and orders fields (or {field, title}). Cells that look like formulas are made harmless. Follow it with save_to_drive or send_email.',
  icon: 'sheet',
  example: { items: '{{steps.find.items}}', columns: ['name', { field: 'address.city', title: 'City' }] },
  params,
  output,
  run: async ({ items: given, columns, delimiter, escapeFormulas }) => {
    const wanted = columns.length > 0 ? columns.map(named) : columnsOf(given);
    const titles = wanted.map(({ title }) => title);
    const body = given.map((item) => wanted.map(({ field }) => cellOf(valueAt(item, field))));
    const { unparse } = commonJs(await import('papaparse'));
    const csv = unparse(
      { fields: titles, data: body },
      { delimiter, newline: '\r\n', escapeFormulae: escapeFormulas ? FORMULA : false },
    );
    if (csv.length > MAX_CHARS) {
      throw new NonRetriableError(
        `The table has ${csv.length} characters; at most ${MAX_CHARS} can be kept. Write fewer rows or columns.`,
        { code: 'too_large' },
      );
    }
    return { csv, columns: titles, rows: body.length };
  },
});

type Column = string | { readonly field: string; readonly title: string };
const named = (column: Column) => (typeof column === 'string' ? { field: column, title: column } : column);

/** The fields of all items, in the order in which they first come; one column for items that have no fields. */
function columnsOf(given: readonly JsonValue[]): { field: string; title: string }[] {
  const names = new Set<string>();
  for (const item of given) {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) continue;
    for (const name of Object.keys(item)) if (fieldPath.min(1).safeParse(name).success) names.add(name);
  }
  if (names.size === 0 && given.length > 0) return [{ field: '', title: 'value' }];
  return [...names].slice(0, MAX_COLUMNS).map(named);
}

function cellOf(value: JsonValue): string | number {
  if (value === null) return '';
  if (typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
