import type { SkillResult } from '@model/skill-result.ts';
import { csvOf } from '../../../lib/csv.ts';

type ResultTable = NonNullable<SkillResult['table']>;

/** A result as a file: its text as Markdown, else its table, else what it put out. */
interface ResultFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

/** Null where nothing came out. `skillName` gives the file its name. */
export function fileOf(result: SkillResult, skillName: string): ResultFile | null {
  const name = fileName(skillName);
  const { text, table, output } = result;
  if (text !== null) return { name: `${name}.md`, type: 'text/markdown;charset=utf-8', content: text };
  if (table !== null) return { name: `${name}.csv`, type: 'text/csv;charset=utf-8', content: csvOf(rowsOf(table)) };
  if (output === null) return null;
  return { name: `${name}.json`, type: 'application/json', content: `${JSON.stringify(output, null, 2)}\n` };
}

/** The same for the clipboard: a table goes into spreadsheets cell by cell. */
export function textOf({ text, table, output }: SkillResult): string {
  const tabs = table === null ? null : rowsOf(table).map((row) => row.map(inOneCell).join('\t'));
  const parts = [text, tabs?.join('\n') ?? null].filter((part) => part !== null);
  if (parts.length > 0) return parts.join('\n\n');
  return output === null ? '' : JSON.stringify(output, null, 2);
}

function rowsOf({ columns, rows }: ResultTable): string[][] {
  return [[...columns], ...rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))))];
}

function inOneCell(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, ' ');
}

/** `Email Sequence Builder` → `email-sequence-builder`. */
function fileName(skillName: string): string {
  const name = skillName
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'result' : name;
}
