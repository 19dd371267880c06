import { z } from 'zod';
import { personas } from '../../../model/agent.ts';
import type { ChatStep } from '../chat-model.ts';
import type { Command } from './commands.ts';
import { isMeant } from './planner-approvals.ts';
import { ask, call, type Done, text } from './planner-steps.ts';
import type { TaskCommand } from './task-orders.ts';

const MAX_TITLE = 200;

const task = z.object({
  taskId: z.string(),
  title: z.string(),
  status: z.string(),
  for: z.string(),
  deadline: z.string().nullable(),
  waitsForYes: z.boolean(),
  /** Whether an agent can do no more than put it on record. */
  isNoted: z.boolean().default(false),
});
type Told = z.infer<typeof task>;
const listed = z.object({ tasks: z.array(task) });
/** Where a person has to order it himself. */
const unclicked = z.object({ words: z.string() });

/** What is called for an order about tasks; one that exists is looked for first. */
export function taskCall({ verb, args }: TaskCommand): ChatStep {
  switch (verb) {
    case 'create_task': {
      const { title, assignee, priority, deadline } = args;
      const isLong = title.length > MAX_TITLE;
      return call('create_task', {
        title: isLong ? `${title.slice(0, MAX_TITLE - 1)}…` : title,
        ...(isLong && { description: title }),
        ...(assignee !== null && { assignee }),
        ...(priority !== null && { priority }),
        ...(deadline !== null && { deadline }),
      });
    }
    case 'list_tasks':
      return call('list_tasks', { status: args.status, ...(args.agent !== null && { agent: args.agent }) });
    case 'cancel_task':
      return call('list_tasks', { status: 'open' });
    case 'retry_task':
      return call('list_tasks', { status: 'stopped' });
  }
}

/** What follows from the list of tasks, given what was ordered, or from what was done about one. */
export function taskSteps({ call: made, result }: Done, order: Command | null): readonly ChatStep[] {
  const words = unclicked.safeParse(result).data?.words;
  if (words !== undefined) return [text(words)];
  if (made.tool !== 'list_tasks') {
    const told = task.safeParse(result).data;
    return [text(told === undefined ? 'Done.' : outcome(made.tool, told))];
  }
  const found = listed.safeParse(result).data?.tasks;
  if (found === undefined) return [text('There is too much of it to tell here; look under Tasks.')];
  if (order?.verb === 'cancel_task' || order?.verb === 'retry_task') return chosen(order, found);
  return [text(summary(found, made.params))];
}

/** The one that is meant, or a question which. */
function chosen(
  { verb, args: { what } }: Extract<TaskCommand, { readonly verb: 'cancel_task' | 'retry_task' }>,
  found: readonly Told[],
): readonly ChatStep[] {
  const isCancel = verb === 'cancel_task';
  if (found.length === 0) return [text(isCancel ? 'No task is open.' : 'No task has failed or was called off.')];
  const fitting = what === null ? found : found.filter(({ title }) => isMeant(what, title));
  const [only, another] = fitting;
  if (only && !another) return [call(verb, { taskId: only.taskId })];
  const why = only === undefined ? 'I find none that is called so.' : 'More than one fits.';
  const candidates = only === undefined ? found : fitting;
  const choices = [...new Set(candidates.map(({ title }) => `${isCancel ? 'Cancel' : 'Retry'} the task “${title}”`))];
  // Words cannot tell apart what is called the same.
  if (only && choices.length === 1) return [text(`${why} Open the one that you mean.`)];
  return [ask(`${why} Which one do you mean?`, choices.slice(0, 8), 'which', null)];
}

function summary(found: readonly Told[], params: Done['call']['params']): string {
  const { status } = z.object({ status: z.string() }).safeParse(params).data ?? { status: 'open' };
  const kinds: Readonly<Record<string, string>> = { open: 'open', ended: 'over', escalated: 'given up and needs you' };
  const kind = kinds[status] ?? status;
  if (found.length === 0) return status === 'open' ? 'No task is open.' : `No task is ${kind}.`;
  const waiting = found.filter((one) => one.waitsForYes).length;
  const yes = waiting === 0 ? '' : `, of which ${waiting} ${waiting === 1 ? 'waits' : 'wait'} for a yes`;
  return `${found.length === 1 ? 'One task is' : `${found.length} tasks are`} ${kind}${yes}.`;
}

const AGENTS = new Set(Object.values(personas).map(({ name }) => name));

function outcome(tool: string, { title, status, for: who, deadline, waitsForYes, isNoted }: Told): string {
  if (tool === 'cancel_task') {
    const isOver = status === 'canceled';
    return isOver ? `“${title}” is called off.` : `“${title}” is being called off; what has begun is seen to its end.`;
  }
  if (tool === 'retry_task') return `“${title}” is tried again.`;
  const by = deadline === null ? '' : `, by ${deadline}`;
  if (waitsForYes) return `“${title}” is for ${who}${by}, and waits for a yes.`;
  if (isNoted)
    return `“${title}” is put on record for ${who}${by}: that is all an agent can do about words without a language model.`;
  if (AGENTS.has(who)) return `${who} is on it: “${title}”${by}.`;
  return `“${title}” is on the list, for ${who}${by}.`;
}
