/** What a spreadsheet would take for a formula; a plain number is none. */
const FORMULA = /^(?!-?\d+([.,]\d+)?$)\s*[=+\-@\t\r＝＋－＠]/;

/** Rows as a table that spreadsheets open (RFC 4180); nothing in it is taken for a formula. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
