import { NonRetriableError } from '../core/engine/errors.ts';
import type { JsonObject } from '../model/json.ts';

/** What a cell holds; an empty one null. */
export type Cell = string | number | boolean | null;
export type CellRow = readonly Cell[];

/** `A`, `Z`, `AA`: how a column is called, counted from 0. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest > 0 ? columnName(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

/** Values by the names of the columns as a row. Throws for a name that the sheet has not. */
export function cellsOf(headers: readonly string[], values: Readonly<Record<string, Cell>>): Cell[] {
  const unknown = Object.keys(values).filter((name) => !headers.includes(name));
  if (unknown.length > 0) {
    throw new NonRetriableError(
      `The sheet has no column '${unknown[0]}'. Its first row names: ${headers.filter((name) => name !== '').join(', ')}.`,
      { code: 'no_column', mayHaveActed: false },
    );
  }
  return headers.map((name) => values[name] ?? null);
}

/** Rows as objects by the names in the first of them; a column without a name is called by its letter. */
export function rowObjects(rows: readonly CellRow[], hasHeader: boolean): { headers: string[]; rows: JsonObject[] } {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const [first = []] = rows;
  const headers = Array.from({ length: width }, (_, index) => {
    const name = hasHeader ? String(first[index] ?? '').trim() : '';
    return name === '' ? columnName(index) : name;
  });
  const body = hasHeader ? rows.slice(1) : rows;
  return {
    headers,
    rows: body.map((row) => Object.fromEntries(headers.map((name, index) => [name, row[index] ?? null]))),
  };
}
