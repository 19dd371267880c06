import type { ActionPlan } from '@model/action-plan.ts';
import { isOpen, type Task } from '@model/task.ts';
import { dayOf, plusDays } from '../../../lib/days.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { dayText } from './coach-words.ts';

/** A task of a plan; `task` is null where nothing is known of it but what it was called. */
export interface PlanItem {
  readonly taskId: string;
  readonly title: string;
  readonly task: Task | null;
}

/** How far a plan has come. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  /** What was called off, or rejected. */
  readonly dropped: number;
  /** How many have let their day go by. */
  readonly overdue: number;
  /** The open task whose day comes first. */
  readonly next: PlanItem | null;
}

/** The tasks of a plan in its order, as they are now. */
export function itemsOf({ tasks }: Pick<ActionPlan, 'tasks'>, entries: readonly Entry<Task>[]): readonly PlanItem[] {
  const byId = new Map(entries.map(({ id, data }) => [id, data]));
  return tasks.map(({ taskId, title }) => {
    const task = byId.get(taskId) ?? null;
    return { taskId, title: task?.title ?? title, task };
  });
}

export function progressOf(items: readonly PlanItem[], today: string, zone: string): Progress {
  const open = items.filter(({ task }) => task !== null && isOpen(task));
  const done = items.filter(({ task }) => task?.status === 'completed').length;
  const dropped = items.filter(({ task }) => task !== null && !isOpen(task)).length - done;
  const overdue = open.filter(({ task }) => isOverdue(task, today, zone)).length;
  const due = ({ task }: PlanItem) => task?.deadline?.getTime() ?? Number.POSITIVE_INFINITY;
  const [next = null] = open.toSorted((a, b) => due(a) - due(b));
  return { total: items.length, done, dropped, overdue, next };
}

export function isOverdue(task: Task | null, today: string, zone: string): boolean {
  return task?.deadline != null && isOpen(task) && dayOf(task.deadline, zone) < today;
}

/** Plans whose end comes first stand first; what has none comes last. */
export function byEnd(a: Pick<ActionPlan, 'endsAt'>, b: Pick<ActionPlan, 'endsAt'>): number {
  const end = ({ endsAt }: Pick<ActionPlan, 'endsAt'>) => endsAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return end(a) - end(b);
}

/** `2 of 5 done`, and what was dropped. */
export function progressWords({ total, done, dropped }: Progress): string {
  return `${done} of ${total} done${dropped === 0 ? '' : `, ${dropped} called off`}`;
}

/** `due today`, `due tomorrow`, `due Nov 24`, `overdue since Nov 20`; null where it has no day. */
export function dueWords(task: Task | null, today: string, zone: string): string | null {
  if (task?.deadline == null) return null;
  const day = dayOf(task.deadline, zone);
  if (day === today) return 'due today';
  if (day === plusDays(today, 1)) return 'due tomorrow';
  const named = dayText(day, day.slice(0, 4) !== today.slice(0, 4));
  return isOverdue(task, today, zone) ? `overdue since ${named}` : `due ${named}`;
}
