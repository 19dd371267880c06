import { z } from 'zod';
import { objectIn } from '../../core/engine/tasks/handlers.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { type JsonValue, jsonObject, jsonValue } from '../../model/json.ts';
import {
  type ExecutionSnapshot,
  executionSnapshotSchema,
  type Task,
  type TaskMessage,
  taskMessageSchema,
  taskSchema,
} from '../../model/task.ts';

const time = z.iso.datetime().nullable();

/** A task as the API answers it. */
export const taskView = taskSchema
  .omit({ paramsJson: true, metadataJson: true })
  .extend({
    taskId: executionIdSchema,
    params: jsonObject,
    metadata: jsonObject,
    deadline: time,
    approvedAt: time,
    rejectedAt: time,
    lastExecutionAttempt: time,
    dueAt: time,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Task' });

export function toTaskView(taskId: string, task: Task): z.input<typeof taskView> {
  const { paramsJson, metadataJson, ...rest } = task;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...rest,
    taskId,
    params: objectIn(paramsJson),
    metadata: objectIn(metadataJson),
    deadline: iso(task.deadline),
    approvedAt: iso(task.approvedAt),
    rejectedAt: iso(task.rejectedAt),
    lastExecutionAttempt: iso(task.lastExecutionAttempt),
    dueAt: iso(task.dueAt),
    createdAt: task.createdAt.toISOString(),
    updatedAt: task.updatedAt.toISOString(),
  };
}

/** What people have said to a task. */
export const taskDecisionView = taskView.pick({
  taskId: true,
  status: true,
  requiresApproval: true,
  approvedBy: true,
  approvedAt: true,
  rejectedBy: true,
  rejectedAt: true,
  rejectionReason: true,
});

export const taskMessageView = taskMessageSchema
  .omit({ dataJson: true })
  .extend({ messageId: z.string(), data: jsonValue, createdAt: z.iso.datetime() })
  .meta({ id: 'TaskMessage' });

export function toTaskMessageView(messageId: string, message: TaskMessage): z.input<typeof taskMessageView> {
  const { dataJson, createdAt, ...rest } = message;
  const data = dataJson === null ? null : (JSON.parse(dataJson) as JsonValue);
  return { ...rest, messageId, data, createdAt: createdAt.toISOString() };
}

export const executionSnapshotView = executionSnapshotSchema
  .omit({ taskJson: true, relatedJson: true, expireAt: true })
  .extend({ task: jsonValue, related: jsonObject, createdAt: z.iso.datetime() })
  .meta({ id: 'ExecutionSnapshot' });

export function toSnapshotView(snapshot: ExecutionSnapshot): z.input<typeof executionSnapshotView> {
  const { taskId, executionId, taskJson, relatedJson, createdAt } = snapshot;
  const task = JSON.parse(taskJson) as JsonValue;
  return { taskId, executionId, task, related: objectIn(relatedJson), createdAt: createdAt.toISOString() };
}
