import { z } from 'zod';
import { type Backoff, backoffMs } from '../kit/backoff.ts';
import { isAccepted, sendHttp } from '../kit/send-http.ts';
import { openStateFile, readState, type StateFile } from '../kit/state-file.ts';
import { idOf, queueOf, type Task, taskSchema } from './task.ts';

/** How long a name stays taken after its task is done or deleted. */
const NAME_TAKEN_MS = 3_600_000;
/** setTimeout takes no more than this; a longer sleep is cut in pieces. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;
const DROPPED_KEPT = 50;

const stateSchema = z.object({ tasks: z.array(taskSchema), takenUntil: z.record(z.string(), z.number()) });

export interface QueuePolicy {
  maxAttempts: number;
  /** Attempts under way at the same time in one queue. */
  maxConcurrent: number;
  backoff: Backoff;
}

/** All queues of the local stack: keeps tasks until they are due, delivers, retries, forgets. */
export class Queues {
  /** Names of the latest tasks that were given up after their last attempt, newest last. */
  readonly dropped: string[] = [];
  readonly #tasks = new Map<string, Task>();
  readonly #takenUntil: Map<string, number>;
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();
  readonly #file: StateFile;
  readonly #policy: QueuePolicy;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #idleWaiters: (() => void)[] = [];

  constructor(policy: QueuePolicy, now: () => number, stateFile: string | undefined) {
    this.#policy = policy;
    this.#now = now;
    const stored = readState(stateFile, stateSchema);
    for (const task of stored?.tasks ?? []) this.#tasks.set(task.name, task);
    this.#takenUntil = new Map(Object.entries(stored?.takenUntil ?? {}));
    this.#file = openStateFile(stateFile, () => ({
      tasks: this.pending(),
      takenUntil: Object.fromEntries(this.#takenUntil),
    }));
  }

  pending(): Task[] {
    return [...this.#tasks.values()];
  }

  isInFlight(task: Task): boolean {
    return this.#inFlight.has(task.name);
  }

  /** Is there such a task, or was there within the last hour? */
  isNameTaken(name: string): boolean {
    return this.#tasks.has(name) || (this.#takenUntil.get(name) ?? 0) > this.#now();
  }

  async add(task: Task): Promise<void> {
    this.#tasks.set(task.name, task);
    await this.#file.save();
    this.wake();
  }

  /** Takes a task out; one that is under way is not stopped, but not retried either. False if there is none. */
  async delete(name: string): Promise<boolean> {
    if (!this.#tasks.has(name)) return false;
    this.#remove(name);
    await this.#file.save();
    this.wake();
    return true;
  }

  /** Starts what is due and sets the timer to what is due next. Call it when the clock has moved. */
  wake(): void {
    clearTimeout(this.#timer);
    if (this.#closing.signal.aborted) return;
    const now = this.#now();
    const waiting = this.pending().filter((task) => !this.#inFlight.has(task.name));
    waiting.sort((a, b) => a.nextAttemptAt - b.nextAttemptAt);
    for (const task of waiting) if (task.nextAttemptAt <= now && this.#hasRoom(queueOf(task))) this.#start(task);
    const next = waiting.find((task) => task.nextAttemptAt > now);
    if (next) this.#timer = setTimeout(() => this.wake(), Math.min(next.nextAttemptAt - now, LONGEST_SLEEP_MS));
    if (this.#isIdle()) for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  /** Resolves when nothing is due or under way; what is scheduled for later does not count. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  /** Cuts attempts off; their tasks stay and are delivered again after the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#inFlight.values());
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
    await this.#file.save();
  }

  #isIdle(): boolean {
    const now = this.#now();
    return this.#inFlight.size === 0 && !this.pending().some((task) => task.nextAttemptAt <= now);
  }

  #hasRoom(queue: string): boolean {
    const prefix = `${queue}/tasks/`;
    const underWay = [...this.#inFlight.keys()].filter((name) => name.startsWith(prefix)).length;
    return underWay < this.#policy.maxConcurrent;
  }

  #start(task: Task): void {
    const attempt = this.#attempt(task).finally(() => {
      this.#inFlight.delete(task.name);
      this.wake();
    });
    this.#inFlight.set(task.name, attempt);
  }

  async #attempt(task: Task): Promise<void> {
    const delivery = await sendHttp(
      {
        url: task.url,
        method: 'POST',
        headers: { ...task.headers, ...cloudTasksHeaders(task) },
        body: Buffer.from(task.bodyBase64, 'base64'),
        timeoutMs: task.dispatchDeadlineMs,
      },
      this.#closing.signal,
    );
    if (this.#closing.signal.aborted || this.#tasks.get(task.name) !== task) return;
    const httpStatus = delivery.kind === 'answered' ? delivery.httpStatus : null;
    task.attempts += 1;
    task.previousResponse = httpStatus;
    if (httpStatus !== null && httpStatus < 500) task.executions += 1;
    if (isAccepted(delivery)) {
      this.#remove(task.name);
    } else if (task.attempts >= this.#policy.maxAttempts) {
      this.#remove(task.name);
      this.dropped.push(task.name);
      this.dropped.splice(0, this.dropped.length - DROPPED_KEPT);
    } else {
      task.nextAttemptAt = this.#now() + backoffMs(this.#policy.backoff, task.attempts - 1);
    }
    await this.#file.save();
  }

  #remove(name: string): void {
    const now = this.#now();
    this.#tasks.delete(name);
    for (const [taken, until] of this.#takenUntil) if (until <= now) this.#takenUntil.delete(taken);
    this.#takenUntil.set(name, now + NAME_TAKEN_MS);
  }
}

function cloudTasksHeaders(task: Task): Record<string, string> {
  const queue = queueOf(task);
  return {
    'User-Agent': 'Google-Cloud-Tasks',
    'X-CloudTasks-QueueName': queue.slice(queue.lastIndexOf('/') + 1),
    'X-CloudTasks-TaskName': idOf(task),
    'X-CloudTasks-TaskRetryCount': String(task.attempts),
    'X-CloudTasks-TaskExecutionCount': String(task.executions),
    'X-CloudTasks-TaskETA': String(task.nextAttemptAt / 1000),
    ...(task.previousResponse !== null && { 'X-CloudTasks-TaskPreviousResponse': String(task.previousResponse) }),
  };
}
