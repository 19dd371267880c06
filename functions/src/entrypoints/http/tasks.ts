import { z } from 'zod';
import { beginTask } from '../../core/engine/tasks/begin-task.ts';
import { createTask, TaskRefusedError } from '../../core/engine/tasks/create-task.ts';
import { commentOnTask } from '../../core/engine/tasks/decide-task.ts';
import { agentNamed, agentNames } from '../../core/engine/tasks/handlers.ts';
import { memberIdSchema } from '../../model/ids.ts';
import { jsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { actionNameSchema, prioritySchema, taskStatusSchema } from '../../model/task.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { askerOf, byTask, readsTasks, runsTasks, taskDecisionRoutes, taskMissing } from './task-decisions.ts';
import {
  executionSnapshotView,
  taskMessageView,
  taskView,
  toSnapshotView,
  toTaskMessageView,
  toTaskView,
} from './task-views.ts';
import { afterExactly, exactCursor, pageOf, pageQuery, toExactPage } from './views.ts';

const MAX_JSON = 50_000;
const agentName = z.string().trim().min(1).max(60);
const fitting = jsonObject.refine((value) => JSON.stringify(value).length <= MAX_JSON, 'This is too long');

/** Names with `_` are those of the seeds; the others go before them. */
const taskBody = z.strictObject({
  title: z.string().trim().min(1).max(200),
  description: z.string().max(10_000).default(''),
  priority: z.enum([...prioritySchema.options, 'medium']).default('normal'),
  /** Of ours by id or name, or of the seeds', such as `Email Agent`. */
  assignedAgent: agentName.nullable().optional(),
  assigned_agent: agentName.nullable().optional(),
  assignedTo: memberIdSchema.nullable().default(null),
  deadline: z.iso.datetime({ offset: true }).nullable().default(null),
  /** The step type that does it; left out, what its agent makes of `metadata`. */
  action: actionNameSchema.nullable().default(null),
  params: fitting.default({}),
  metadata: fitting.default({}),
  requiresApproval: z.boolean().optional(),
  requires_approval: z.boolean().optional(),
  status: z.literal('new').optional(),
});

const tasksQuery = pageQuery.extend({
  cursor: exactCursor.optional(),
  status: taskStatusSchema.optional(),
  agent: agentName.refine((name) => agentNamed(name) !== null, `Give one of these: ${agentNames}`).optional(),
});
const messageBody = z.strictObject({ text: z.string().trim().min(1).max(10_000) });
const messagesQuery = pageQuery.extend({ cursor: exactCursor.optional() });

export const taskRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/tasks',
      summary: 'Ask for something to be done: by an agent, which begins at once where no yes is needed, or by a person',
      body: taskBody,
      answers: { 201: taskView, 422: problemSchema },
    },
    runsTasks,
    async ({ app, caller, body, request }) => {
      const { engine } = app;
      const { actor, isTainted } = askerOf(app, caller, request);
      const { priority, deadline, assigned_agent, requires_approval, status, ...rest } = body;
      const draft = {
        ...rest,
        priority: priority === 'medium' ? 'normal' : priority,
        deadline: deadline === null ? null : new Date(deadline),
        assignedAgent: rest.assignedAgent ?? assigned_agent ?? null,
        requiresApproval: rest.requiresApproval ?? requires_approval ?? false,
      };
      const { orgId } = caller;
      const { taskId, task } = await createTask(engine, { orgId, actor, isTainted }, draft).catch(toProblem);
      if (task.dueAt !== null) await beginTask(engine, orgId, taskId);
      const stored = await engine.store.get(tenantPaths(orgId).task(taskId));
      return { status: 201, body: toTaskView(taskId, stored?.data ?? task) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/tasks',
      summary: 'Tasks, newest first; of one status, or of one agent',
      query: tasksQuery,
      answers: { 200: pageOf(taskView) },
    },
    readsTasks,
    async ({ app, caller: { orgId }, query: { limit, cursor, status, agent: name } }) => {
      const page = { limit, after: afterExactly(cursor) };
      const agent = name === undefined ? undefined : agentNamed(name)?.assignedAgent;
      const found = await app.engine.store.query(tasksBy(orgId, { status, agent }, page));
      const body = toExactPage(
        ({ createdAt }) => createdAt,
        found,
        limit,
        ({ id, data }) => toTaskView(id, data),
      );
      return { status: 200, body };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/tasks/{id}',
      summary: 'One task',
      params: byTask,
      answers: { 200: taskView, 404: problemSchema },
    },
    readsTasks,
    async ({ app, caller: { orgId }, params: { id } }) => {
      const stored = await app.engine.store.get(tenantPaths(orgId).task(id));
      if (stored === null) throw taskMissing(id);
      return { status: 200, body: toTaskView(id, stored.data) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/tasks/{id}/messages',
      summary: 'What has happened to a task, and what people say about it, in its order',
      params: byTask,
      query: messagesQuery,
      answers: { 200: pageOf(taskMessageView), 404: problemSchema },
    },
    readsTasks,
    async ({ app: { engine }, caller: { orgId }, params: { id }, query: { limit, cursor } }) => {
      if ((await engine.store.get(tenantPaths(orgId).task(id))) === null) throw taskMissing(id);
      const page = { limit, after: afterExactly(cursor) };
      const found = await engine.store.query(queries.taskMessages(orgId, id, page));
      const body = toExactPage(
        ({ createdAt }) => createdAt,
        found,
        limit,
        (one) => toTaskMessageView(one.id, one.data),
      );
      return { status: 200, body };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/tasks/{id}/messages',
      summary: 'Say something about a task',
      params: byTask,
      body: messageBody,
      answers: { 201: z.object({ taskId: z.string() }), 404: problemSchema },
    },
    runsTasks,
    async ({ app, caller, params: { id }, body: { text }, request }) => {
      const isThere = await commentOnTask(app.engine, caller.orgId, id, text, askerOf(app, caller, request));
      if (!isThere) throw taskMissing(id);
      return { status: 201, body: { taskId: id } };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/tasks/{id}/snapshots',
      summary: 'What a task and the documents that it names were like before each attempt, the last one first',
      params: byTask,
      answers: { 200: z.object({ items: z.array(executionSnapshotView) }), 404: problemSchema },
    },
    { role: 'editor', scope: 'executions:read' },
    async ({ app: { engine }, caller: { orgId }, params: { id } }) => {
      if ((await engine.store.get(tenantPaths(orgId).task(id))) === null) throw taskMissing(id);
      const found = await engine.store.query(queries.taskSnapshots(orgId, id, { limit: 20 }));
      const items = found.flatMap(({ data }) => (data === null ? [] : [toSnapshotView(data)]));
      return { status: 200, body: { items } };
    },
  ),
  ...taskDecisionRoutes,
];

type Filter = Pick<z.output<typeof tasksQuery>, 'status'> & {
  readonly agent: NonNullable<ReturnType<typeof agentNamed>>['assignedAgent'] | undefined;
};

function tasksBy(orgId: string, { status, agent }: Filter, page: Parameters<typeof queries.tasks>[1]) {
  if (agent === undefined) {
    return status === undefined ? queries.tasks(orgId, page) : queries.tasksByStatus(orgId, status, page);
  }
  if (status === undefined) return queries.tasksOfAgent(orgId, agent, page);
  return queries.tasksOfAgentByStatus(orgId, agent, status, page);
}

function toProblem(error: unknown): never {
  if (!(error instanceof TaskRefusedError)) throw error;
  throw new HttpProblem(422, 'invalid', error.message, { errors: error.errors });
}
