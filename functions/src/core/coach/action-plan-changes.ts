import type { ActionPlan } from '../../model/action-plan.ts';
import { tenantPaths } from '../../model/paths.ts';
import { isOpen, type Task } from '../../model/task.ts';
import { endOf } from '../engine/calendar.ts';
import type { Engine } from '../engine/engine.ts';
import type { Asker } from '../engine/tasks/approve-task.ts';
import { callOffWrites, decideTask } from '../engine/tasks/decide-task.ts';
import { isOurs } from '../engine/tasks/fresh-task.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import type { Found, Store, Stored } from '../ports.ts';
import { closed, invalid, targetOf, zoneOf } from './action-plan.ts';

/** What is to be another of a plan; `dueOn` as `2026-11-21`. */
interface PlanPatch {
  readonly title?: string | undefined;
  readonly goal?: string | undefined;
  readonly dueOn?: string | undefined;
}

interface Changing {
  readonly orgId: string;
  readonly planId: string;
  readonly by: Asker;
}

const CALLED_OFF = 'Its plan was called off.';

/** The plan as it is then; null where there is none. Throws `PlanRefusedError`. */
export function changePlan(
  engine: Engine,
  { orgId, planId, by }: Changing,
  patch: PlanPatch,
): Promise<ActionPlan | null> {
  return retryConflicts(async () => {
    const stored = await engine.store.get(tenantPaths(orgId).actionPlan(planId));
    if (stored === null) return null;
    const { data, ref, version } = stored;
    if (data.status !== 'active') throw closed(data);
    const { title = data.title, goal = data.goal, dueOn } = patch;
    const endsAt = dueOn === undefined ? data.endsAt : endOf(dueOn, await zoneOf(engine, orgId));
    if (endsAt !== null && endsAt < data.startsAt) throw invalid('dueOn', 'This is before the plan begins');
    const fields = { title, goal, endsAt, updatedAt: engine.clock.now() };
    const said = (plan: Pick<ActionPlan, 'title' | 'goal' | 'endsAt'>) => ({
      ...{ title: plan.title, goal: plan.goal },
      endsAt: plan.endsAt?.toISOString() ?? null,
    });
    const entry = { action: 'action_plan.changed', target: targetOf(planId), before: said(data), after: said(fields) };
    await engine.store.commit([
      { op: 'update', path: ref.path, fields, ifVersion: version },
      auditWrite(engine, orgId, by.actor, entry),
    ]);
    return { ...data, ...fields };
  });
}

/**
 * Calls a plan off with all of its tasks that people have not done, in one commit; after that those that agents were to
 * do: done again, it goes on with them. The plan as it is then; null where there is none. Throws `PlanRefusedError`.
 */
export async function cancelPlan(engine: Engine, changing: Changing): Promise<ActionPlan | null> {
  const { orgId, by } = changing;
  const canceled = await retryConflicts(() => cancelOnce(engine, changing));
  if (canceled === null) return null;
  for (const { id: taskId } of canceled.left) {
    await decideTask(engine, { orgId, taskId, verb: 'cancel', reason: CALLED_OFF }, by);
  }
  return canceled.plan;
}

async function cancelOnce(engine: Engine, { orgId, planId, by }: Changing) {
  const stored = await engine.store.get(tenantPaths(orgId).actionPlan(planId));
  if (stored === null) return null;
  const { data, ref, version } = stored;
  if (data.status === 'completed') throw closed(data);
  const open = (await planTasks(engine.store, orgId, data)).flatMap((task) => (isOpenTask(task) ? [task] : []));
  const left = open.filter((task) => isOurs(task.data));
  if (data.status === 'canceled') return { plan: data, left };
  const fields = { status: 'canceled', updatedAt: engine.clock.now() } as const;
  const why = { orgId, reason: CALLED_OFF };
  await engine.store.commit([
    { op: 'update', path: ref.path, fields, ifVersion: version },
    ...open.filter((task) => !isOurs(task.data)).flatMap((task) => callOffWrites(engine, why, task, by.actor)),
    auditWrite(engine, orgId, by.actor, { action: 'action_plan.canceled', target: targetOf(planId) }),
  ]);
  engine.fault('plan_canceled');
  return { plan: { ...data, ...fields }, left };
}

/**
 * Makes a plan `completed` when its last task has ended, and active again when one is to be done after all. It goes by
 * all of its tasks, and looks at them once more after it has changed something: what changed meanwhile was told to
 * somebody who may have found the plan as it was. Told again it comes out the same.
 */
export async function settlePlan(engine: Pick<Engine, 'store' | 'clock' | 'fault'>, orgId: string, planId: string) {
  while (await retryConflicts(() => settleOnce(engine, orgId, planId))) engine.fault('plan_settled');
}

async function settleOnce(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  orgId: string,
  planId: string,
): Promise<boolean> {
  const stored = await store.find(tenantPaths(orgId).actionPlan(planId));
  if (!stored?.data || stored.data.status === 'canceled') return false;
  const tasks = await planTasks(store, orgId, stored.data);
  const isOver = tasks.length > 0 && tasks.every((task) => task.data !== null && !isOpen(task.data));
  const status = isOver ? 'completed' : 'active';
  if (status === stored.data.status) return false;
  const fields = { status, updatedAt: clock.now() };
  await store.commit([{ op: 'update', path: stored.ref.path, fields, ifVersion: stored.version }]);
  return true;
}

/** The tasks of a plan, in their order. */
export async function planTasks(
  store: Pick<Store, 'findAll'>,
  orgId: string,
  { tasks }: Pick<ActionPlan, 'tasks'>,
): Promise<Found<Task>[]> {
  const found = await store.findAll(tasks.map(({ taskId }) => tenantPaths(orgId).task(taskId)));
  return found.flatMap((one) => one ?? []);
}

function isOpenTask(task: Found<Task>): task is Stored<Task> {
  return task.data !== null && isOpen(task.data);
}
