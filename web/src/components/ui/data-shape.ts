import type { JsonObject, JsonValue } from '@model/json.ts';

/** A list of things of one kind as rows and columns. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly JsonObject[];
}

const MAX_COLUMNS = 24;

/** A list of objects as a table; null for any other value. Columns come in the order in which they are met. */
export function tableOf(value: JsonValue): Table | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return null;
  const columns = new Set<string>();
  for (const row of value) for (const name of Object.keys(row)) columns.add(name);
  return columns.size === 0 || columns.size > MAX_COLUMNS ? null : { columns: [...columns], rows: value };
}

export function isObject(value: JsonValue): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** One field of a thing in a line: lists of words are joined, what is deeper is told by its size. */
export function lineOf(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 6, useGrouping: false });
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return countOf(Object.keys(value).length, 'field');
  return value.every((item) => item === null || typeof item !== 'object')
    ? value.map(lineOf).join(', ')
    : countOf(value.length, 'entry', 'entries');
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The rows in the order of a column: numbers by size, texts as people sort them, what is empty last. */
export function sortedBy(rows: readonly JsonObject[], column: string, isDescending: boolean): readonly JsonObject[] {
  const sign = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => compare(a[column] ?? null, b[column] ?? null, sign));
}

function compare(a: JsonValue, b: JsonValue, sign: number): number {
  const [isEmptyA, isEmptyB] = [a === null || a === '', b === null || b === ''];
  if (isEmptyA || isEmptyB) return Number(isEmptyA) - Number(isEmptyB);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * collator.compare(lineOf(a), lineOf(b));
}

const collator = new Intl.Collator('en-US', { numeric: true, sensitivity: 'base' });
