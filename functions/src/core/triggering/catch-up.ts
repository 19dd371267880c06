import { tenantPaths } from '../../model/paths.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Engine } from '../engine/engine.ts';
import { AlreadyExistsError, ConflictError, type Stored } from '../ports.ts';
import { occurrencesBetween } from './next-occurrence.ts';
import { missed } from './skip-reason.ts';
import { skippedOccurrences } from './skipped-occurrence.ts';
import { moveTo, occurrenceRequest, startOccurrence } from './start-occurrence.ts';

/** Up to this late an occurrence simply starts; beyond, it was missed and the policy decides. */
const LATE_MS = 15 * 60_000;
const CATCH_UP_MAX = 24;
/** As many occurrences are accounted for at once; the rest of them come with the next tick. */
const COUNT_MAX = 5_000;

interface Settlement {
  readonly start: readonly Date[];
  readonly skip: readonly Date[];
}

/** What becomes of the occurrences since `schedule.scheduledFor`, oldest first. Pure. */
export function settle(schedule: Schedule, now: Date): Settlement {
  if (schedule.scheduledFor === null) return { start: [], skip: [] };
  const before = new Date(schedule.scheduledFor.getTime() - 1);
  const due = occurrencesBetween(schedule, before, now, COUNT_MAX);
  const late = due.filter((at) => isLate(at, now));
  const onTime = due.slice(late.length);
  // There are more: none of these is the latest, and those that `all` makes up for are still to come.
  if (due.length === COUNT_MAX) return { start: onTime, skip: late };
  switch (schedule.catchUpPolicy) {
    case 'none':
      return { start: onTime, skip: late };
    case 'all': {
      const caught = late.slice(-CATCH_UP_MAX);
      return { start: [...caught, ...onTime], skip: late.slice(0, late.length - caught.length) };
    }
    case 'latest':
      return onTime.length > 0 || late.length === 0
        ? { start: onTime, skip: late }
        : { start: late.slice(-1), skip: late.slice(0, -1) };
  }
}

function isLate(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > LATE_MS;
}

/**
 * Accounts for every occurrence of a schedule that is overdue: it starts, or a `skipped` execution says why not
 * (consecutive ones folded into one). The schedule moves on in the same commits, so a repeated or interrupted call
 * goes on where the last one stopped.
 */
export async function catchUp(engine: Engine, orgId: string, overdue: Schedule, scheduleId: string): Promise<void> {
  const ref = tenantPaths(orgId).schedule(overdue.playbookId, overdue.triggerId);
  try {
    let schedule = await engine.store.get(ref);
    if (schedule === null) return;
    const now = engine.clock.now();
    const { start, skip } = settle(schedule.data, now);
    if (skip.length > 0) {
      await skipMissed(engine, orgId, schedule, skip);
      schedule = null;
    }
    for (const scheduledFor of start) {
      schedule ??= await engine.store.get(ref);
      if (schedule === null || schedule.data.dueAt === null) return;
      // Who wants all of them to be made up for wants them one after the other.
      const inLine = overdue.catchUpPolicy === 'all' && isLate(scheduledFor, now);
      await startOccurrence(engine, orgId, schedule, scheduledFor, inLine ? 'queue' : undefined);
      schedule = null;
      engine.fault('caught_up');
    }
  } catch (error) {
    // A job's call or another tick moved it at the same moment; the next tick sees what is left.
    if (!(error instanceof ConflictError)) throw error;
    engine.log.info('schedule_moved_meanwhile', { orgId, scheduleId });
  }
}

/** Stores one skipped execution for these occurrences and moves the schedule behind the last of them. */
async function skipMissed(
  engine: Engine,
  orgId: string,
  schedule: Stored<Schedule>,
  occurrences: readonly Date[],
): Promise<void> {
  const [first] = occurrences;
  const last = occurrences.at(-1);
  if (first === undefined || last === undefined) return;
  const request = occurrenceRequest(orgId, schedule, first);
  const record = await skippedOccurrences(engine, request, occurrences, missed);
  const move = moveTo(schedule, last);
  try {
    await engine.store.commit([record, move]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    await engine.store.commit([move]);
  }
  engine.fault('skipped');
}
