import type { StoredError } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Schedule } from '../../model/schedule.ts';
import type { Engine } from '../engine/engine.ts';
import { StartRefusedError } from '../engine/start-execution.ts';
import { AlreadyExistsError, ConflictError, type Stored } from '../ports.ts';
import { startOccurrence } from './fire-schedule.ts';
import { occurrencesBetween } from './next-occurrence.ts';
import { advancedSchedule } from './plan-triggers.ts';
import { skippedOccurrence } from './skipped-occurrence.ts';

/** Up to this late an occurrence simply starts; beyond, it was missed and the policy decides. */
const LATE_MS = 15 * 60_000;
const CATCH_UP_MAX = 24;
/** More than this many missed occurrences are not counted one by one. */
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
  const late = due.filter((at) => now.getTime() - at.getTime() > LATE_MS);
  const onTime = due.slice(late.length);
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

/**
 * Accounts for every occurrence of a schedule that is overdue: it starts, or a `skipped` execution says why not
 * (consecutive ones folded into one). The schedule moves on in the same commits, so a repeated or interrupted call
 * goes on where the last one stopped.
 */
export async function catchUp(engine: Engine, orgId: string, overdue: Schedule, scheduleId: string): Promise<void> {
  const { start, skip } = settle(overdue, engine.clock.now());
  const { playbookId, triggerId } = overdue;
  const ref = tenantPaths(orgId).schedule(playbookId, triggerId);
  try {
    const [first] = skip;
    if (first !== undefined) await skipThrough(engine, orgId, await engine.store.get(ref), skip, missed(skip));
    for (const scheduledFor of start) {
      const schedule = await engine.store.get(ref);
      if (schedule === null || schedule.data.dueAt === null) return;
      await startOrSkip(engine, orgId, schedule, scheduledFor);
      engine.fault('caught_up');
    }
  } catch (error) {
    // A job's call or another tick moved it at the same moment; the next tick sees what is left.
    if (!(error instanceof ConflictError)) throw error;
    engine.log.info('schedule_moved_meanwhile', { orgId, scheduleId });
  }
}

async function startOrSkip(engine: Engine, orgId: string, schedule: Stored<Schedule>, scheduledFor: Date) {
  const { playbookId, triggerId } = schedule.data;
  try {
    await startOccurrence(engine, { orgId, playbookId, triggerId }, schedule, scheduledFor);
  } catch (error) {
    if (!(error instanceof StartRefusedError)) throw error;
    const reason: StoredError = {
      code: error.code,
      fault: 'user',
      message: error.message,
      fix: { label: 'Open the playbook', href: `/playbooks/${playbookId}` },
      errors: [...error.errors],
    };
    await skipThrough(engine, orgId, schedule, [scheduledFor], reason);
  }
}

/** Stores one skipped execution for these occurrences and moves the schedule behind the last of them. */
async function skipThrough(
  engine: Engine,
  orgId: string,
  schedule: Stored<Schedule> | null,
  occurrences: readonly Date[],
  reason: StoredError,
): Promise<void> {
  const [first] = occurrences;
  const last = occurrences.at(-1);
  if (schedule === null || first === undefined || last === undefined) return;
  const fields = { ...advancedSchedule(schedule.data, last) };
  const advance = { op: 'update' as const, path: schedule.ref.path, fields, ifVersion: schedule.version };
  const { path, data } = await skippedOccurrence(engine, orgId, schedule.data, first, reason);
  try {
    await engine.store.commit([{ op: 'create', path, data }, advance]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    await engine.store.commit([advance]);
  }
}

function missed(skipped: readonly Date[]): StoredError {
  const [first] = skipped;
  const last = skipped.at(-1);
  const which =
    skipped.length === 1
      ? `The start of ${first?.toISOString()}`
      : `${skipped.length} starts from ${first?.toISOString()} to ${last?.toISOString()}`;
  return {
    code: 'missed',
    fault: 'system',
    message: `${which} could not happen in time, and by the playbook's catch-up policy ${skipped.length === 1 ? 'is' : 'are'} not made up for.`,
    fix: null,
    errors: [],
  };
}
