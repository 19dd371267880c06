import type { Place } from '../../model/figure-text.ts';
import { FIGURE_WORDS } from '../../model/figure-words.ts';
import { type FigureName, figureNames } from '../../model/figures.ts';
import { readFigure } from '../../model/read-figure.ts';
import type { DayToWrite } from './metrics.ts';
import { MOST_DAYS } from './metrics.ts';
import { readDays } from './written-days.ts';

// A table of figures as people keep it: a day a row, a figure a column.

const MOST_PROBLEMS = 100;
const DATE_WORDS = ['date', 'day', 'week', 'month', 'asof', 'datum', 'tag', 'fecha', 'data'];

export interface TableProblem {
  /** Where it stands in the text, the header being 1. */
  readonly line: number;
  /** As it is headed; null: the whole line. */
  readonly column: string | null;
  readonly message: string;
}

export interface ReadTable {
  readonly days: readonly DayToWrite[];
  /** At most a hundred of them; with any nothing is to be written. */
  readonly problems: readonly TableProblem[];
  /** Columns that are no figure: they are left out. */
  readonly ignored: readonly string[];
  /** How what could be read in two ways was read. */
  readonly notes: readonly string[];
}

/** What parts the cells of a table in text, by its first line: names of figures hold commas, and none of the others. */
export function delimiterOf(csv: string): string {
  const [header = ''] = csv.replaceAll(/"[^"]*"/g, '').split(/\r?\n/, 1);
  return ['\t', ';', '|'].find((one) => header.includes(one)) ?? ',';
}

/** The days of a table, as rows of cells with the header first; `today` is the last day that it may tell of. */
export function readTable(rows: readonly (readonly string[])[], place: Place & { readonly today: string }): ReadTable {
  const lines = numbered(rows).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const [header, ...body] = lines;
  if (header === undefined || body.length === 0) return refused(1, 'There is a header and a line for each day to it');
  if (body.length > MOST_DAYS) return refused(MOST_DAYS + 2, `A table has at most ${MOST_DAYS} days`);
  const columns = header.cells.map((text, at) => ({ at, head: text.trim(), ...meaningOf(text) }));
  const dates = columns.filter(({ isDate }) => isDate);
  const [date] = dates;
  if (date === undefined) return refused(header.line, 'One of the columns is to be headed ‘Date’');
  const figures = columns.flatMap(({ name, ...rest }) => (name === null ? [] : [{ name, ...rest }]));
  const ignored = columns.filter(({ isDate, name, head }) => !isDate && name === null && head !== '');
  if (figures.length === 0) return refused(header.line, 'None of the columns is a figure, such as Cash or monthlyBurn');
  const days = readDays(
    body.map(({ cells }) => cells[date.at] ?? ''),
    place,
  );
  const twice = figures.find(({ name }, at) => figures.findIndex((one) => one.name === name) !== at);
  if (twice !== undefined) return refused(header.line, `Two columns are ${FIGURE_WORDS[twice.name].label}`);
  const problems: TableProblem[] = [];
  const note = (line: number, column: string | null, message: string) => void problems.push({ line, column, message });
  const seen = new Map<string, number>();
  const found = body.flatMap(({ cells, line }, index): DayToWrite[] => {
    if (cells.length !== header.cells.length) {
      note(line, null, wrongWidth(cells.length, header.cells.length));
      return [];
    }
    const day = days.days[index];
    const read = figuresOf(cells, figures, place, (column, message) => note(line, column, message));
    if (day === undefined || 'problem' in day) {
      note(line, date.head, day?.problem ?? 'This is no day');
      return [];
    }
    const before = seen.get(day.date);
    if (before !== undefined) note(line, date.head, `${day.date} stands in line ${before}, too`);
    seen.set(day.date, line);
    return Object.keys(read).length === 0 ? [] : [{ date: day.date, figures: read }];
  });
  return {
    days: found,
    problems: problems.slice(0, MOST_PROBLEMS),
    ignored: ignored.map(({ head }) => head),
    notes: days.note === null ? [] : [days.note],
  };
}

interface Column {
  readonly at: number;
  readonly head: string;
  readonly name: FigureName;
  /** Whether its head says that its numbers are percent. */
  readonly isPercent: boolean;
}

function figuresOf(
  cells: readonly string[],
  columns: readonly Column[],
  place: Place,
  note: (column: string, message: string) => void,
): Partial<Record<FigureName, number>> {
  const known: Partial<Record<FigureName, number>> = {};
  for (const { at, head, name, isPercent } of columns) {
    const cell = cells[at] ?? '';
    const read = readFigure(name, isPercent && /\d\s*$/.test(cell) ? `${cell} %` : cell, place);
    if (read === null) continue;
    if ('problem' in read) note(head, read.problem);
    else known[name] = read.value;
  }
  return known;
}

const plain = (text: string) => text.toLowerCase().replaceAll(/\([^)]*\)|[^\p{L}\p{N}]/gu, '');
const FIGURES = new Map(
  figureNames.flatMap((name) => [[plain(name), name] as const, [plain(FIGURE_WORDS[name].label), name] as const]),
);

/** `Net margin (%)`, `net_margin` and `netMargin` head one figure. */
function meaningOf(head: string): {
  readonly isDate: boolean;
  readonly name: FigureName | null;
  readonly isPercent: boolean;
} {
  const word = plain(head.normalize('NFKC'));
  const name = FIGURES.get(word) ?? null;
  const isPercent = name !== null && FIGURE_WORDS[name].unit === 'share' && head.includes('%');
  return { isDate: DATE_WORDS.includes(word), name, isPercent };
}

/** A cell may hold line breaks of its own. */
function numbered(
  rows: readonly (readonly string[])[],
): { readonly line: number; readonly cells: readonly string[] }[] {
  let line = 1;
  return rows.map((cells) => {
    const own = line;
    line += 1 + cells.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    return { line: own, cells };
  });
}

function wrongWidth(cells: number, columns: number): string {
  const remedy = cells > columns ? '; put numbers with commas into quotation marks, or part cells by semicolons' : '';
  return `There are ${cells} cells, and ${columns} columns${remedy}`;
}

function refused(line: number, message: string): ReadTable {
  return { days: [], problems: [{ line, column: null, message }], ignored: [], notes: [] };
}
