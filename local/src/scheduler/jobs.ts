import { z } from 'zod';
import { openStateFile, readState, type StateFile } from '../kit/state-file.ts';
import { type Job, jobSchema } from './job.ts';
import { nextOccurrence } from './unix-cron.ts';

const stateSchema = z.object({ offsetMs: z.number(), jobs: z.array(jobSchema) });

/** The jobs and the emulator's clock (real time plus an offset that only grows), kept in one state file. */
export class Jobs {
  readonly #byName = new Map<string, Job>();
  readonly #file: StateFile;
  #offsetMs: number;

  constructor(stateFile: string | undefined) {
    const stored = readState(stateFile, stateSchema);
    this.#offsetMs = stored?.offsetMs ?? 0;
    for (const job of stored?.jobs ?? []) this.#byName.set(job.name, job);
    this.#file = openStateFile(stateFile, () => ({ offsetMs: this.#offsetMs, jobs: this.all() }));
  }

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** Moves the clock forward; a time that has passed already leaves it alone. */
  moveTo(ms: number): void {
    this.#offsetMs = Math.max(this.#offsetMs, ms - Date.now());
  }

  get(name: string): Job | undefined {
    return this.#byName.get(name);
  }

  put(job: Job): void {
    this.#byName.set(job.name, job);
  }

  delete(name: string): void {
    this.#byName.delete(name);
  }

  all(): Job[] {
    return [...this.#byName.values()];
  }

  save(): Promise<void> {
    return this.#file.save();
  }

  /** Due from now on: pending retries are forgotten, the next occurrence is the first one after this moment. */
  arm(job: Job): void {
    const { schedule, timeZone } = job.spec;
    job.retrying = null;
    job.nextAt = job.paused || job.updateFailed ? null : nextOccurrence(schedule, timeZone, this.now());
  }
}
