import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type EditedContent, editedContentSchema } from '../../../functions/src/model/edited-draft.ts';
import { contentOf, type WrittenContent, writtenContentSchema } from '../../../functions/src/model/written-content.ts';
import {
  linesOf,
  type ReadText,
  readText,
  type TextForm,
  type TextProblem,
  textOfValue,
} from '../../../web/src/lib/text-form.ts';
import { UsageError } from '../errors.ts';

/** A file that says what a playbook does, in the form of the editor's text view. */
export interface PlaybookFile {
  readonly path: string;
  /** Of the playbook that it was exported from; null where it says none. */
  readonly playbookId: string | null;
  readonly content: EditedContent;
  readonly lineOf: ReadText['lineOf'];
}
/** A file that says none. */
export interface WrongFile {
  readonly path: string;
  readonly problems: readonly TextProblem[];
}
export type ReadFile = PlaybookFile | WrongFile;

const FORMS: Readonly<Record<string, TextForm>> = { '.yaml': 'yaml', '.yml': 'yaml', '.json': 'json' };
/** A comment, so that the editor reads the text as well. */
const ID_LINE = /^# playbookId: ([A-Za-z0-9_-]{1,64})\s*$/m;

/** In which form a file is written, by its name; null: in none that is read here. */
export function formOf(path: string): TextForm | null {
  return FORMS[extname(path).toLowerCase()] ?? null;
}

/** The playbook files of what was named: files, and folders with all that is below them. Throws `UsageError`. */
export async function playbookFiles(named: readonly string[]): Promise<string[]> {
  const found = await Promise.all(named.map(filesOf));
  return [...new Set(found.flat())];
}

async function filesOf(path: string): Promise<string[]> {
  const about = await stat(path).catch(() => null);
  if (about === null) throw new UsageError(`There is no file ${path}`);
  if (!about.isDirectory()) {
    if (formOf(path) === null) throw new UsageError(`${path} is neither YAML nor JSON by its name`);
    return [path];
  }
  const names = await readdir(path, { recursive: true });
  const isOurs = (name: string) => formOf(name) !== null && !/(^|[\\/])(\.|node_modules)/.test(name);
  const files = names
    .filter(isOurs)
    .toSorted()
    .map((name) => join(path, name));
  if (files.length === 0) throw new UsageError(`There is no YAML or JSON file in ${path}`);
  return files;
}

export async function readPlaybookFile(path: string): Promise<ReadFile> {
  return readPlaybook(path, await readFile(path, 'utf8'));
}

/** What a text says, checked by the schemas alone: whether its steps are there and fit, only the server can tell. */
export function readPlaybook(path: string, text: string): ReadFile {
  const form = formOf(path) ?? 'yaml';
  const read = readText(text, form);
  if ('problems' in read) return { path, problems: read.problems };
  const { value, lineOf } = read;
  const written = writtenContentSchema.safeParse(value);
  if (!written.success) return { path, problems: linesOf(written.error, lineOf) };
  // As it was written: ids that were left out are the server's to give.
  const content = editedContentSchema.safeParse(value);
  if (!content.success) return { path, problems: linesOf(content.error, lineOf) };
  const [, playbookId = null] = (form === 'yaml' ? ID_LINE.exec(text) : null) ?? [];
  return { path, playbookId, content: content.data, lineOf };
}

/** A playbook as the text that `readPlaybook` and the editor read. */
export function playbookText(playbookId: string, content: WrittenContent, form: TextForm): string {
  const text = textOfValue(contentOf(content), form);
  return form === 'yaml' ? `# playbookId: ${playbookId}\n${text}` : text;
}

/** Problems by their path, as the server tells them, in lines. */
export function inLines(
  problems: readonly { readonly path: string; readonly message: string }[],
  lineOf: ReadText['lineOf'],
): TextProblem[] {
  return problems.map(({ path, message }) => {
    const parts = path === '' ? [] : path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    return { line: lineOf(parts), message: path === '' ? message : `${path}: ${message}` };
  });
}
