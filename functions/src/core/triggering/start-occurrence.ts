import { tenantPaths } from '../../model/paths.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Engine } from '../engine/engine.ts';
import { enqueueAdvance } from '../engine/enqueue.ts';
import { executionIdFor } from '../engine/occasion.ts';
import { type StartRequest, unattended } from '../engine/start-execution.ts';
import type { Stored, Write } from '../ports.ts';
import { advancedSchedule } from './plan-triggers.ts';
import { startUnattended } from './start-unattended.ts';

export type Fired =
  | { readonly kind: 'started'; readonly executionId: string; readonly created: boolean }
  /** A surplus call of a job, one that came after a pause, or an occurrence that was skipped: `reason` says so. */
  | { readonly kind: 'nothing_due'; readonly reason: string };

/** The start that an occurrence is, and the move of its schedule that goes into the same commit. */
export function occurrenceRequest(orgId: string, schedule: Stored<Schedule>, scheduledFor: Date): StartRequest {
  const { playbookId, triggerId } = schedule.data;
  return {
    ...unattended,
    orgId,
    playbookId,
    occasion: { kind: 'schedule', triggerId, scheduledFor },
    triggeredBy: 'schedule',
    alongside: [moveTo(schedule, scheduledFor)],
  };
}

/** The schedule's move behind an occurrence that is accounted for. */
export function moveTo(schedule: Stored<Schedule>, scheduledFor: Date): Write {
  const fields = { ...advancedSchedule(schedule.data, scheduledFor) };
  return { op: 'update', path: schedule.ref.path, fields, ifVersion: schedule.version };
}

/**
 * Accounts for one occurrence: it starts, or the reason why not is stored; and its schedule moves on, in one commit.
 * Without `overlap` the policy of the playbook holds. Throws `ConflictError`, and `StartRefusedError` (`held`) where a
 * pause is in the way; then the schedule stands where it stood.
 */
export async function startOccurrence(
  engine: Engine,
  orgId: string,
  schedule: Stored<Schedule>,
  scheduledFor: Date,
  more: Pick<StartRequest, 'overlap' | 'isSettled'> = {},
): Promise<Fired> {
  const request = { ...occurrenceRequest(orgId, schedule, scheduledFor), ...more };
  const { lastScheduledFor } = schedule.data;
  if (lastScheduledFor !== null && scheduledFor <= lastScheduledFor) {
    const next = schedule.data.scheduledFor;
    // Armed again within the half-minute by which a job may be early: it is done already.
    if (next !== null && next <= lastScheduledFor) await engine.store.commit([moveTo(schedule, lastScheduledFor)]);
    return accountedBefore(engine, request);
  }
  const { executionId, isNew, reason } = await startUnattended(engine, request);
  if (!isNew) await engine.store.commit(request.alongside);
  return reason === null
    ? { kind: 'started', executionId, created: isNew }
    : { kind: 'nothing_due', reason: reason.message };
}

/**
 * Starts nothing: the schedule has moved past the occurrence in the commit that accounted for it, perhaps among others
 * in one `skipped` record. Whoever started it may have died before the wake-up.
 */
async function accountedBefore(engine: Engine, request: StartRequest): Promise<Fired> {
  const executionId = executionIdFor(request);
  const execution = await engine.store.get(tenantPaths(request.orgId).execution(executionId));
  if (execution === null || execution.data.status === 'skipped') {
    return { kind: 'nothing_due', reason: 'the occurrence was skipped' };
  }
  if (execution.data.dueAt !== null) await enqueueAdvance(engine, request.orgId, executionId, null);
  return { kind: 'started', executionId, created: false };
}
