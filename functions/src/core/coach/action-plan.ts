import { type ActionPlan, MAX_PLAN_TASKS } from '../../model/action-plan.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import type { Recommendation } from '../../model/recommendation.ts';
import type { Priority, Task } from '../../model/task.ts';
import { deriveId } from '../derive-id.ts';
import { endOf, instantAt } from '../engine/calendar.ts';
import type { Engine } from '../engine/engine.ts';
import type { Asker } from '../engine/tasks/approve-task.ts';
import { freshTask } from '../engine/tasks/fresh-task.ts';
import { taskWrites } from '../engine/tasks/task-message.ts';
import { auditWrite } from '../governance/audit.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { AlreadyExistsError, type Stored, type Write } from '../ports.ts';
import { acceptWrites } from './accept-recommendation.ts';

/** A task of a plan that is to be; days as `2026-11-21`, by the tenant's calendar. */
interface PlannedTask {
  readonly title: string;
  readonly priority: Priority;
  readonly dueOn: string;
  /** The uid of a member; null: nobody's in particular. */
  readonly assignedTo: string | null;
}

/** What is said of a plan to be. */
export interface PlanDraft {
  readonly recommendationId: string | null;
  readonly title: string;
  readonly goal: string;
  readonly priority: Priority;
  readonly startsOn: string;
  readonly dueOn: string;
  readonly tasks: readonly PlannedTask[];
}

/** Whoever wants something of a plan. */
export interface Planning {
  readonly orgId: string;
  readonly planId: string;
  readonly by: Pick<Asker, 'actor' | 'member' | 'madeBy' | 'isTainted'>;
}

/** Why a plan cannot be as it is wanted; nothing was written. */
export class PlanRefusedError extends Error {
  override readonly name = 'PlanRefusedError';
  readonly code: 'invalid' | 'has_plan' | 'closed' | 'full';
  readonly errors: readonly ProblemDetail[];
  constructor(code: PlanRefusedError['code'], message: string, errors: readonly ProblemDetail[] = []) {
    super(message);
    this.code = code;
    this.errors = errors;
  }
}

/**
 * Writes a plan with its tasks, all of them people's, and makes of its recommendation an accepted one, in one commit on
 * record. `planId` is what makes asking twice asking once: the plan that is there already is given. Throws
 * `PlanRefusedError`: a recommendation has one active plan at a time.
 */
export async function createPlan(engine: Engine, planning: Planning, draft: PlanDraft): Promise<ActionPlan> {
  const ref = tenantPaths(planning.orgId).actionPlan(planning.planId);
  return retryConflicts(async () => {
    const earlier = await engine.store.get(ref);
    if (earlier !== null) return earlier.data;
    const plan = await makePlan(engine, planning, draft);
    try {
      await engine.store.commit(plan.writes);
    } catch (error) {
      const made = error instanceof AlreadyExistsError ? await engine.store.get(ref) : null;
      if (made === null) throw error;
      return made.data;
    }
    engine.fault('plan_created');
    return plan.data;
  });
}

async function makePlan(engine: Engine, planning: Planning, draft: PlanDraft) {
  const { orgId, planId, by } = planning;
  const [zone, recommendation] = await Promise.all([
    zoneOf(engine, orgId),
    recommendationOf(engine, orgId, draft.recommendationId),
    assertTeam(engine, orgId, draft.tasks),
  ]);
  const now = engine.clock.now();
  const tasks = draft.tasks.map((task, index) => planTask(planning, task, String(index), { zone, now }));
  const { title, goal, priority, recommendationId } = draft;
  const { category = null, outcome = null } = recommendation?.data ?? {};
  const data: ActionPlan = {
    ...{ title, goal, recommendationId, category, priority, status: 'active' },
    startsAt: new Date(instantAt(Date.parse(draft.startsOn), zone)),
    endsAt: endOf(draft.dueOn, zone),
    tasks: tasks.map(({ named }) => named),
    ownerUid: by.member?.uid ?? by.madeBy,
    outcome: outcome && { figure: outcome.figure, before: outcome.before },
    executionId: null,
    ...{ createdBy: by.actor.id, createdAt: now, updatedAt: now },
  };
  const after = { title, recommendationId, tasks: tasks.length };
  const accepted = recommendation === null ? [] : acceptWrites(recommendation, { by: by.actor.id, at: now, planId });
  const writes: Write[] = [
    { op: 'create', path: tenantPaths(orgId).actionPlan(planId).path, data },
    ...tasks.flatMap((task) => task.writes),
    ...accepted,
    auditWrite(engine, orgId, by.actor, { action: 'action_plan.created', target: targetOf(planId), after }),
  ];
  return { data, writes };
}

/** Adds a task to an active plan, or to a completed one, which is active again by that; null where there is no such plan. */
export async function addPlanTask(
  engine: Engine,
  planning: Planning,
  task: PlannedTask,
  key: string,
): Promise<ActionPlan | null> {
  const { orgId, planId, by } = planning;
  return retryConflicts(async () => {
    const stored = await engine.store.get(tenantPaths(orgId).actionPlan(planId));
    if (stored === null) return null;
    const { data, ref, version } = stored;
    const [zone] = await Promise.all([zoneOf(engine, orgId), assertTeam(engine, orgId, [task])]);
    const now = engine.clock.now();
    const { named, writes } = planTask(planning, task, key, { zone, now });
    if (data.tasks.some(({ taskId }) => taskId === named.taskId)) return data;
    if (data.status === 'canceled') throw closed(data);
    if (data.tasks.length >= MAX_PLAN_TASKS) {
      throw new PlanRefusedError('full', `A plan has at most ${MAX_PLAN_TASKS} tasks`);
    }
    const tasks = [...data.tasks, named];
    const fields = { tasks, status: 'active' as const, updatedAt: now };
    const after = { task: task.title };
    await engine.store.commit([
      { op: 'update', path: ref.path, fields, ifVersion: version },
      ...writes,
      auditWrite(engine, orgId, by.actor, { action: 'action_plan.changed', target: targetOf(planId), after }),
    ]);
    return { ...data, ...fields };
  });
}

export const targetOf = (id: string) => ({ kind: 'action_plan', id });

export function closed({ status }: ActionPlan): PlanRefusedError {
  return new PlanRefusedError('closed', `The plan is ${status}`);
}

interface Place {
  readonly zone: string;
  readonly now: Date;
}

function planTask({ orgId, planId, by }: Planning, given: PlannedTask, key: string, { zone, now }: Place) {
  const { title, priority, dueOn, assignedTo } = given;
  const taskId = deriveId(orgId, 'task', 'plan', planId, key);
  const task: Task = freshTask(
    {
      ...{ title, description: '', priority, assignedAgent: null, assignedTo, planId },
      ...{ deadline: endOf(dueOn, zone), createdBy: by.actor.id, isTainted: by.isTainted },
    },
    now,
  );
  return { named: { taskId, title, priority }, writes: taskWrites(orgId, taskId, task) };
}

export async function zoneOf({ store }: Engine, orgId: string): Promise<string> {
  return (await store.get(top.tenant(orgId)))?.data.timezone ?? 'UTC';
}

async function recommendationOf(
  { store }: Engine,
  orgId: string,
  id: string | null,
): Promise<Stored<Recommendation> | null> {
  if (id === null) return null;
  const paths = tenantPaths(orgId);
  const stored = await store.get(paths.recommendation(id));
  if (stored === null) throw invalid('recommendationId', 'There is no such recommendation');
  const { planId = null } = stored.data.acceptance ?? {};
  const plan = planId === null ? null : await store.get(paths.actionPlan(planId));
  if (plan?.data.status === 'active') {
    throw new PlanRefusedError('has_plan', `There is a plan for this already: “${plan.data.title}”`);
  }
  return stored;
}

async function assertTeam({ store }: Engine, orgId: string, tasks: readonly PlannedTask[]): Promise<void> {
  const uids = [...new Set(tasks.flatMap(({ assignedTo }) => assignedTo ?? []))];
  const found = await store.findAll(uids.map((uid) => tenantPaths(orgId).member(uid)));
  const missing = uids.filter((_, index) => found[index] === null);
  const errors = tasks.flatMap(({ assignedTo }, index) =>
    missing.includes(assignedTo ?? '') ? [{ path: `tasks.${index}.assignedTo`, message: NOBODY }] : [],
  );
  if (errors.length > 0) throw new PlanRefusedError('invalid', `${errors[0]?.path}: ${NOBODY}`, errors);
}

const NOBODY = 'There is nobody of that uid in your team';

export function invalid(path: string, message: string): PlanRefusedError {
  return new PlanRefusedError('invalid', `${path}: ${message}`, [{ path, message }]);
}
