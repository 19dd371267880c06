import { stripVTControlCharacters, styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'strong';
/** A piece of text as it came, from a server or a file: it is cleaned when it is printed, and only then coloured. */
export type Span = string | { readonly text: string; readonly tone: Tone };
export type Line = Span | readonly Span[];

const STYLES = { good: 'green', bad: 'red', warn: 'yellow', dim: 'dim', strong: 'bold' } as const;

export const tinted = (tone: Tone, text: string): Span => ({ text, tone });

/** Where people read. `columns` is null where it is no terminal: then nothing is coloured or cut. */
export interface Screen {
  readonly columns: number | null;
  print(lines: readonly Line[]): void;
  /** A line that stands below all others until there is another one; nothing outside a terminal. */
  note(line: Line | null): void;
  /** Text as it is, for a file or another program; in a terminal it is cleaned, too. */
  raw(text: string): void;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export function createScreen(output: Output, isColoured: boolean): Screen {
  const isTerminal = output.isTTY === true;
  const columns = isTerminal ? Math.max(40, output.columns ?? 80) : null;
  let isNoted = false;
  const wipe = () => {
    if (isNoted) output.write('\r\u001b[K');
    isNoted = false;
  };
  return {
    columns,
    print: (lines) => {
      wipe();
      for (const line of lines) output.write(`${paint(line, isColoured)}\n`);
    },
    note: (line) => {
      if (columns === null) return;
      wipe();
      if (line === null) return;
      output.write(paint(fit(spansOf(line), columns - 1), isColoured));
      isNoted = true;
    },
    raw: (text) => output.write(isTerminal ? clean(text) : text),
  };
}

export function paint(line: Line, isColoured: boolean): string {
  const painted = spansOf(line).map((span) => {
    const text = oneLine(textOf(span));
    const tone = typeof span === 'string' || !isColoured ? null : span.tone;
    return tone === null ? text : styleText(STYLES[tone], text, { validateStream: false });
  });
  return painted.join('').trimEnd();
}

/**
 * Text that does nothing to a terminal: no escape sequences, no control characters but tab and line feed, and nothing
 * that turns the direction of writing, by which one command can be made to look like another.
 */
export function clean(text: string): string {
  return stripVTControlCharacters(text).replaceAll(HARMFUL, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A value as JSON; what a terminal would act on is written as `\uXXXX`, which reads back as the same. */
export function jsonText(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, 2).replaceAll(HARMFUL, escaped);
}

export function oneLine(text: string): string {
  return clean(text).replaceAll(/\s*\n\s*|\t/g, ' ');
}

/** At most `length` characters; nothing is cut within an emoji. */
export function shorten(text: string, length: number): string {
  const letters = [...oneLine(text)];
  return letters.length > length ? `${letters.slice(0, Math.max(0, length - 1)).join('')}…` : letters.join('');
}

/** A text in lines of at most `width` characters, each behind the same margin. */
export function wrap(text: string, width: number, margin = ''): string[] {
  const lines: string[] = [];
  for (const paragraph of clean(text).split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > width) {
        lines.push(margin + line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(margin + line);
  }
  return lines;
}

/**
 * Rows under their headings. Where the screen is too narrow the `elastic` column gives way; outside a terminal nothing
 * is cut, for whoever searches in it.
 */
export function table(
  screen: Pick<Screen, 'columns'>,
  headings: readonly string[],
  rows: readonly (readonly Span[])[],
  elastic = 0,
): Line[] {
  const cells = rows.map((row) => row.map((span) => retext(span, oneLine(textOf(span)))));
  const widths = headings.map((heading, column) =>
    Math.max(lengthOf(heading), ...cells.map((row) => lengthOf(textOf(row[column] ?? '')))),
  );
  const gaps = 2 * (headings.length - 1);
  const surplus = widths.reduce((sum, width) => sum + width, gaps) - (screen.columns ?? Number.POSITIVE_INFINITY);
  if (surplus > 0) widths[elastic] = Math.max(12, (widths[elastic] ?? 0) - surplus);
  const row = (spans: readonly Span[]): Line =>
    widths.flatMap((width, column) => {
      const span = spans[column] ?? '';
      const text = shorten(textOf(span), width);
      const pad = ' '.repeat(width - lengthOf(text) + (column === widths.length - 1 ? 0 : 2));
      return [retext(span, text), pad];
    });
  return [row(headings.map((heading) => tinted('dim', heading))), ...cells.map(row)];
}

function fit(spans: readonly Span[], width: number): Line {
  let left = width;
  return spans.map((span) => {
    const text = shorten(textOf(span), left);
    left -= lengthOf(text);
    return retext(span, text);
  });
}

function spansOf(line: Line): readonly Span[] {
  return typeof line === 'string' || 'text' in line ? [line] : line;
}

function textOf(span: Span): string {
  return typeof span === 'string' ? span : span.text;
}

function retext(span: Span, text: string): Span {
  return typeof span === 'string' ? text : { ...span, text };
}

function lengthOf(text: string): number {
  return [...text].length;
}
