import { type Document, LineCounter, parseDocument, stringify } from 'yaml';
import type { z } from 'zod';

// The editor's text views and the command line read and write by these: nothing here may need a browser.

export type TextForm = 'json' | 'yaml';

/** Something that is wrong with a text; `line` counts from 1, null where it cannot be told. */
export interface TextProblem {
  readonly line: number | null;
  readonly message: string;
}

/** What a text says, and in which line it says what. */
export interface ReadText {
  readonly value: unknown;
  readonly lineOf: (path: readonly PropertyKey[]) => number | null;
}

/** A value as text that reads back as exactly that value. */
export function textOfValue(value: unknown, form: TextForm): string {
  if (form === 'json') return `${JSON.stringify(value, null, 2)}\n`;
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** The value that a text says, or where it cannot be read. */
export function readText(text: string, form: TextForm): ReadText | { readonly problems: readonly TextProblem[] } {
  const lines = new LineCounter();
  // JSON is YAML, too; so the one reader tells the lines of both.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const problems = document.errors.map(({ message, pos }) => ({
    line: lines.linePos(pos[0]).line,
    message: message.split(' at line ')[0] ?? message,
  }));
  const lineOf = (path: readonly PropertyKey[]) => lineAt(document, lines, path);
  try {
    if (form === 'json') return { value: JSON.parse(text), lineOf };
    if (problems.length === 0) return { value: document.toJS({ maxAliasCount: 50 }), lineOf };
  } catch (error) {
    if (problems.length === 0)
      problems.push({ line: 1, message: error instanceof Error ? error.message : 'Not readable' });
  }
  return { problems };
}

/** What a schema has against a text, line by line. */
export function linesOf({ issues }: z.ZodError, lineOf: ReadText['lineOf']): TextProblem[] {
  return issues.map(({ path, message, ...issue }) => ({
    line: lineOf(issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path),
    message: path.length === 0 ? message : `${path.join('.')}: ${message}`,
  }));
}

/** The line of the innermost part of a path that is there. */
function lineAt(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (node === null || typeof node !== 'object' || !('range' in node) || !Array.isArray(node.range)) continue;
    return lines.linePos(Number(node.range[0])).line;
  }
  return null;
}
