import { isDeepStrictEqual } from 'node:util';
import type { TextProblem } from '../../../web/src/lib/text-form.ts';
import { type CheckAnswer, checkAnswer, type PlaybookAnswer, playbookAnswer } from '../answers.ts';
import { type Api, ApiError } from '../api.ts';
import { inLines, type PlaybookFile, type ReadFile } from './playbook-file.ts';

/** What applying one file would do; nothing is done while any file is wrong. */
export interface Planned {
  readonly path: string;
  readonly name: string | null;
  readonly act: 'create' | 'change' | 'leave' | 'wrong';
  readonly playbookId: string | null;
  /** In words. */
  readonly changes: readonly string[];
  readonly problems: readonly TextProblem[];
  readonly warnings: readonly string[];
}
export interface PlannedFile extends Planned {
  readonly file: PlaybookFile;
  /** Whether it starts by itself from then on, and did not before. */
  readonly activates: boolean;
}
export type Plan = readonly (Planned | PlannedFile)[];

type Known = Pick<PlaybookAnswer, 'playbookId' | 'name' | 'status'>;
type Pair = { readonly playbook: Known | null } | { readonly problem: string };

/**
 * Which playbook each file is for: the one whose id it bears, if there is one, else the one of its name, else a new
 * one. So the same files can be applied to several businesses. No two files are for one playbook.
 */
export function pairFiles(
  files: readonly PlaybookFile[],
  playbooks: readonly Known[],
): ReadonlyMap<PlaybookFile, Pair> {
  const pairs = new Map<PlaybookFile, Pair>();
  const takenBy = new Map<string, string>();
  for (const file of files) {
    const pair = pairOf(file, playbooks);
    const key = 'problem' in pair ? null : (pair.playbook?.playbookId ?? `new|${nameOf(file)}`);
    const other = key === null ? undefined : takenBy.get(key);
    if (key !== null) takenBy.set(key, other ?? file.path);
    const twice = `${other} is for the same playbook: give this one another name, or take it away`;
    pairs.set(file, other === undefined ? pair : { problem: twice });
  }
  return pairs;
}

function pairOf(file: PlaybookFile, playbooks: readonly Known[]): Pair {
  const byId = playbooks.find(({ playbookId }) => playbookId === file.playbookId);
  if (byId !== undefined) return { playbook: byId };
  const named = playbooks.filter(({ name, status }) => status !== 'archived' && name === nameOf(file));
  if (named.length < 2) return { playbook: named[0] ?? null };
  const ids = named.map(({ playbookId }) => playbookId).join(' or ');
  return { problem: `Several playbooks are called so: put # playbookId: ${ids} above it` };
}

const nameOf = ({ content }: PlaybookFile): string => content.name.trim();

/** What applying the files would do now, in the order of the files. */
export async function planFiles(
  api: Api,
  files: readonly ReadFile[],
  playbooks: readonly Known[],
  { activate }: { readonly activate: boolean },
): Promise<Plan> {
  const readable = files.filter((file): file is PlaybookFile => 'content' in file);
  const pairs = pairFiles(readable, playbooks);
  const plan: (Planned | PlannedFile)[] = [];
  for (const file of files) {
    if (!('content' in file)) {
      plan.push({ ...nothing, path: file.path, name: null, problems: file.problems });
      continue;
    }
    const pair = pairs.get(file) ?? { playbook: null };
    const { path, content } = file;
    if ('problem' in pair) {
      plan.push({ ...nothing, path, name: content.name, problems: [{ line: 1, message: pair.problem }] });
    } else {
      plan.push(await planFile(api, file, pair.playbook, activate));
    }
  }
  return plan;
}

const nothing = { act: 'wrong', playbookId: null, changes: [], warnings: [] } as const;

async function planFile(api: Api, file: PlaybookFile, playbook: Known | null, activate: boolean): Promise<PlannedFile> {
  const { path, content, lineOf } = file;
  const playbookId = playbook?.playbookId ?? null;
  const check = await checkContent(api, file, playbookId);
  const activates = activate && (playbook === null || playbook.status === 'draft');
  const changes = [...check.changes, ...(activates ? ['It starts by itself from then on.'] : [])];
  const problems = inLines(check.problems, lineOf);
  const act = problems.length > 0 ? 'wrong' : playbook === null ? 'create' : changes.length > 0 ? 'change' : 'leave';
  return { file, path, name: content.name, act, playbookId, changes, problems, warnings: warningsOf(check), activates };
}

/** What the server has to say of a file; nothing is kept. */
export async function checkContent(
  api: Api,
  { content }: PlaybookFile,
  playbookId: string | null,
): Promise<CheckAnswer> {
  return api.post('/api/playbooks/check', { content, playbookId }, checkAnswer);
}

export function warningsOf({ warnings, missingConnections, examples }: CheckAnswer): string[] {
  const broken = examples.filter(({ agrees }) => !agrees);
  return [
    ...warnings.map(({ message }) => message),
    ...missingConnections.map(({ title }) => `${title} has to be connected first: in the app, under Connections.`),
    ...broken.map(({ words }) => `It no longer does what was asked for: ${words}`),
  ];
}

/** What became of one file. */
export interface Applied {
  readonly path: string;
  readonly playbookId: string | null;
  readonly outcome: 'created' | 'changed' | 'failed';
  readonly message: string | null;
}

export function isToDo(planned: Planned | PlannedFile): planned is PlannedFile {
  return planned.act === 'create' || planned.act === 'change';
}

/** Does what was planned for one file, unless it would do something else by now. */
export async function applyFile(api: Api, planned: PlannedFile): Promise<Applied> {
  const { path, playbookId, file, changes, activates } = planned;
  const failed = (message: string): Applied => ({ path, playbookId, outcome: 'failed', message });
  try {
    const check = await checkContent(api, file, playbookId);
    const told = activates ? changes.slice(0, -1) : changes;
    if (check.problems.length > 0 || !isDeepStrictEqual(check.changes, told)) {
      return failed('Somebody has changed it meanwhile: plan again');
    }
    const body = { ...file.content, ...(activates && { status: 'active' }) };
    if (playbookId === null) {
      const made = await api.post('/api/playbooks', body, playbookAnswer);
      return { path, playbookId: made.playbookId, outcome: 'created', message: null };
    }
    await api.patch(`/api/playbooks/${playbookId}`, body, playbookAnswer);
    return { path, playbookId, outcome: 'changed', message: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return failed([error.message, ...error.details].join('; '));
  }
}
