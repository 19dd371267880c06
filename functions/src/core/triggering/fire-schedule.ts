import { tenantPaths } from '../../model/paths.ts';
import type { Schedule } from '../../model/schedule.ts';
import { enqueueAdvance } from '../engine/advance-execution.ts';
import type { Engine } from '../engine/engine.ts';
import { startExecution, unattended } from '../engine/start-execution.ts';
import { ConflictError, type Stored } from '../ports.ts';
import { latestOccurrence } from './next-occurrence.ts';
import { advancedSchedule } from './plan-triggers.ts';

/** A job may be this early; the scheduler's clock is not ours. */
const EARLY_MS = 30_000;
const HEADER_TRUST_MS = 24 * 3_600_000;
const MAX_CONFLICTS = 4;

export type Fired =
  | { readonly kind: 'started'; readonly executionId: string; readonly created: boolean }
  /** A surplus call of a job whose cron is wider than its trigger, or one that came after a pause. */
  | { readonly kind: 'nothing_due'; readonly reason: string };

interface Call {
  readonly orgId: string;
  readonly playbookId: string;
  readonly triggerId: string;
  /** `X-CloudScheduler-ScheduleTime`, as it came. */
  readonly scheduleTime: string | null;
}

/**
 * Starts the occurrence that a call of Cloud Scheduler is about. Which one that is follows from the recurrence, so that
 * the job, its retry, a RunJob and the tick all arrive at the same execution. Throws `StartRefusedError`.
 */
export async function fireSchedule(engine: Engine, call: Call): Promise<Fired> {
  const ref = tenantPaths(call.orgId).schedule(call.playbookId, call.triggerId);
  for (let attempt = 0; ; attempt++) {
    const schedule = await engine.store.get(ref);
    if (schedule === null || schedule.data.dueAt === null) return { kind: 'nothing_due', reason: 'not armed' };
    const scheduledFor = latestOccurrence(schedule.data, occurrenceLimit(call.scheduleTime, engine.clock.now()));
    if (scheduledFor === null || scheduledFor <= schedule.data.armedAt) {
      return { kind: 'nothing_due', reason: 'no occurrence since it was armed' };
    }
    try {
      return await startOccurrence(engine, call, schedule, scheduledFor);
    } catch (error) {
      // Someone else advanced the schedule at the same moment; look again.
      if (!(error instanceof ConflictError) || attempt === MAX_CONFLICTS) throw error;
    }
  }
}

/** Starts one occurrence and moves its schedule on, in one commit. Throws `StartRefusedError` and `ConflictError`. */
export async function startOccurrence(
  engine: Engine,
  { orgId, playbookId, triggerId }: Pick<Call, 'orgId' | 'playbookId' | 'triggerId'>,
  schedule: Stored<Schedule>,
  scheduledFor: Date,
): Promise<Fired & { kind: 'started' }> {
  const isNew = schedule.data.lastScheduledFor === null || schedule.data.lastScheduledFor < scheduledFor;
  const fields = { ...advancedSchedule(schedule.data, scheduledFor) };
  const advance = { op: 'update' as const, path: schedule.ref.path, fields, ifVersion: schedule.version };
  const { executionId, created } = await startExecution(
    engine,
    {
      ...unattended,
      orgId,
      playbookId,
      occasion: { kind: 'schedule', triggerId, scheduledFor },
      triggeredBy: 'schedule',
      alongside: isNew ? [advance] : [],
    },
    false,
  );
  if (isNew && !created) await engine.store.commit([advance]);
  await enqueueAdvance(engine, orgId, executionId, null);
  return { kind: 'started', executionId, created };
}

/** The header where it can be believed (anyone can send one), else the clock. */
function occurrenceLimit(scheduleTime: string | null, now: Date): Date {
  const told = scheduleTime === null ? Number.NaN : Date.parse(scheduleTime);
  const isCredible = Math.abs(told - now.getTime()) <= HEADER_TRUST_MS;
  return new Date((isCredible ? told : now.getTime()) + EARLY_MS);
}
