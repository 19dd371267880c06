import { z } from 'zod';
import { agentIdSchema, personas } from '../../../model/agent.ts';
import { executionIdSchema } from '../../../model/ids.ts';
import type { JsonObject } from '../../../model/json.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { queries } from '../../../model/query.ts';
import { prioritySchema, TASK_GROUPS, type Task, taskStatusSchema } from '../../../model/task.ts';
import { deriveId } from '../../derive-id.ts';
import { endOf } from '../../engine/calendar.ts';
import { NonRetriableError } from '../../engine/errors.ts';
import { assigneesOf } from '../../engine/tasks/assignees.ts';
import { beginTask } from '../../engine/tasks/begin-task.ts';
import { createTask, TaskRefusedError } from '../../engine/tasks/create-task.ts';
import { decideTask } from '../../engine/tasks/decide-task.ts';
import { workOf } from '../../engine/tasks/handlers.ts';
import { AlreadyExistsError } from '../../ports.ts';
import { dateInWords } from '../../triggering/describe-recurrence.ts';
import { notingFinal } from './deeds.ts';
import { callKey, isTalkedInto } from './stored-playbook.ts';
import { defineTool, found, type ToolContext, ToolError, type ToolOutcome } from './tool.ts';

const MAX_SENTENCE = 1_000;
const LISTED = 50;
/** More than these are told in a table. */
const SHOWN = 5;

const createParams = z.strictObject({
  title: z.string().trim().min(1).max(200).describe('What is to be done, in a few words'),
  description: z.string().trim().max(5_000).optional().describe('What else there is to know, if anything'),
  assignee: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .optional()
    .describe('craig, ezal, pops or money_mike, who begin at once; me; or the e-mail address of somebody in the team'),
  priority: prioritySchema.optional(),
  deadline: z.iso.date().optional().describe('The last day for it'),
  requiresApproval: z.boolean().optional().describe('Whether somebody has to say yes before an agent begins'),
});
type CreateParams = z.infer<typeof createParams>;

export const createTaskTool = defineTool<CreateParams>({
  name: 'create_task',
  title: 'Create a task',
  description:
    'Gives an agent, or a person of the team, something to do now and once. What is to be done at set times, or whenever something happens, is a playbook.',
  params: createParams,
  role: 'editor',
  scope: 'executions:run',
  writes: true,
  isFinal: true,
  byClick: async (_, given) => {
    const sentence = sentenceFor(given);
    return { sentence: sentence.length > MAX_SENTENCE ? null : sentence, part: null };
  },
  call: async (context, { title, description = '', assignee = null, priority = 'normal', ...given }) => {
    const { engine, orgId, actor, tenant } = context;
    const { assignedAgent, assignedTo } = await whose(context, assignee);
    const taskId = deriveId(orgId, 'task', callKey(context));
    const words = `The task “${title}” was given; say “cancel the task ${title}” to call it off.`;
    const beside = await notingFinal(context, words);
    const deadline = given.deadline === undefined ? null : endOf(given.deadline, tenant.timezone);
    const whole = { title, description, priority, deadline, assignedTo, action: null, params: {}, metadata: {} };
    const draft = { ...whole, requiresApproval: given.requiresApproval ?? false };
    try {
      const requester = { orgId, actor, isTainted: isTalkedInto(context), taskId, beside };
      await createTask(engine, requester, { ...draft, assignedAgent: assignedAgent && assignee });
    } catch (error) {
      if (error instanceof TaskRefusedError) throw new ToolError(error.message, 'refused', error.errors);
      // It was done before, by the same call.
      if (!(error instanceof AlreadyExistsError)) throw error;
    }
    await beginTask(engine, orgId, taskId);
    const task = await taskOf(context, taskId);
    // Without a language model no agent finds out by itself what is to be done.
    const isNoted = (await workOf(engine, task))?.action === 'log_note';
    return outcomeOf(context, taskId, task, { isNoted });
  },
});

/** Throws `ToolError` where there is nobody of that name. */
async function whose({ engine, orgId, member, key }: ToolContext, assignee: string | null) {
  const id = member?.uid ?? key?.createdBy ?? null;
  if (assignee === 'me' && id === null)
    throw new ToolError('Say who is to do it: nobody is known to have made the key');
  try {
    const [who] = await assigneesOf({ orgId, store: engine.store, user: { id: id ?? '' } }, [assignee]);
    return who ?? { assignedAgent: null, assignedTo: null };
  } catch (error) {
    if (!(error instanceof NonRetriableError)) throw error;
    throw new ToolError(error.message);
  }
}

/** Tells all of it: whoever clicks on it says yes to every word. */
function sentenceFor({ title, description, assignee, priority, deadline, requiresApproval }: CreateParams): string {
  const parts = [
    `Create the task “${title}”`,
    assignee && ` for ${assignee}`,
    priority && `, ${priority} priority`,
    deadline && `, by ${deadline}`,
    requiresApproval && ', to begin after a yes',
    description && `: ${description}`,
  ];
  return parts.filter(Boolean).join('');
}

const listParams = z.strictObject({
  status: z
    .enum(['open', 'ended', 'stopped', ...taskStatusSchema.options])
    .optional()
    .describe(
      'open, as a rule: what is still to be done or needs a person. ended: done, rejected or canceled. stopped: what could not be done or was canceled, and can be tried again',
    ),
  agent: agentIdSchema.optional(),
});
type ListParams = z.infer<typeof listParams>;

export const listTasks = defineTool<ListParams>({
  name: 'list_tasks',
  title: 'List tasks',
  description: 'What agents and people have to do, the most urgent first, and where it stands; or what was done.',
  params: listParams,
  role: 'viewer',
  scope: 'executions:read',
  writes: false,
  isFinal: false,
  call: async (context, given) => {
    const stored = await context.engine.store.query(queryFor(context.orgId, given));
    const tasks = stored.flatMap(({ id, data }) => (data === null || !isMeant(data, given) ? [] : [{ id, data }]));
    const urgent = tasks.toSorted((a, b) => urgencyOf(b.data) - urgencyOf(a.data) || age(a.data) - age(b.data));
    const listed = await told(context, urgent);
    const rows = listed.map((one) => ({
      cells: [
        one.title,
        one.waitsForYes ? 'waits for a yes' : one.status.replace('_', ' '),
        one.for,
        one.deadline ?? '',
      ],
    }));
    const columns = ['Task', 'Status', 'For', 'By'];
    const table = { type: 'table' as const, title: 'Tasks', columns, rows, more: stored.length === LISTED ? 1 : 0 };
    const cards = listed.map(({ taskId }) => ({ type: 'task' as const, taskId }));
    const isTainted = tasks.some(({ data }) => data.isTainted);
    return found({ tasks: listed }, { isTainted, parts: cards.length > SHOWN ? [table] : cards });
  },
});

const QUERIES = { open: queries.openTasks, ended: queries.endedTasks, stopped: queries.stoppedTasks };

function queryFor(orgId: string, { status = 'open', agent }: ListParams) {
  const page = { limit: LISTED };
  if (agent !== undefined) {
    return isGroup(status)
      ? queries.tasksOfAgent(orgId, agent, page)
      : queries.tasksOfAgentByStatus(orgId, agent, status, page);
  }
  return isGroup(status) ? QUERIES[status](orgId, page) : queries.tasksByStatus(orgId, status, page);
}

function isMeant(task: Task, { status = 'open' }: ListParams): boolean {
  const statuses: readonly string[] = isGroup(status) ? TASK_GROUPS[status] : [status];
  return statuses.includes(task.status);
}

function isGroup(status: NonNullable<ListParams['status']>): status is keyof typeof TASK_GROUPS {
  return status in TASK_GROUPS;
}

const urgencyOf = ({ priority }: Task) => prioritySchema.options.indexOf(priority);
const age = ({ createdAt }: Task) => createdAt.getTime();

/** Each in short, with the names of people. */
async function told(
  { engine, orgId, tenant }: ToolContext,
  tasks: readonly { readonly id: string; readonly data: Task }[],
) {
  const isOfPeople = tasks.some(({ data }) => data.assignedTo !== null);
  const team = isOfPeople ? await engine.store.query(queries.team(orgId)) : [];
  const names = new Map(team.map(({ id, data }) => [id, data?.name ?? data?.email ?? id]));
  return tasks.map(({ id: taskId, data }) => {
    const { title, status, priority, deadline, requiresApproval, approvedAt, executionError: error } = data;
    const waitsForYes = status === 'new' && requiresApproval && approvedAt === null;
    const by = deadline && dateInWords(deadline, tenant.timezone, tenant.locale);
    return { taskId, title, status, priority, for: whoDoes(data, names), deadline: by, waitsForYes, error };
  });
}

function whoDoes({ assignedAgent, assignedTo }: Task, names: ReadonlyMap<string, string>): string {
  if (assignedAgent !== null) return personas[assignedAgent].name;
  return assignedTo === null ? 'whoever takes it' : (names.get(assignedTo) ?? 'somebody who has left');
}

const decideParams = z.strictObject({
  taskId: executionIdSchema,
  reason: z.string().trim().min(1).max(500).optional(),
});
type DecideParams = z.infer<typeof decideParams>;

export const cancelTask = defineTool<DecideParams>({
  name: 'cancel_task',
  title: 'Call off a task',
  description: 'Has a task not done, or no longer; an act that has begun is seen to its end. Find it by list_tasks.',
  ...shared(),
  byClick: (context, given) => clickFor(context, 'Cancel', given),
  call: (context, given) => decide(context, given, 'cancel'),
});

export const retryTask = defineTool<DecideParams>({
  name: 'retry_task',
  title: 'Try a task again',
  description: 'Has a task tried again that could not be done or was canceled. Find it by list_tasks.',
  ...shared(),
  byClick: (context, given) => clickFor(context, 'Retry', given),
  call: (context, given) => decide(context, given, 'retry'),
});

function shared() {
  return { params: decideParams, role: 'editor', scope: 'executions:run', writes: true, isFinal: true } as const;
}

async function clickFor(context: ToolContext, verb: string, { taskId, reason }: DecideParams) {
  const { title } = await taskOf(context, taskId);
  const why = reason === undefined ? '' : `, because: ${reason}`;
  return { sentence: `${verb} the task “${title}”${why}`, part: { type: 'task' as const, taskId } };
}

async function decide(context: ToolContext, given: DecideParams, verb: 'cancel' | 'retry'): Promise<ToolOutcome> {
  const { engine, orgId, actor, member, key, isTainted } = context;
  const { taskId, reason = null } = given;
  const { title } = await taskOf(context, taskId);
  const asker = { actor, member, madeBy: key?.createdBy ?? null, isRecent: false, isTainted };
  const decided = await decideTask(engine, { orgId, taskId, verb, reason }, asker);
  if (decided.kind === 'not_found') throw new ToolError(`There is no task ${taskId}`, 'not_found');
  if (decided.kind === 'refused') throw new ToolError(`“${title}”: ${decided.refused.message}; nothing was changed`);
  const other = verb === 'cancel' ? 'retry' : 'cancel';
  const words = `The task “${title}” was ${verb === 'cancel' ? 'called off' : 'begun again'}; say “${other} the task ${title}” if that is not what you want.`;
  const writes = await notingFinal(context, words);
  if (writes.length > 0) await engine.store.commit(writes);
  return outcomeOf(context, taskId, decided.task);
}

/** Throws `ToolError`. */
async function taskOf({ engine, orgId }: ToolContext, taskId: string): Promise<Task> {
  const stored = await engine.store.find(tenantPaths(orgId).task(taskId));
  if (stored?.data) return stored.data;
  throw new ToolError(`There is no task ${taskId}`, 'not_found');
}

async function outcomeOf(
  context: ToolContext,
  taskId: string,
  task: Task,
  more: JsonObject = {},
): Promise<ToolOutcome> {
  const [result] = await told(context, [{ id: taskId, data: task }]);
  return { result: { ...result, ...more }, isTainted: task.isTainted, parts: [{ type: 'task', taskId }] };
}
