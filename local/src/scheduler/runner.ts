import { backoffMs } from '../kit/backoff.ts';
import { deliver } from './deliver.ts';
import type { AttemptStatus, Job, Occurrence } from './job.ts';
import type { Jobs } from './jobs.ts';
import { nextOccurrence } from './unix-cron.ts';

/** One delivery that was tried. `attempt` counts from 1; times are ISO. */
export interface Fired {
  job: string;
  scheduleTime: string;
  attempt: number;
  status: AttemptStatus;
}

/** Told the emulator's time after each of its jumps. */
export type ClockMoved = (now: Date) => void | Promise<void>;

/** setTimeout takes no more than this; a longer sleep is cut in pieces. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/**
 * Fires what is due: by a timer while time passes, or at once and in order when the clock is advanced by hand.
 * All attempts of one job stand in its lane, one behind the other, so that no two of them ever overlap.
 */
export class Runner {
  /** How many of the next accepted deliveries arrive twice: at-least-once, made visible. */
  duplicates = 0;
  readonly #jobs: Jobs;
  readonly #onClockMoved: ClockMoved;
  readonly #lanes = new Map<string, Promise<Fired[]>>();
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #advancing: Promise<unknown> = Promise.resolve();
  #advances = 0;

  constructor(jobs: Jobs, onClockMoved: ClockMoved) {
    this.#jobs = jobs;
    this.#onClockMoved = onClockMoved;
  }

  /** Sets the timer to the earliest due job. Call it whenever a due time may have changed. */
  wake(): void {
    clearTimeout(this.#timer);
    if (this.#closing.signal.aborted || this.#advances > 0) return;
    const earliest = this.#earliest((job) => !this.#lanes.has(job.name));
    if (earliest === null) return;
    const delay = Math.min(Math.max(0, earliest.dueAt - this.#jobs.now()), LONGEST_SLEEP_MS);
    this.#timer = setTimeout(() => this.#fireDue(), delay);
  }

  /** Starts a job now, whatever its schedule says; behind an attempt that is still under way. */
  runNow(job: Job): void {
    const scheduledFor = this.#jobs.now();
    void this.#inLane(job, () => this.#attempt(job, { scheduledFor, retries: 0, firstAttemptAt: scheduledFor }, true));
  }

  /**
   * Moves the clock to `target`, stopping at every due time in between to fire what is due there, retries included,
   * earliest first and each awaited. Advances wait for one another.
   */
  advanceTo(target: (now: number) => number): Promise<Fired[]> {
    this.#advances += 1;
    clearTimeout(this.#timer);
    const advance = this.#advancing
      .then(() => this.idle())
      .then(() => this.#hopTo(target(this.#jobs.now())))
      .finally(() => {
        this.#advances -= 1;
        this.wake();
      });
    this.#advancing = advance.catch(() => {});
    return advance;
  }

  /** Resolves when no attempt is under way. */
  async idle(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all(this.#lanes.values());
  }

  /** Cuts attempts off; what they would have reported is not recorded. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await this.idle();
  }

  #earliest(isCandidate: (job: Job) => boolean): { job: Job; dueAt: number } | null {
    let earliest: { job: Job; dueAt: number } | null = null;
    for (const job of this.#jobs.all()) {
      if (job.nextAt === null || !isCandidate(job)) continue;
      const isEarlier = earliest === null || job.nextAt < earliest.dueAt;
      const isFirstByName = earliest?.dueAt === job.nextAt && job.name < earliest.job.name;
      if (isEarlier || isFirstByName) earliest = { job, dueAt: job.nextAt };
    }
    return earliest;
  }

  #fireDue(): void {
    const now = this.#jobs.now();
    for (const job of this.#jobs.all()) {
      if (job.nextAt !== null && job.nextAt <= now && !this.#lanes.has(job.name)) void this.#fire(job);
    }
    this.wake();
  }

  async #hopTo(target: number): Promise<Fired[]> {
    const fired: Fired[] = [];
    while (!this.#closing.signal.aborted) {
      const earliest = this.#earliest(() => true);
      if (earliest === null || earliest.dueAt > target) break;
      await this.#moveClock(earliest.dueAt);
      fired.push(...(await this.#fire(earliest.job)));
    }
    // Closed half-way: the clock stays where it got to, or the rest would count as missed.
    if (this.#closing.signal.aborted) return fired;
    await this.#moveClock(target);
    await this.#jobs.save();
    return fired;
  }

  async #moveClock(ms: number): Promise<void> {
    this.#jobs.moveTo(ms);
    await this.#onClockMoved(new Date(this.#jobs.now()));
  }

  #fire(job: Job): Promise<Fired[]> {
    return this.#inLane(job, async () => {
      const now = this.#jobs.now();
      if (job.nextAt === null || job.nextAt > now) return [];
      return this.#attempt(job, job.retrying ?? { scheduledFor: job.nextAt, retries: 0, firstAttemptAt: now }, false);
    });
  }

  #inLane(job: Job, work: () => Promise<Fired[]>): Promise<Fired[]> {
    const before = this.#lanes.get(job.name) ?? Promise.resolve([]);
    const lane = before.then(work).finally(() => {
      if (this.#lanes.get(job.name) === lane) this.#lanes.delete(job.name);
      this.wake();
    });
    this.#lanes.set(job.name, lane);
    return lane;
  }

  async #attempt(job: Job, occurrence: Occurrence, isForced: boolean): Promise<Fired[]> {
    if (this.#jobs.get(job.name) !== job) return [];
    const armedFor = job.nextAt;
    job.lastAttemptAt = this.#jobs.now();
    const fired = await this.#deliver(job, occurrence);
    const last = fired.at(-1);
    if (this.#closing.signal.aborted || last === undefined) return fired;
    job.status = last.status;
    // Whoever updated, paused or resumed the job meanwhile has armed it anew: his word stands.
    if (job.nextAt === armedFor) this.#planNext(job, occurrence, last.status.code === 0, isForced);
    // An advance saves once, at its end: nobody hears of its attempts before.
    if (this.#advances === 0) await this.#jobs.save();
    return fired;
  }

  async #deliver(job: Job, occurrence: Occurrence): Promise<Fired[]> {
    const once = async (): Promise<Fired> => ({
      job: job.name,
      scheduleTime: new Date(occurrence.scheduledFor).toISOString(),
      attempt: occurrence.retries + 1,
      status: await deliver(job, occurrence.scheduledFor, this.#closing.signal),
    });
    const first = await once();
    if (first.status.code !== 0 || this.duplicates === 0) return [first];
    this.duplicates -= 1;
    return [first, await once()];
  }

  #planNext(job: Job, occurrence: Occurrence, accepted: boolean, isForced: boolean): void {
    const { schedule, timeZone } = job.spec;
    if (isForced && (accepted || job.retrying !== null || job.nextAt === null)) return;
    const following = isForced ? job.nextAt : nextOccurrence(schedule, timeZone, occurrence.scheduledFor);
    const retryAt = accepted ? null : this.#retryAt(job, occurrence);
    if (retryAt !== null && (following === null || retryAt < following)) {
      job.retrying = { ...occurrence, retries: occurrence.retries + 1 };
      job.nextAt = retryAt;
    } else {
      job.retrying = null;
      job.nextAt = following;
    }
  }

  /** Retries go on until both limits are reached, the count and the duration; none without a count. */
  #retryAt({ spec: { retry } }: Job, { retries, firstAttemptAt }: Occurrence): number | null {
    if (retry.count === 0) return null;
    const now = this.#jobs.now();
    const mayGoOn = retries < retry.count || now - firstAttemptAt < retry.maxDurationMs;
    const backoff = { minMs: retry.minBackoffMs, maxMs: retry.maxBackoffMs, maxDoublings: retry.maxDoublings };
    return mayGoOn ? now + backoffMs(backoff, retries) : null;
  }
}
