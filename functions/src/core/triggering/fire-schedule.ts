import { tenantPaths } from '../../model/paths.ts';
import type { Engine } from '../engine/engine.ts';
import { StartRefusedError } from '../engine/start-execution.ts';
import { ConflictError } from '../ports.ts';
import { catchUp } from './catch-up.ts';
import { latestOccurrence } from './next-occurrence.ts';
import { type Fired, startOccurrence } from './start-occurrence.ts';

/** A job may be this early; the scheduler's clock is not ours. */
const EARLY_MS = 30_000;
const HEADER_TRUST_MS = 24 * 3_600_000;
const MAX_CONFLICTS = 4;

interface Call {
  readonly orgId: string;
  readonly playbookId: string;
  readonly triggerId: string;
  /** `X-CloudScheduler-ScheduleTime`, as it came. */
  readonly scheduleTime: string | null;
}

/**
 * Starts the occurrence that a call of Cloud Scheduler is about. Which one that is follows from the recurrence, so that
 * the job, its retry, a RunJob and the tick all arrive at the same execution. What was due before it and never came is
 * accounted for first.
 */
export async function fireSchedule(engine: Engine, call: Call): Promise<Fired> {
  const ref = tenantPaths(call.orgId).schedule(call.playbookId, call.triggerId);
  for (let attempt = 0; ; attempt++) {
    const schedule = await engine.store.get(ref);
    if (schedule === null || schedule.data.dueAt === null) {
      return { kind: 'nothing_due', reason: schedule?.data.scheduledFor ? 'paused' : 'not armed' };
    }
    const { armedAt, scheduledFor: next } = schedule.data;
    const scheduledFor = latestOccurrence(schedule.data, occurrenceLimit(call.scheduleTime, engine.clock.now()));
    if (scheduledFor === null || scheduledFor <= armedAt) {
      return { kind: 'nothing_due', reason: 'no occurrence since it was armed' };
    }
    if (next !== null && next < scheduledFor && attempt < MAX_CONFLICTS) {
      if ((await catchUp(engine, call.orgId, schedule.data, schedule.id)) === 'held') return paused;
      continue;
    }
    try {
      return await startOccurrence(engine, call.orgId, schedule, scheduledFor);
    } catch (error) {
      if (error instanceof StartRefusedError && error.code === 'held') {
        const isHeld = (await catchUp(engine, call.orgId, schedule.data, schedule.id)) === 'held';
        if (isHeld || attempt === MAX_CONFLICTS) return paused;
        continue;
      }
      // Someone else advanced the schedule at the same moment; look again.
      if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
    }
  }
}

const paused: Fired = { kind: 'nothing_due', reason: 'paused' };

/** The header where it can be believed (anyone can send one), else the clock. */
function occurrenceLimit(scheduleTime: string | null, now: Date): Date {
  const told = scheduleTime === null ? Number.NaN : Date.parse(scheduleTime);
  const isCredible = Math.abs(told - now.getTime()) <= HEADER_TRUST_MS;
  return new Date((isCredible ? told : now.getTime()) + EARLY_MS);
}
