import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { HttpError, json, type LocalReply, type LocalRequest, startLocalServer } from '../kit/http-server.ts';
import { Queues } from './queues.ts';
import { enqueueSchema, newTask, type QueueName, queuePath, taskProblem } from './task.ts';

export interface TasksOptions {
  host: string;
  /** CLOUD_TASKS_EMULATOR_HOST names it; 0 takes a free one. */
  port: number;
  /** Where the tasks of a queue are delivered to; null if there is no such queue. */
  resolveUrl: (queue: QueueName) => string | null;
  /** Where pending tasks are kept; without it they last as long as the process. */
  stateFile?: string;
  /** The local stack's clock: the Scheduler emulator's, so that moving it moves delayed tasks too. */
  now?: () => Date;
  /** Attempts per task, the first one included; 3 as onTaskDispatched has it. */
  maxAttempts?: number;
  /** Attempts under way at the same time in one queue. */
  maxConcurrent?: number;
  minBackoffMs?: number;
  maxBackoffMs?: number;
}

export interface LocalTasks {
  port: number;
  /** Tell it that the clock has moved: what became due is delivered. */
  clockMoved(): void;
  /** Resolves when nothing is due or under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Queue `advanceExecution` goes to `{origin}/{project}/{location}/advanceExecution`, as the Functions emulator serves it. */
export function functionsEmulatorUrl(origin: string): (queue: QueueName) => string {
  return ({ project, location, queue }) => `${origin}/${project}/${location}/${queue}`;
}

/**
 * Starts the Cloud Tasks emulator that firebase-admin's `taskQueue().enqueue()` talks to through
 * CLOUD_TASKS_EMULATOR_HOST. Unlike the one in firebase-tools it honours scheduleTime and keeps tasks over a restart.
 */
export async function startTasks(options: TasksOptions): Promise<LocalTasks> {
  const { host, port, stateFile, resolveUrl, now = () => new Date() } = options;
  const { maxAttempts = 3, maxConcurrent = 4, minBackoffMs = 100, maxBackoffMs = 3_600_000 } = options;
  const backoff = { minMs: minBackoffMs, maxMs: maxBackoffMs, maxDoublings: 16 };
  const nowMs = () => now().getTime();
  const queues = new Queues({ maxAttempts, maxConcurrent, backoff }, nowMs, stateFile);
  const server = await startLocalServer({ host, port }, (request) => route(request, queues, resolveUrl, nowMs));
  queues.wake();
  return {
    port: server.port,
    clockMoved: () => queues.wake(),
    idle: () => queues.idle(),
    async close() {
      await queues.close();
      await server.close();
    },
  };
}

async function route(
  request: LocalRequest,
  queues: Queues,
  resolveUrl: TasksOptions['resolveUrl'],
  now: () => number,
): Promise<LocalReply> {
  const route = `${request.method} ${request.url.pathname}`;
  if (route === 'GET /control/tasks') return json({ pending: listPending(queues), dropped: queues.dropped });
  if (route === 'GET /control/idle') {
    await queues.idle();
    return json({ idle: true });
  }
  const path = /^(?:\/v2)?\/projects\/([^/]+)\/locations\/([^/]+)\/queues\/([^/]+)\/tasks(?:\/([^/]+))?$/;
  const [, project, location, queue, id] = path.exec(request.url.pathname) ?? [];
  if (!project || !location || !queue) throw new HttpError(404, 'There is no such address here.');
  const name = { project, location, queue };
  if (request.method === 'POST' && id === undefined) return enqueue(request, name, queues, resolveUrl(name), now());
  if (request.method === 'DELETE' && id !== undefined) return remove(`${queuePath(name)}/tasks/${id}`, queues);
  throw new HttpError(405, 'Tasks are enqueued with POST and deleted with DELETE.');
}

async function enqueue(
  request: LocalRequest,
  queue: QueueName,
  queues: Queues,
  queueUrl: string | null,
  now: number,
): Promise<LocalReply> {
  const parsed = enqueueSchema.safeParse(await request.body(z.unknown()));
  if (!parsed.success) return googleError(400, 'INVALID_ARGUMENT', z.prettifyError(parsed.error));
  if (queueUrl === null) return googleError(404, 'NOT_FOUND', `Queue does not exist: ${queuePath(queue)}`);
  const problem = taskProblem(parsed.data, queue, now);
  if (problem !== null) return googleError(400, 'INVALID_ARGUMENT', problem);
  const name = parsed.data.task.name ?? `${queuePath(queue)}/tasks/${randomUUID()}`;
  if (queues.isNameTaken(name)) {
    return googleError(409, 'ALREADY_EXISTS', `The task ${name} exists already, or did within the last hour.`);
  }
  const task = newTask(parsed.data, name, parsed.data.task.httpRequest.url || queueUrl, now);
  await queues.add(task);
  return json({ name, scheduleTime: new Date(task.scheduledFor).toISOString() });
}

async function remove(name: string, queues: Queues): Promise<LocalReply> {
  const wasThere = await queues.delete(name);
  return wasThere ? json({}) : googleError(404, 'NOT_FOUND', `There is no task ${name}; it may be done already.`);
}

function listPending(queues: Queues): object[] {
  return queues.pending().map((task) => ({
    name: task.name,
    url: task.url,
    nextAttemptAt: new Date(task.nextAttemptAt).toISOString(),
    attempts: task.attempts,
    previousResponse: task.previousResponse,
    inFlight: queues.isInFlight(task),
  }));
}

/** An error as Google's REST APIs put it; firebase-admin reads `status`. */
function googleError(httpStatus: number, status: string, message: string): LocalReply {
  return json({ error: { code: httpStatus, status, message } }, httpStatus);
}
