import type { Priority, Task, TaskMessage } from '@model/task.ts';
import { nameOf, type Person } from '../../../lib/people.ts';
import { type StatusLook, taskStatus, taskWaitsForYes } from '../../../lib/status.ts';
import { agentNames } from '../../../lib/words.ts';

/** Whether somebody has to say yes before anything is done. */
export function waitsForYes({ status, requiresApproval, approvedAt }: Task): boolean {
  return status === 'new' && requiresApproval && approvedAt === null;
}

/** Where it stands; one that waits for a yes says so. */
export function lookOf(task: Task): StatusLook {
  return waitsForYes(task) ? taskWaitsForYes : taskStatus[task.status];
}

export function whoDoes({ assignedAgent, assignedTo }: Task, people: readonly Person[] | null, ownUid: string): string {
  if (assignedAgent !== null) return agentNames[assignedAgent];
  return assignedTo === null ? 'whoever takes it' : nameOf(assignedTo, people, ownUid);
}

/** Columns of the board, in the order in which a task goes through them. */
export const columns = [
  { id: 'yes', title: 'Waits for a yes' },
  { id: 'new', title: 'To do' },
  { id: 'doing', title: 'Under way' },
  { id: 'trouble', title: 'Needs you' },
] as const;
export type ColumnId = (typeof columns)[number]['id'];

/** The column of an open task. One that failed is tried again by itself; only one that will not be needs a person. */
export function columnOf(task: Task): ColumnId {
  if (waitsForYes(task)) return 'yes';
  if (task.status === 'escalated') return 'trouble';
  return task.status === 'new' ? 'new' : 'doing';
}

const urgency: Readonly<Record<Priority, number>> = { urgent: 0, high: 1, normal: 2, low: 3 };

/** The most urgent first, of these the oldest: the order in which the executor takes them. */
export function byUrgency(a: Task, b: Task): number {
  return urgency[a.priority] - urgency[b.priority] || Number(a.createdAt) - Number(b.createdAt);
}

const happened: Readonly<Record<TaskMessage['kind'], string>> = {
  created: 'asked for it',
  approved: 'said yes',
  rejected: 'said no',
  started: 'began',
  failed: 'could not do it',
  escalated: 'gave it to a person',
  completed: 'did it',
  canceled: 'called it off',
  retried: 'had it tried again',
  reopened: 'opened it again',
  comment: 'wrote',
};

/** `Ada said yes`: who did what. */
export function messageWords({ kind, by }: TaskMessage, people: readonly Person[] | null, ownUid: string): string {
  const name = nameOf(by, people, ownUid);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${happened[kind]}`;
}
