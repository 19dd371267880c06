import { tenantPaths } from '../../model/paths.ts';
import type { Schedule } from '../../model/schedule.ts';
import { executionIdFor } from '../engine/occasion.ts';
import { type StartRequest, unattended } from '../engine/start-execution.ts';
import type { Clock, Store, Stored, Write } from '../ports.ts';
import { occurrencesBetween } from './next-occurrence.ts';
import type { TriggerPlan } from './plan-triggers.ts';
import { displaced } from './skip-reason.ts';
import { skippedOccurrences } from './skipped-occurrence.ts';

/** More than this many are not counted one by one. */
const COUNT_MAX = 5_000;

/**
 * The records of what was due but had not started when its schedule was changed or removed, perhaps during a pause: it will not start
 * any more, and is not to vanish. They belong into the commit that moves the schedule.
 */
export async function displacedOccurrences(
  ports: { readonly store: Store; readonly clock: Clock },
  orgId: string,
  schedules: readonly Stored<Schedule>[],
  plan: TriggerPlan,
): Promise<Write[]> {
  const moved = schedules.filter(({ data, ref }) => isMoved(data, ref.path, plan));
  const records = await Promise.all(moved.map(({ data }) => recordOf(ports, orgId, data)));
  return records.flatMap((record) => record ?? []);
}

function isMoved({ scheduledFor }: Schedule, path: string, { first, last }: TriggerPlan): boolean {
  return [...first, ...last].some((write) => {
    if (write.path !== path) return false;
    if (write.op !== 'update') return true;
    return 'scheduledFor' in write.fields && write.fields.scheduledFor?.valueOf() !== scheduledFor?.valueOf();
  });
}

async function recordOf(
  ports: { readonly store: Store; readonly clock: Clock },
  orgId: string,
  schedule: Schedule,
): Promise<Write | null> {
  const { playbookId, triggerId, scheduledFor } = schedule;
  if (scheduledFor === null) return null;
  const before = new Date(scheduledFor.getTime() - 1);
  const due = occurrencesBetween(schedule, before, ports.clock.now(), COUNT_MAX);
  const [first] = due;
  if (first === undefined) return null;
  const occasion = { kind: 'schedule' as const, triggerId, scheduledFor: first };
  const request: StartRequest = { ...unattended, orgId, playbookId, occasion, triggeredBy: 'schedule' };
  const started = await ports.store.find(tenantPaths(orgId).execution(executionIdFor(request)));
  if (started !== null) return null;
  return skippedOccurrences(ports, request, due, displaced);
}
