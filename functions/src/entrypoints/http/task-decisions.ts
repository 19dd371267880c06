import type { Request } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import type { Asker, Refused } from '../../core/engine/tasks/approve-task.ts';
import { decideTask, type TaskVerb } from '../../core/engine/tasks/decide-task.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf, isRecent, type Need, type TenantCaller } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { taskDecisionView, taskView, toTaskView } from './task-views.ts';

export const readsTasks = { role: 'viewer', scope: 'executions:read' } as const satisfies Need;
export const runsTasks = { role: 'editor', scope: 'executions:run' } as const satisfies Need;
const decidesTasks = { role: 'editor', scope: 'approvals:decide' } as const satisfies Need;

export const byTask = z.object({ id: executionIdSchema });
const decisionBody = z.strictObject({ reason: z.string().trim().min(1).max(2_000).nullable().default(null) });

const SUMMARIES: Readonly<Record<TaskVerb, string>> = {
  approve: 'Say yes to a task that needs one: it is begun at once',
  reject: 'Say no to a task that needs a yes: it is never done',
  cancel: 'Have a task not done, or no longer; an act that has begun is seen to its end',
  retry: 'Have a task tried again that has failed or was canceled, with three attempts as at first',
  complete: 'Say that a person has done it: a task of nobody else, or one that could not be done',
  reopen: 'Say that what a person had done is to be done after all',
};

function decisionRoute(verb: TaskVerb): Route {
  return tenantRoute(
    {
      method: 'post',
      path: `/api/tasks/{id}/${verb}`,
      summary: SUMMARIES[verb],
      params: byTask,
      body: decisionBody,
      answers: { 200: taskView, 403: problemSchema, 404: problemSchema, 409: problemSchema },
    },
    verb === 'approve' || verb === 'reject' ? decidesTasks : runsTasks,
    async ({ app, caller, params: { id: taskId }, body: { reason }, request }) => {
      const { orgId } = caller;
      const asker = askerOf(app, caller, request);
      const decided = await decideTask(app.engine, { orgId, taskId, verb, reason }, asker);
      if (decided.kind === 'not_found') throw taskMissing(taskId);
      if (decided.kind === 'refused') throw refusal(decided.refused);
      return { status: 200, body: toTaskView(taskId, decided.task) };
    },
  );
}

/** GET changes nothing: whoever opens the address sees how it stands. */
function standingRoute(verb: 'approve' | 'reject'): Route {
  return tenantRoute(
    {
      method: 'get',
      path: `/api/tasks/{id}/${verb}`,
      summary: 'What people have said to a task',
      params: byTask,
      answers: { 200: taskDecisionView, 404: problemSchema },
    },
    readsTasks,
    async ({ app, caller: { orgId }, params: { id } }) => {
      const stored = await app.engine.store.get(tenantPaths(orgId).task(id));
      if (stored === null) throw taskMissing(id);
      const { params, metadata, ...view } = toTaskView(id, stored.data);
      return { status: 200, body: taskDecisionView.strip().parse(view) };
    },
  );
}

export const taskDecisionRoutes: readonly Route[] = [
  decisionRoute('approve'),
  decisionRoute('reject'),
  decisionRoute('cancel'),
  decisionRoute('retry'),
  decisionRoute('complete'),
  decisionRoute('reopen'),
  standingRoute('approve'),
  standingRoute('reject'),
];

/** A caller as the rules about tasks know him. */
export function askerOf(app: App, caller: TenantCaller, request: Request): Asker {
  const actor = actorOf(caller, request);
  if (caller.kind === 'key') {
    return { actor, member: null, madeBy: caller.createdBy, isRecent: false, isTainted: caller.isTainted };
  }
  return { actor, member: caller.member, madeBy: null, isRecent: isRecent(app, caller), isTainted: false };
}

export function taskMissing(id: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `There is no task ${id}`);
}

function refusal({ code, message }: Refused): HttpProblem {
  return new HttpProblem(code === 'closed' ? 409 : 403, code, `${message}; nothing was changed`);
}
