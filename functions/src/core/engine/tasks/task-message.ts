import { tenantPaths } from '../../../model/paths.ts';
import type { Task, TaskMessage } from '../../../model/task.ts';
import { deriveId } from '../../derive-id.ts';
import type { Write } from '../../ports.ts';

const MAX_TEXT = 10_000;

type Said = Pick<TaskMessage, 'kind' | 'text' | 'by' | 'createdAt'> &
  Partial<Pick<TaskMessage, 'executionId' | 'dataJson' | 'isTainted'>>;

/** What has happened to a task, to be written with it. `about` tells two of a kind apart: the same one twice is one. */
export function messageWrite(orgId: string, taskId: string, about: string, said: Said): Write {
  const id = deriveId(orgId, 'task_message', taskId, said.kind, about);
  const data: TaskMessage = {
    taskId,
    executionId: null,
    dataJson: null,
    isTainted: false,
    ...said,
    text: said.text.slice(0, MAX_TEXT),
  };
  return { op: 'set', path: tenantPaths(orgId).taskMessage(id).path, data };
}

/** The id of the one task of that key. */
export function keyedTaskId(orgId: string, key: string): string {
  return deriveId(orgId, 'task', 'key', key);
}

/** A new task, with the first line of its log. */
export function taskWrites(orgId: string, taskId: string, task: Task, op: 'create' | 'set' = 'create'): Write[] {
  const { title, createdBy: by, isTainted, createdAt, requiresApproval } = task;
  const text = requiresApproval ? `Asked for, and waits for a yes: ${title}` : `Asked for: ${title}`;
  return [
    { op, path: tenantPaths(orgId).task(taskId).path, data: task },
    messageWrite(orgId, taskId, '', { kind: 'created', text, by, isTainted, createdAt }),
  ];
}
