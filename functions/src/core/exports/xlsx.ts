import type { Cell } from './execution-rows.ts';
import { type ZipEntry, zipOf } from './zip.ts';

/** A sheet of Excel has no more rows than this, the header included. */
const MOST_ROWS = 1_048_576;
const DAY_MS = 86_400_000;
/** Excel counts days from here. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
/** Rows that are deflated together. */
const ROWS_AT_ONCE = 200;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org';
const SHEET = `${OFFICE}/spreadsheetml/2006/main`;

/** Rows as a workbook of one sheet (XLSX), piece by piece in flat memory. Texts stay texts; dates are dates in UTC. */
export function xlsxOf(
  title: string,
  header: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<Uint8Array> {
  const plain = (name: string, text: string): ZipEntry => ({ name, pieces: once(text) });
  return zipOf([
    plain('[Content_Types].xml', CONTENT_TYPES),
    plain('_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']])),
    plain('xl/workbook.xml', workbook(title)),
    plain(
      'xl/_rels/workbook.xml.rels',
      relations([
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId2', 'styles', 'styles.xml'],
      ]),
    ),
    plain('xl/styles.xml', STYLES),
    { name: 'xl/worksheets/sheet1.xml', pieces: sheet(header, rows) },
  ]);
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* sheet(header: readonly string[], rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<string> {
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const view = `<sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
  yield `${XML}<worksheet xmlns="${SHEET}">${view}<sheetData>${rowOf(header, HEADING)}`;
  let piece = '';
  let count = 1;
  for await (const row of rows) {
    if (count === MOST_ROWS) break;
    count += 1;
    piece += rowOf(row, PLAIN);
    if (count % ROWS_AT_ONCE !== 0) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}</sheetData></worksheet>`;
}

/** Places in the list of cell formats below. */
const [PLAIN, HEADING, TIME] = [0, 1, 2];

function rowOf(cells: readonly Cell[], style: number): string {
  return `<row>${cells.map((cell) => cellOf(cell, style)).join('')}</row>`;
}

function cellOf(cell: Cell, style: number): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (cell instanceof Date) return `<c s="${TIME}"><v>${(cell.getTime() - DAY_ZERO) / DAY_MS}</v></c>`;
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

/** XML knows neither control signs nor half characters. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}

/** The name of a sheet has 31 signs at most, and none of these. */
function workbook(title: string): string {
  const name = escaped(title.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31));
  const sheets = `<sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets>`;
  return `${XML}<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}/officeDocument/2006/relationships">${sheets}</workbook>`;
}

function relations(all: readonly (readonly [id: string, type: string, target: string])[]): string {
  const lines = all.map(
    ([id, type, target]) =>
      `<Relationship Id="${id}" Type="${OFFICE}/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships">${lines.join('')}</Relationships>`;
}

const partType = (part: string, type: string) =>
  `<Override PartName="/xl/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
const CONTENT_TYPES = [
  `${XML}<Types xmlns="${OFFICE}/package/2006/content-types">`,
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  partType('workbook.xml', 'sheet.main'),
  partType('worksheets/sheet1.xml', 'worksheet'),
  partType('styles.xml', 'styles'),
  '</Types>',
].join('');

const FILLS =
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>';
const STYLES = [
  `${XML}<styleSheet xmlns="${SHEET}">`,
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>',
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
  FILLS,
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="3">',
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>',
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
  '</cellXfs></styleSheet>',
].join('');
