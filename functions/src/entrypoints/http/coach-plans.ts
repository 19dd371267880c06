import { z } from 'zod';
import { addPlanTask, createPlan, type Planning, PlanRefusedError, zoneOf } from '../../core/coach/action-plan.ts';
import { cancelPlan, changePlan, planTasks } from '../../core/coach/action-plan-changes.ts';
import { deriveId } from '../../core/derive-id.ts';
import { isoDay } from '../../core/engine/calendar.ts';
import type { Found } from '../../core/ports.ts';
import { dayIndexAt } from '../../core/triggering/zoned-time.ts';
import {
  type ActionPlan,
  actionPlanSchema,
  MAX_FIRST_TASKS,
  MAX_GOAL,
  planStatusSchema,
} from '../../model/action-plan.ts';
import { executionIdSchema, memberIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { prioritySchema, TASK_GROUPS, type Task, taskSchema } from '../../model/task.ts';
import type { TenantCaller } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Call, type Route, tenantRoute } from './route.ts';
import { askerOf, readsTasks, runsTasks } from './task-decisions.ts';
import { afterExactly, exactCursor, pageOf, pageQuery, toExactPage } from './views.ts';

const MAX_TITLE = 200;
const day = z.iso.date('Write a day such as 2026-11-21');
const title = z.string().trim().min(1).max(MAX_TITLE);
const goal = z.string().trim().max(MAX_GOAL);

const taskBody = z.strictObject({
  title,
  priority: prioritySchema.default('normal'),
  dueOn: day,
  assignedTo: memberIdSchema.nullable().default(null),
});

const planBody = z
  .strictObject({
    recommendationId: executionIdSchema.nullable().default(null),
    title,
    goal: goal.default(''),
    priority: prioritySchema.default('normal'),
    startsOn: day,
    dueOn: day,
    tasks: z.array(taskBody).min(1, 'A plan has at least one task').max(MAX_FIRST_TASKS),
  })
  .superRefine(({ startsOn, dueOn, tasks }, { addIssue }) => {
    const refuse = (path: (string | number)[], message: string) => addIssue({ code: 'custom', path, message });
    if (dueOn < startsOn) refuse(['dueOn'], 'This is before the plan begins');
    tasks.forEach((task, index) => {
      if (task.dueOn < startsOn) refuse(['tasks', index, 'dueOn'], 'This is before the plan begins');
      if (task.dueOn > dueOn) refuse(['tasks', index, 'dueOn'], 'This is after the plan ends');
    });
  });

/** What is to be another of it; or `status`, alone, to call it off. */
const patchBody = z
  .strictObject({
    title: title.optional(),
    goal: goal.optional(),
    dueOn: day.optional(),
    status: z.literal('canceled').optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, 'Say what is to be changed: title, goal, dueOn, or status')
  .refine(({ status, ...rest }) => status === undefined || Object.keys(rest).length === 0, {
    path: ['status'],
    message: 'Call it off, or change it: not both at once',
  });

/** A plan as the API answers it: its first and its last day by the tenant's calendar. */
const planView = actionPlanSchema
  .omit({ startsAt: true, endsAt: true })
  .extend({
    planId: executionIdSchema,
    startsOn: z.string(),
    dueOn: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'ActionPlan' });
const taskState = taskSchema.pick({ title: true, priority: true, status: true, assignedAgent: true, assignedTo: true });
const planWithTasks = planView
  .extend({
    tasks: z.array(taskState.extend({ taskId: z.string(), deadline: z.iso.datetime().nullable() })),
    /** Of all that are its tasks; what was called off or rejected counts as ended, and not as done. */
    counts: z.object({ tasks: z.int(), done: z.int(), ended: z.int() }),
  })
  .meta({ id: 'ActionPlanWithTasks' });
const byPlan = z.object({ id: executionIdSchema });
const plansQuery = pageQuery.extend({ cursor: exactCursor.optional(), status: planStatusSchema.optional() });
const refusals = { 404: problemSchema, 409: problemSchema, 422: problemSchema };

/** What people have decided to do about what the coach says, or about anything. */
export const coachPlanRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/coach/plans',
      summary: 'Make an action plan with its tasks; its recommendation is accepted by that',
      isRepeatable: true,
      body: planBody,
      answers: { 201: planView, 409: problemSchema, 422: problemSchema },
    },
    runsTasks,
    async (call) => {
      const planId = deriveId(call.caller.orgId, 'action_plan', keyOf(call));
      const plan = await createPlan(call.app.engine, planningOf(call, planId), call.body).catch(toProblem);
      return { status: 201, body: await viewOf(call, planId, plan) };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/coach/plans',
      summary: 'Action plans, newest first; of one status',
      query: plansQuery,
      answers: { 200: pageOf(planView) },
    },
    readsTasks,
    async ({ app: { engine }, caller: { orgId }, query: { limit, cursor, status } }) => {
      const page = { limit, after: afterExactly(cursor) };
      const wanted =
        status === undefined ? queries.actionPlans(orgId, page) : queries.actionPlansByStatus(orgId, [status], page);
      const [found, zone] = await Promise.all([engine.store.query(wanted), zoneOf(engine, orgId)]);
      const body = toExactPage(
        ({ createdAt }) => createdAt,
        found,
        limit,
        ({ id, data }) => toPlanView(id, data, zone),
      );
      return { status: 200, body };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/coach/plans/{id}',
      summary: 'One action plan, and how far it has come',
      params: byPlan,
      answers: { 200: planWithTasks, 404: problemSchema },
    },
    readsTasks,
    async ({ app: { engine }, caller: { orgId }, params: { id } }) => {
      const stored = await engine.store.get(tenantPaths(orgId).actionPlan(id));
      if (stored === null) throw planMissing(id);
      const [found, zone] = await Promise.all([planTasks(engine.store, orgId, stored.data), zoneOf(engine, orgId)]);
      const plan = toPlanView(id, stored.data, zone);
      return { status: 200, body: { ...plan, ...progressOf(found) } };
    },
  ),
  tenantRoute(
    {
      method: 'patch',
      path: '/api/coach/plans/{id}',
      summary: 'Say an action plan in another way, or call it off with what is left of its tasks',
      params: byPlan,
      body: patchBody,
      answers: { 200: planView, ...refusals },
    },
    runsTasks,
    async (call) => {
      const { app, caller, params, body, request } = call;
      const changing = { orgId: caller.orgId, planId: params.id, by: askerOf(app, caller, request) };
      const { status, ...patch } = body;
      const change = status === undefined ? changePlan(app.engine, changing, patch) : cancelPlan(app.engine, changing);
      const plan = await change.catch(toProblem);
      if (plan === null) throw planMissing(params.id);
      return { status: 200, body: await viewOf(call, params.id, plan) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/coach/plans/{id}/tasks',
      summary: 'Add a task to an action plan',
      isRepeatable: true,
      params: byPlan,
      body: taskBody,
      answers: { 201: planView, ...refusals },
    },
    runsTasks,
    async (call) => {
      const { app, params, body } = call;
      const plan = await addPlanTask(app.engine, planningOf(call, params.id), body, keyOf(call)).catch(toProblem);
      if (plan === null) throw planMissing(params.id);
      return { status: 201, body: await viewOf(call, params.id, plan) };
    },
  ),
];

type AnyCall = Pick<Call<TenantCaller, unknown, unknown, unknown>, 'app' | 'caller' | 'request'>;

/** The same key of the same caller is the same plan, or task; without one each call is another. */
function keyOf({ app: { engine }, caller: { id }, request }: AnyCall): string {
  return `${id} ${request.get('idempotency-key') ?? engine.random.token()}`;
}

function planningOf({ app, caller, request }: AnyCall, planId: string): Planning {
  return { orgId: caller.orgId, planId, by: askerOf(app, caller, request) };
}

async function viewOf({ app, caller }: AnyCall, planId: string, plan: ActionPlan) {
  return toPlanView(planId, plan, await zoneOf(app.engine, caller.orgId));
}

function toPlanView(planId: string, plan: ActionPlan, zone: string): z.input<typeof planView> {
  const { startsAt, endsAt, createdAt, updatedAt, ...rest } = plan;
  const dayIn = (at: Date) => isoDay(dayIndexAt(at.getTime(), zone));
  const days = { startsOn: dayIn(startsAt), dueOn: endsAt && dayIn(endsAt) };
  return { ...rest, planId, ...days, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

function progressOf(found: readonly Found<Task>[]): Pick<z.input<typeof planWithTasks>, 'tasks' | 'counts'> {
  const tasks = found.flatMap(({ id: taskId, data }) => {
    if (data === null) return [];
    const { title, priority, status, assignedAgent, assignedTo, deadline } = data;
    const state = { title, priority, status, assignedAgent, assignedTo };
    return [{ taskId, ...state, deadline: deadline?.toISOString() ?? null }];
  });
  const ended = tasks.filter(({ status }) => TASK_GROUPS.ended.some((one) => one === status));
  const done = ended.filter(({ status }) => status === 'completed');
  return { tasks, counts: { tasks: tasks.length, done: done.length, ended: ended.length } };
}

const STATUS: Readonly<Record<PlanRefusedError['code'], number>> = {
  invalid: 422,
  has_plan: 409,
  closed: 409,
  full: 409,
};

function toProblem(error: unknown): never {
  if (!(error instanceof PlanRefusedError)) throw error;
  throw new HttpProblem(STATUS[error.code], error.code, error.message, { errors: error.errors });
}

function planMissing(id: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `There is no action plan ${id}`);
}
