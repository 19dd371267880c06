import type { Cell } from './execution-rows.ts';

/** What a spreadsheet would take for a formula; a plain negative number is none. */
const FORMULA = /^(?!-\d+([.,]\d+)?$)\s*[=+\-@\t\r＝＋－＠]/;
/** By it spreadsheets know that the text is UTF-8. */
const MARK = '\uFEFF';
/** So many characters are sent at once. */
const PIECE = 16 * 1024;

/** Rows as CSV (RFC 4180), piece by piece; what a spreadsheet would take for a formula is marked as text. */
export async function* csvOf(header: readonly string[], rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<string> {
  let piece = `${MARK}${line(header)}`;
  for await (const row of rows) {
    piece += line(row);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(fieldOf).join(',')}\r\n`;
}

function fieldOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cell instanceof Date ? cell.toISOString() : cell;
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
