import type { Task } from '../../../model/task.ts';

const untouched = {
  status: 'new',
  handler: null,
  executionId: null,
  deadline: null,
  action: null,
  paramsJson: '{}',
  metadataJson: '{}',
  requiresApproval: false,
  approvedBy: null,
  approvedAt: null,
  rejectedBy: null,
  rejectedAt: null,
  rejectionReason: null,
  generation: 0,
  executionAttempts: 0,
  lastExecutionAttempt: null,
  executionError: null,
  doneBy: null,
  deliverableUrl: null,
  isDryRun: false,
  isTainted: false,
  isSuggestion: false,
  planId: null,
  depth: 0,
} as const satisfies Partial<Task>;

type Named = 'title' | 'description' | 'priority' | 'assignedAgent' | 'assignedTo' | 'createdBy';
type Given = Pick<Task, Named> & Partial<Omit<Task, 'dueAt' | 'createdAt' | 'updatedAt'>>;

/** A task of which nothing has been done yet. */
export function freshTask(given: Given, now: Date): Task {
  const task: Omit<Task, 'dueAt'> = { ...untouched, ...given, createdAt: now, updatedAt: now };
  return { ...task, dueAt: mayBegin(task) ? now : null };
}

type Begun = Pick<Task, 'assignedAgent' | 'action' | 'requiresApproval' | 'approvedAt'>;

/** Whether the product does it, rather than a person. */
export function isOurs({ assignedAgent, action }: Pick<Task, 'assignedAgent' | 'action'>): boolean {
  return assignedAgent !== null || action !== null;
}

/** Whether it waits for nobody. */
export function mayBegin(task: Begun): boolean {
  return isOurs(task) && (!task.requiresApproval || task.approvedAt !== null);
}
