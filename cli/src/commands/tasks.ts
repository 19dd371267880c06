import { type TaskAnswer, taskAnswer, taskMessageAnswer } from '../answers.ts';
import { UsageError } from '../errors.ts';
import { type Line, table, tinted, wrap } from '../screen.ts';
import type { Answer, Shell } from '../shell.ts';
import { counted, statusSpan, timeWords } from '../words.ts';

const WIDTH = 100;

export interface TasksOptions {
  readonly limit: number;
  readonly status?: string | undefined;
  readonly agent?: string | undefined;
}

/** The tasks, the newest first; of one status or one agent. */
export async function tasks(shell: Shell, { limit, status, agent }: TasksOptions): Promise<Answer> {
  const query = new URLSearchParams();
  const known = taskAnswer.shape.status.options;
  if (status !== undefined) query.set('status', one(known, status));
  if (agent !== undefined) query.set('agent', agent);
  const value = await (await shell.api()).list(`/api/tasks?${query}`, taskAnswer, limit);
  if (value.length === 0) return { lines: ['There are no tasks that fit.'], value };
  const rows = value.map((task) => [
    task.title,
    isOpen(task) ? tinted('warn', 'waits for a yes') : statusSpan(task.status, task.status.replace('_', ' ')),
    task.priority,
    task.assignedAgent ?? task.assignedTo ?? 'a person',
    timeWords(task.createdAt),
    tinted('dim', task.taskId),
  ]);
  return { lines: table(shell.screen, ['Task', 'Status', 'Priority', 'For', 'Made', 'Id'], rows), value };
}

function one(known: readonly string[], status: string): string {
  if (known.includes(status)) return status;
  throw new UsageError(`There is no status '${status}'`, { fix: `it is one of ${known.join(', ')}` });
}

export interface TaskOptions {
  readonly no: boolean;
  readonly reason?: string | undefined;
}

/** One task with what has happened to it; where it waits for a yes, whoever is there is asked for it. */
export async function task(shell: Shell, id: string, { no, reason }: TaskOptions): Promise<Answer> {
  if (shell.isYes && no) throw new UsageError('Yes or no? Both were given', { fix: 'give --yes or --no' });
  const api = await shell.api();
  const path = `/api/tasks/${encodeURIComponent(id)}`;
  const [about, messages] = [await api.get(path, taskAnswer), await api.list(`${path}/messages`, taskMessageAnswer)];
  const lines: Line[] = [
    ...taskLines(about),
    ...messages.map(({ createdAt, kind, text }): Line => [tinted('dim', `${timeWords(createdAt)}  ${kind}  `), text]),
  ];
  const isDecided = shell.isYes || no;
  if (!isOpen(about) || (!isDecided && shell.ask === null)) {
    if (isDecided) throw new UsageError(`The task waits for no yes: it is ${about.status}`);
    return { lines, value: { ...about, messages } };
  }
  shell.screen.print(lines);
  const verb = isDecided ? (no ? 'reject' : 'approve') : await shell.ask?.choose('Shall it be done?', CHOICES);
  if (verb === undefined || verb === null) return { lines: [], value: { ...about, messages } };
  const decided = await api.post(`${path}/${verb}`, { reason: reason ?? null }, taskAnswer);
  const words = verb === 'approve' ? 'Your yes is on record.' : 'Your no is on record.';
  const follow = decided.doneBy === null ? [] : [`playbooks logs ${decided.doneBy} --follow`];
  return { lines: [statusSpan(decided.status, words), ...follow], value: decided };
}

const CHOICES = [
  { value: 'approve', label: 'Yes' },
  { value: 'reject', label: 'No' },
  { value: null, label: 'Not now' },
] as const;

function isOpen({ status, requiresApproval, approvedAt }: TaskAnswer): boolean {
  return status === 'new' && requiresApproval && approvedAt === null;
}

function taskLines(about: TaskAnswer): Line[] {
  const { title, status, description, taskId, priority, assignedAgent, action, params } = about;
  const { executionAttempts, executionError, doneBy, isTainted } = about;
  const tried = executionAttempts > 0 ? `, ${counted(executionAttempts, 'attempt')}` : '';
  const acts = action !== null && Object.keys(params).length > 0;
  return [
    [tinted('strong', title), '  ', statusSpan(status, isOpen(about) ? 'waits for a yes' : status.replace('_', ' '))],
    tinted('dim', `${taskId}  ${priority}, for ${assignedAgent ?? 'a person'}${tried}`),
    ...(description === '' ? [] : wrap(description, WIDTH)),
    ...(action === null ? [] : [['It does ', tinted('strong', action), acts ? ' with:' : '']]),
    ...(acts
      ? JSON.stringify(params, null, 2)
          .split('\n')
          .map((line) => `    ${line}`)
      : []),
    ...(isTainted ? [tinted('warn', 'Text that strangers wrote has gone into it: read it with care.')] : []),
    ...(executionError === null ? [] : [tinted('bad', executionError)]),
    ...(doneBy === null ? [] : [`playbooks logs ${doneBy}`]),
  ];
}
