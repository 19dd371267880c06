import type { ActionPlan } from '@model/action-plan.ts';
import { MAX_PLAN_TASKS } from '@model/action-plan.ts';
import { MAX_PLANS_AT_ONCE } from '@model/action-plan-queries.ts';
import { queries } from '@model/query.ts';
import type { Task } from '@model/task.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';
import type { bodyOf } from './plan-draft.ts';

const changed = z.object({ planId: z.string() });
const addressOf = (planId: string) => `/api/coach/plans/${encodeURIComponent(planId)}`;

/** The plans that are under way, the newest first, live. */
export function useActivePlans(): Live<readonly Entry<ActionPlan>[]> {
  const { orgId } = useSession();
  return useCollection(queries.actionPlansByStatus(orgId, ['active'], { limit: MAX_PLANS_AT_ONCE }));
}

/** Those that are completed or were called off, the newest first, live. */
export function useEndedPlans(limit: number): Live<readonly Entry<ActionPlan>[]> {
  const { orgId } = useSession();
  return useCollection(queries.actionPlansByStatus(orgId, ['completed', 'canceled'], { limit }));
}

/** The tasks of plans, in no order, live; of none it stays loading. */
export function usePlanTasks(planIds: readonly string[]): Live<readonly Entry<Task>[]> {
  const { orgId } = useSession();
  const wanted = planIds.toSorted();
  const page = { limit: MAX_PLANS_AT_ONCE * MAX_PLAN_TASKS };
  return useCollection(wanted.length === 0 ? null : queries.tasksOfPlans(orgId, wanted, page));
}

/** Makes a plan with its tasks; gives its id. */
export async function makePlan(api: Api, body: ReturnType<typeof bodyOf>): Promise<string> {
  return (await api.call({ method: 'POST', path: '/api/coach/plans', body, answer: changed })).planId;
}

/** Calls a plan off, with what is left of its tasks. */
export async function callOffPlan(api: Api, planId: string): Promise<void> {
  await api.call({ method: 'PATCH', path: addressOf(planId), body: { status: 'canceled' }, answer: changed });
}

type NewTask = ReturnType<typeof bodyOf>['tasks'][number];

export async function addTask(api: Api, planId: string, body: NewTask): Promise<void> {
  await api.call({ method: 'POST', path: `${addressOf(planId)}/tasks`, body, answer: changed });
}

/** Notes that a person has done a task, or has not after all. */
export async function checkTask(api: Api, taskId: string, isDone: boolean): Promise<void> {
  const path = `/api/tasks/${encodeURIComponent(taskId)}/${isDone ? 'complete' : 'reopen'}`;
  await api.call({ method: 'POST', path, body: {}, answer: z.object({ taskId: z.string() }) });
}
