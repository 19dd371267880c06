import { type ActionPlan, MAX_PLAN_TASKS } from '../../model/action-plan.ts';
import { MAX_PLANS_AT_ONCE } from '../../model/action-plan-queries.ts';
import { queries } from '../../model/query.ts';
import { isOpen, type Task } from '../../model/task.ts';
import type { TeamMember } from '../../model/tenant.ts';
import { endOf, isoDay } from '../engine/calendar.ts';
import type { Engine } from '../engine/engine.ts';
import { type Message, tell } from '../engine/notify/tell.ts';
import { isOurs } from '../engine/tasks/fresh-task.ts';
import { readTeam } from '../governance/governed.ts';
import type { Found } from '../ports.ts';
import { dayIndexAt } from '../triggering/zoned-time.ts';

/** More plans than that are followed by nobody: the newest are. */
const MAX_PLANS = 300;
const MAX_NAMED = 10;

interface Morning {
  readonly orgId: string;
  readonly zone: string;
  readonly morning: Date;
}

interface Due {
  readonly taskId: string;
  readonly task: Task;
  readonly plan: ActionPlan;
  /** For how many days it has been overdue; 0: it is due today. */
  readonly days: number;
}

/**
 * Tells each person once a day which tasks of active plans are due today or overdue, in one message: his own, and those
 * that are nobody's of the plans that he sees to. The same morning twice tells it once. Returns how many were told.
 */
export async function remindOfPlanTasks(engine: Engine, { orgId, zone, morning }: Morning): Promise<number> {
  const today = dayIndexAt(morning.getTime(), zone);
  const due = await dueTasks(engine, { orgId, zone, today });
  if (due.length === 0) return 0;
  const team = await readTeam(engine.store, orgId);
  let told = 0;
  for (const { uid } of team) {
    const [first, ...others] = due.filter((one) => personOf(one, team) === uid);
    if (first === undefined) continue;
    const message = reminder([first, ...others], `plan_tasks ${isoDay(today)}`);
    told += await tell(engine, { orgId, timezone: zone }, [{ uid }], message);
    engine.fault('plan_tasks_told');
  }
  return told;
}

async function dueTasks(
  { store }: Engine,
  { orgId, zone, today }: Omit<Morning, 'morning'> & { readonly today: number },
): Promise<Due[]> {
  const plans = await store.query(queries.actionPlansByStatus(orgId, ['active'], { limit: MAX_PLANS }));
  const byId = new Map(plans.flatMap(({ id, data }) => (data === null ? [] : [[id, data] as const])));
  const ids = [...byId.keys()];
  const until = endOf(isoDay(today), zone);
  const found: Found<Task>[] = [];
  for (let at = 0; at < ids.length; at += MAX_PLANS_AT_ONCE) {
    const some = ids.slice(at, at + MAX_PLANS_AT_ONCE);
    const page = { limit: MAX_PLANS_AT_ONCE * MAX_PLAN_TASKS };
    found.push(...(await store.query(queries.dueTasksOfPlans(orgId, some, until, page))));
  }
  return found.flatMap(({ id: taskId, data: task }) => {
    const plan = byId.get(task?.planId ?? '');
    if (task === null || plan === undefined || task.deadline === null || !isForPeople(task)) return [];
    return [{ taskId, task, plan, days: today - dayIndexAt(task.deadline.getTime(), zone) }];
  });
}

/** An agent needs no reminder. */
function isForPeople(task: Task): boolean {
  return !isOurs(task) && isOpen(task);
}

/** Whose it is. One of somebody who has left is that of whoever sees to the plan, or of the first owner. */
function personOf({ task, plan }: Due, team: readonly TeamMember[]): string | null {
  const candidates = [task.assignedTo, plan.ownerUid, team.find(({ role }) => role === 'owner')?.uid ?? null];
  return candidates.find((uid) => team.some((member) => member.uid === uid)) ?? null;
}

function reminder(due: readonly [Due, ...Due[]], key: string): Message {
  const [{ taskId, task, plan, days }] = due;
  const common = { kind: 'coach', type: 'info', executionId: null, isUrgent: false, key } as const;
  if (due.length === 1) {
    const title = `“${task.title}” is ${when(days)}`;
    return { ...common, title, message: `It is a part of your plan “${plan.title}”.`, link: `/tasks/${taskId}` };
  }
  const lines = due.slice(0, MAX_NAMED).map((one) => `“${one.task.title}” (${one.plan.title}): ${when(one.days)}`);
  const more = due.length - lines.length;
  const message = [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
  return { ...common, title: `${due.length} tasks of your plans are due`, message, link: '/coach?tab=plans' };
}

function when(days: number): string {
  if (days <= 0) return 'due today';
  return days === 1 ? 'overdue since yesterday' : `overdue for ${days} days`;
}
