import type { PlaybookAnswer } from '../answers.ts';
import { type Ask, asked, type Choice } from '../ask.ts';
import { CliError, LeftError } from '../errors.ts';
import { failureLines } from '../failure.ts';
import { allPlaybooks } from '../find-playbook.ts';
import type { Answer, Shell } from '../shell.ts';
import { timeWords } from '../words.ts';
import { approve } from './approve.ts';
import { list, schedules } from './list.ts';
import { config } from './login.ts';
import { history, logs } from './logs.ts';
import { pause, resume } from './pause.ts';
import { run } from './run.ts';
import { tasks } from './tasks.ts';
import { test } from './test.ts';

type Act = (shell: Shell, ask: Ask) => Promise<Answer>;

const PATIENCE_S = 600;
const SHOWN = 20;

const ACTS: readonly (Choice<Act> & { readonly label: string })[] = [
  { label: 'Test a playbook', hint: 'nothing is really done', value: (shell, ask) => chosen(shell, ask, testOne) },
  { label: 'Run a playbook', value: (shell, ask) => chosen(shell, ask, runOne) },
  { label: 'What waits for a yes', value: (shell) => approve(shell, undefined, { no: false }) },
  { label: 'Tasks', value: (shell) => tasks(shell, { limit: SHOWN }) },
  { label: 'History', hint: 'the last executions, step by step', value: lookBack },
  { label: 'Playbooks', value: (shell) => list(shell, { all: false }) },
  { label: 'Schedules', value: (shell) => schedules(shell) },
  { label: 'Pause or resume', value: (shell, ask) => chosen(shell, ask, pauseOrResume, ['active', 'paused']) },
  { label: 'Configuration', value: (shell) => config(shell) },
];

/** For whoever would rather choose than type: one command after the other, until it is left. */
export async function menu(shell: Shell): Promise<Answer> {
  const ask = asked(shell.ask, 'playbooks --help lists the commands');
  const leave: Choice<Act | null> = { label: 'Leave', value: null };
  for (;;) {
    const act = await unlessLeft(() => ask.choose('What shall we do?', [...ACTS, leave]));
    if (act === null) return { lines: [], value: null };
    try {
      const { lines } = await act(shell, ask);
      shell.screen.print(lines);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      shell.screen.note(null);
      // A question that was left leads back here.
      if (!(error instanceof LeftError)) shell.screen.print(failureLines(error));
    }
  }
}

async function unlessLeft<T>(question: () => Promise<T>): Promise<T | null> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof LeftError) return null;
    throw error;
  }
}

type WithOne = (shell: Shell, ask: Ask, playbook: PlaybookAnswer) => Promise<Answer>;

async function chosen(shell: Shell, ask: Ask, act: WithOne, statuses?: readonly string[]): Promise<Answer> {
  const all = await allPlaybooks(await shell.api());
  const fitting = all.filter(({ status }) => statuses?.includes(status) ?? status !== 'archived');
  if (fitting.length === 0) return { lines: ['There is no playbook for that.'], value: null };
  const choices = fitting.map((value) => ({ value, label: value.name, hint: value.status }));
  return act(shell, ask, await ask.choose('Which playbook?', choices));
}

const testOne: WithOne = async (shell, ask, { playbookId, inputs }) => {
  return test(shell, playbookId, { input: await inputsOf(ask, inputs) });
};

const runOne: WithOne = async (shell, ask, { playbookId, name, inputs }) => {
  const input = await inputsOf(ask, inputs);
  if (!(await ask.confirm(`Run ${name} now, for real?`))) throw new LeftError();
  return run(shell, playbookId, { input, dryRun: false, wait: true, timeout: PATIENCE_S });
};

const pauseOrResume: WithOne = (shell, _ask, { playbookId, status }) =>
  status === 'active'
    ? pause(shell, playbookId, { all: false })
    : resume(shell, playbookId, { all: false, held: 'latest' });

/** What the playbook asks for, one question each; what is left empty is as usual. */
async function inputsOf(ask: Ask, inputs: PlaybookAnswer['inputs']): Promise<string[]> {
  const given: string[] = [];
  for (const { name, label, default: usual } of inputs) {
    const text = await ask.text(label || name, usual === null ? undefined : plain(usual));
    if (text !== '') given.push(`${name}=${text}`);
  }
  return given;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}

async function lookBack(shell: Shell, ask: Ask): Promise<Answer> {
  const { value } = await history(shell, undefined, { limit: SHOWN });
  if (value.length === 0) return { lines: ['Nothing ran yet.'], value };
  const choices = value.map(({ executionId, playbookName, status, createdAt }) => ({
    value: executionId,
    label: `${timeWords(createdAt)}  ${playbookName}`,
    hint: status,
  }));
  const executionId = await ask.choose('Which one?', choices);
  return logs(shell, executionId, { full: false, follow: false, timeout: PATIENCE_S });
}
