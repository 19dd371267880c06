import { writeFile } from 'node:fs/promises';
import type { TextForm, TextProblem } from '../../../web/src/lib/text-form.ts';
import { wholePlaybookAnswer } from '../answers.ts';
import { type Api, ApiError } from '../api.ts';
import { asked } from '../ask.ts';
import { CliError, EXIT, LeftError, UsageError } from '../errors.ts';
import { applyFile, checkContent, isToDo, type Plan, type Planned, planFiles, warningsOf } from '../files/plan.ts';
import {
  formOf,
  inLines,
  type PlaybookFile,
  playbookFiles,
  playbookText,
  readPlaybookFile,
} from '../files/playbook-file.ts';
import { allPlaybooks, findPlaybook } from '../find-playbook.ts';
import { type Line, tinted } from '../screen.ts';
import type { Answer, Shell } from '../shell.ts';
import { counted } from '../words.ts';

/** Whether files say what a playbook can do: by the schemas here, and by the server where it can be asked. */
export async function validate(shell: Shell, named: readonly string[]): Promise<Answer> {
  const files = await Promise.all((await playbookFiles(named)).map(readPlaybookFile));
  const { api, reason } = await reachable(shell);
  const value = [];
  for (const file of files) {
    const checked = 'content' in file && api !== null ? await checkedBy(api, file) : null;
    const problems = 'problems' in file ? file.problems : (checked?.problems ?? []);
    value.push({ path: file.path, problems, warnings: checked?.warnings ?? [] });
  }
  const lines: Line[] = value.flatMap(({ path, problems, warnings }) => [
    problems.length === 0 ? [tinted('good', '✓'), ` ${path}`] : [tinted('bad', '✗'), ` ${path}`],
    ...problemLines(path, problems),
    ...warnings.map((warning): Line => ['    ', tinted('warn', warning)]),
  ]);
  if (reason !== null) lines.push(tinted('dim', `Only the form was looked at, not the steps: ${reason}`));
  const isRight = value.every(({ problems }) => problems.length === 0);
  return { lines, value: { files: value, asked: reason === null }, code: isRight ? EXIT.done : EXIT.failed };
}

async function checkedBy(api: Api, file: PlaybookFile) {
  try {
    const check = await checkContent(api, file, file.playbookId);
    return { problems: inLines(check.problems, file.lineOf), warnings: warningsOf(check) };
  } catch (error) {
    // It was exported from another business, or is gone.
    if (!(error instanceof ApiError) || error.status !== 404 || file.playbookId === null) throw error;
    return checkedBy(api, { ...file, playbookId: null });
  }
}

/** The API, where it is known and answers; else why not. */
async function reachable(shell: Shell): Promise<{ api: Api; reason: null } | { api: null; reason: string }> {
  try {
    const api = await shell.api();
    await api.list('/api/playbooks', wholePlaybookAnswer.pick({ playbookId: true }), 1);
    return { api, reason: null };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { api: null, reason: error.message };
  }
}

/** What applying files would do. */
export async function plan(shell: Shell, named: readonly string[], options: ApplyOptions): Promise<Answer> {
  const { plan: planned } = await planOf(shell, named, options);
  const isRight = planned.every(({ act }) => act !== 'wrong');
  return { lines: planLines(planned), value: planned.map(told), code: isRight ? EXIT.done : EXIT.failed };
}

export interface ApplyOptions {
  /** Whether new playbooks, and those that are drafts, start by themselves from then on. */
  readonly activate: boolean;
}

/** Makes and changes playbooks so that they are what the files say; asks first, and the second time does nothing. */
export async function apply(shell: Shell, named: readonly string[], options: ApplyOptions): Promise<Answer> {
  const { api, plan: planned } = await planOf(shell, named, options);
  const lines = planLines(planned);
  const todo = planned.filter(isToDo);
  if (planned.some(({ act }) => act === 'wrong')) {
    const why = 'Nothing was applied: put right what is wrong first.';
    return { lines: [...lines, why], value: { plan: planned.map(told), applied: [] }, code: EXIT.failed };
  }
  if (todo.length === 0) return { lines, value: { plan: planned.map(told), applied: [] } };
  shell.screen.print(lines);
  const isAgreed = shell.isYes || (await asked(shell.ask, 'add --yes').confirm('Do this?'));
  if (!isAgreed) throw new LeftError();
  const applied = [];
  for (const one of todo) {
    const done = await applyFile(api, one);
    applied.push(done);
    const mark = done.outcome === 'failed' ? tinted('bad', '✗ failed') : tinted('good', `✓ ${done.outcome}`);
    shell.screen.print([[mark, ` ${one.name}`, tinted('dim', `  ${done.playbookId ?? ''}`)]]);
    if (done.message !== null) shell.screen.print([['    ', tinted('bad', done.message)]]);
  }
  const failed = applied.filter(({ outcome }) => outcome === 'failed').length;
  const end = failed === 0 ? 'All is as the files say.' : `${counted(failed, 'file')} could not be applied.`;
  return {
    lines: [end],
    value: { plan: planned.map(told), applied },
    code: failed === 0 ? EXIT.done : EXIT.failed,
  };
}

async function planOf(shell: Shell, named: readonly string[], options: ApplyOptions) {
  const files = await Promise.all((await playbookFiles(named)).map(readPlaybookFile));
  const api = await shell.api();
  return { api, plan: await planFiles(api, files, await allPlaybooks(api), options) };
}

/** A plan as --json tells it. */
function told({ path, name, act, playbookId, changes, problems, warnings }: Planned): Planned {
  return { path, name, act, playbookId, changes, problems, warnings };
}

const MARKS = {
  create: tinted('good', '+ create'),
  change: tinted('warn', '~ change'),
  leave: tinted('dim', '= leave '),
  wrong: tinted('bad', '✗ wrong '),
} as const;

export function planLines(planned: Plan): Line[] {
  const count = (act: Planned['act']) => planned.filter((one) => one.act === act).length;
  const wrong = count('wrong') === 0 ? '' : `, ${counted(count('wrong'), 'file')} wrong`;
  const sum = `${count('create')} to create, ${count('change')} to change, ${count('leave')} to leave${wrong}.`;
  return [
    ...planned.flatMap(({ act, name, path, changes, problems, warnings }): Line[] => [
      [MARKS[act], `  ${name ?? path}`, tinted('dim', name === null ? '' : `  ${path}`)],
      ...changes.map((change) => `      ${change}`),
      ...problemLines(path, problems),
      ...warnings.map((warning): Line => ['      ', tinted('warn', warning)]),
    ]),
    sum,
  ];
}

/** As compilers tell them, so that editors find the place. */
function problemLines(path: string, problems: readonly TextProblem[]): Line[] {
  return problems.map(({ line, message }) => [
    '    ',
    tinted('dim', `${path}${line === null ? '' : `:${line}`} `),
    tinted('bad', message),
  ]);
}

export interface ExportOptions {
  readonly output?: string | undefined;
}

/** A playbook as a file that apply and the editor read. */
export async function exportPlaybook(shell: Shell, wanted: string, { output }: ExportOptions): Promise<Answer> {
  const form: TextForm | null = output === undefined ? 'yaml' : formOf(output);
  if (form === null) throw new UsageError(`In which form is ${output}?`, { fix: 'end its name in .yaml or .json' });
  const api = await shell.api();
  const { playbookId } = findPlaybook(await allPlaybooks(api), wanted);
  const playbook = await api.get(`/api/playbooks/${playbookId}`, wholePlaybookAnswer);
  const text = playbookText(playbookId, playbook, form);
  if (output === undefined) {
    shell.screen.raw(text);
    return { lines: [], value: { playbookId, path: null, text } };
  }
  await writeFile(output, text);
  const lines: Line[] = [[tinted('strong', playbook.name), ` is in ${output}.`]];
  return { lines, value: { playbookId, path: output, text } };
}
