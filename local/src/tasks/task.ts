import { z } from 'zod';

const DEFAULT_DEADLINE_MS = 10 * 60_000;
const MAX_TASK_BYTES = 100 * 1024;
const MAX_AHEAD_MS = 30 * 86_400_000;

/** Where a task was sent to: `projects/{project}/locations/{location}/queues/{queue}`. */
export interface QueueName {
  project: string;
  location: string;
  queue: string;
}

/** A task as it is kept. Times are milliseconds since 1970 on the local stack's clock. */
export const taskSchema = z.object({
  /** `projects/…/queues/…/tasks/{id}` */
  name: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  bodyBase64: z.string(),
  dispatchDeadlineMs: z.number(),
  /** When it was to run first; attempts after that are retries. */
  scheduledFor: z.number(),
  nextAttemptAt: z.number(),
  attempts: z.number(),
  /** Attempts that the handler answered, 5xx not counted, as Cloud Tasks counts them. */
  executions: z.number(),
  previousResponse: z.number().nullable(),
});
export type Task = z.infer<typeof taskSchema>;

/** What firebase-admin posts. */
export const enqueueSchema = z.object({
  task: z.object({
    name: z.string().optional(),
    scheduleTime: z.iso.datetime({ offset: true }).optional(),
    dispatchDeadline: z
      .string()
      .regex(/^\d+(\.\d+)?s$/, 'is a duration such as 30s')
      .optional(),
    httpRequest: z.object({
      url: z.string(),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.base64().default(''),
    }),
  }),
});
export type EnqueueRequest = z.infer<typeof enqueueSchema>;

export function queuePath({ project, location, queue }: QueueName): string {
  return `projects/${project}/locations/${location}/queues/${queue}`;
}

export function queueOf(task: Task): string {
  return task.name.slice(0, task.name.lastIndexOf('/tasks/'));
}

export function idOf(task: Task): string {
  return task.name.slice(task.name.lastIndexOf('/') + 1);
}

/** What is wrong with a task as it was posted, or null. */
export function taskProblem({ task }: EnqueueRequest, queue: QueueName, now: number): string | null {
  const prefix = `${queuePath(queue)}/tasks/`;
  const id = task.name?.startsWith(prefix) ? task.name.slice(prefix.length) : task.name;
  if (id !== undefined && !/^[A-Za-z0-9_-]{1,500}$/.test(id))
    return `task.name must be ${prefix}ID, the ID of [A-Za-z0-9_-].`;
  if (task.httpRequest.body.length > MAX_TASK_BYTES) return 'Task size too large: a task may have at most 100 KB.';
  if (task.scheduleTime && Date.parse(task.scheduleTime) > now + MAX_AHEAD_MS) {
    return 'task.scheduleTime may be at most 30 days ahead.';
  }
  const deadline = deadlineMs(task.dispatchDeadline);
  if (deadline < 15_000 || deadline > 1_800_000) return 'task.dispatchDeadline must be between 15s and 1800s.';
  return null;
}

/** The task to keep; a time in the past means now. */
export function newTask({ task }: EnqueueRequest, name: string, url: string, now: number): Task {
  const scheduledFor = task.scheduleTime ? Math.max(now, Date.parse(task.scheduleTime)) : now;
  return {
    name,
    url,
    headers: task.httpRequest.headers,
    bodyBase64: task.httpRequest.body,
    dispatchDeadlineMs: deadlineMs(task.dispatchDeadline),
    scheduledFor,
    nextAttemptAt: scheduledFor,
    attempts: 0,
    executions: 0,
    previousResponse: null,
  };
}

function deadlineMs(duration: string | undefined): number {
  return duration === undefined ? DEFAULT_DEADLINE_MS : Number(duration.slice(0, -1)) * 1000;
}
