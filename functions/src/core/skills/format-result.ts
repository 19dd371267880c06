import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { SkillResult } from '../../model/skill-result.ts';

/** More rows and longer texts are not shown; the file that goes with a table has them all. */
const MOST_ROWS = 1_000;
const MOST_COLUMNS = 50;
const MOST_TEXT = 200_000;
const TEXTS = ['markdown', 'text', 'summary', 'message', 'answer'];
const TABLES = ['rows', 'items', 'table', 'emails', 'records'];
const ADDRESSES = ['url', 'link', 'href'];

type Cell = string | number | boolean | null;
type Table = NonNullable<SkillResult['table']>;
type File = SkillResult['files'][number];

/**
 * What a step put out, as people read it: the text, the table and the files that are in it. What is neither is listed by
 * name. What a skill behind a webhook answers stands in a field `result` and is looked into.
 */
export function formatResult(output: JsonValue): SkillResult {
  if (output === null) return { text: null, table: null, files: [], output: null };
  if (typeof output !== 'object') return { text: cut(String(output)), table: null, files: [], output: null };
  if (Array.isArray(output)) return { ...formatted({ items: output }), output: null };
  const inner = output.result;
  const told = inner === undefined || inner === null ? formatted(output) : formatResult(inner);
  return { ...told, output };
}

function formatted(output: JsonObject): Omit<SkillResult, 'output'> {
  const text = textOf(output);
  const table = tableOf(output);
  const files = filesOf(output);
  const isBare = text === null && table === null && files.length === 0;
  return { text: isBare ? listed(output) : text, table, files };
}

function textOf(output: JsonObject): string | null {
  const found = TEXTS.map((name) => output[name]).find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof found === 'string' ? cut(found) : null;
}

function tableOf(output: JsonObject): Table | null {
  for (const name of TABLES) {
    const value = output[name];
    const table = Array.isArray(value) ? tableOfList(value) : isObject(value) ? tableOfGrid(value) : null;
    if (table !== null) return table;
  }
  return null;
}

/** A list of objects; the columns are their fields, in the order in which they first come. */
function tableOfList(list: readonly JsonValue[]): Table | null {
  if (list.length === 0) return null;
  if (!list.every(isObject))
    return list.some(isObject) ? null : tableOfGrid({ columns: ['value'], rows: list.map((one) => [one]) });
  const columns = [...new Set(list.slice(0, MOST_ROWS).flatMap((item) => Object.keys(item)))].slice(0, MOST_COLUMNS);
  const rows = list.slice(0, MOST_ROWS).map((item) => columns.map((column) => cellOf(item[column] ?? null)));
  return { columns, rows, isWhole: list.length <= MOST_ROWS };
}

/** Columns by name, and rows as lists of cells. */
function tableOfGrid({ columns, rows }: JsonObject): Table | null {
  if (!Array.isArray(columns) || !Array.isArray(rows) || !rows.every(Array.isArray)) return null;
  const names = columns.slice(0, MOST_COLUMNS).map((name) => String(cellOf(name)));
  const cells = rows.slice(0, MOST_ROWS).map((row) => names.map((_, index) => cellOf(row[index] ?? null)));
  return { columns: names, rows: cells, isWhole: rows.length <= MOST_ROWS };
}

function filesOf(output: JsonObject): File[] {
  const title = typeof output.title === 'string' ? output.title : typeof output.name === 'string' ? output.name : '';
  const given = Array.isArray(output.files) ? output.files.filter(isObject).flatMap(fileOf) : [];
  const csv =
    typeof output.csv === 'string' ? [{ name: fileName(title, 'csv'), type: 'text/csv', content: output.csv }] : [];
  const html =
    typeof output.html === 'string' ? [{ name: fileName(title, 'html'), type: 'text/html', content: output.html }] : [];
  const address = ADDRESSES.map((name) => output[name]).find(isAddress);
  const elsewhere =
    address === undefined ? [] : [{ name: title || address, type: 'text/html', content: null, url: address }];
  return [...given, ...[...csv, ...html].map((file) => ({ ...file, url: null })), ...elsewhere];
}

function fileOf({ name, type, content, url }: JsonObject): File[] {
  const text = typeof content === 'string' ? content : null;
  const address = isAddress(url) ? url : null;
  if (text === null && address === null) return [];
  const named = typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 200) : 'file';
  return [{ name: named, type: typeof type === 'string' ? type : 'text/plain', content: text, url: address }];
}

/** A title as the name of a file, fit for every system. */
function fileName(title: string, ending: string): string {
  const plain = title
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return `${plain || 'result'}.${ending}`;
}

function listed(output: JsonObject): string | null {
  const lines = Object.entries(output).map(
    ([name, value]) => `- **${name.replaceAll('_', ' ')}**: ${String(cellOf(value) ?? '')}`,
  );
  return lines.length === 0 ? null : cut(lines.join('\n'));
}

function cellOf(value: JsonValue): Cell {
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isAddress(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && /^https?:\/\/[^\s]+$/.test(value) && value.length <= 2_000;
}

function cut(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}
