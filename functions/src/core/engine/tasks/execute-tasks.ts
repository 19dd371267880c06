import { tenantPaths, top } from '../../../model/paths.ts';
import { type FieldValue, queries } from '../../../model/query.ts';
import { type Priority, prioritySchema, type Task } from '../../../model/task.ts';
import { hasRoom, limitIdOf, placesFor } from '../../governance/limits.ts';
import { retryConflicts } from '../../governance/retry-conflicts.ts';
import { takingWrite } from '../../governance/take-place.ts';
import { ownPlaces, type Place } from '../../own-places.ts';
import { AlreadyExistsError, ConflictError, type Found } from '../../ports.ts';
import { concurrently } from '../concurrently.ts';
import type { Engine } from '../engine.ts';
import { dispatchTask } from './dispatch-task.ts';

const PAGE = 300;
const AT_A_TIME = 10;

/** The most urgent first. */
const PRIORITIES: readonly Priority[] = prioritySchema.options.toReversed();

/** What a poll has come to, in tasks. */
export interface TaskStats {
  /** Those that were due. */
  readonly found: number;
  readonly started: number;
  /** Those whose execution was asked how it stands. */
  readonly followed: number;
  /** Those that could not begin, or could not be read. */
  readonly failed: number;
  /** Those of tenants whose polls of the day are used up, and those for which there was no time. */
  readonly left: number;
}

/**
 * The net under `onTaskWritten`, every two minutes: whatever of a task is due is done, by priority and then by age, ten
 * at a time, until `deadline`. A poll takes one place of `task_executor` in the day of each tenant for whom there is
 * something to do. What one task's failure leaves undone is done by the next poll. Idle it costs four reads.
 */
export async function executeTasks(engine: Engine, deadline: Date): Promise<TaskStats> {
  const now = engine.clock.now();
  const polls = new Map<string, Promise<boolean>>();
  const stats = { found: 0, started: 0, followed: 0, failed: 0, left: 0 };
  for (const priority of PRIORITIES) {
    for (let after: readonly FieldValue[] | null = null; ; ) {
      const page: Found<Task>[] = await engine.store.query(queries.dueTasks(priority, now, { limit: PAGE, after }));
      const places = ownPlaces(page, 'tasks');
      stats.found += places.length;
      const ends = await concurrently(places, AT_A_TIME, (place) => touch(engine, place, polls, deadline));
      for (const end of ends) if (end !== null) stats[end] += 1;
      const last = places.at(-1);
      if (page.length < PAGE || !last?.data || engine.clock.now() >= deadline) break;
      after = [last.data.dueAt, last.ref.path];
    }
  }
  if (stats.found > 0) engine.log.info('tasks_executed', stats);
  return stats;
}

/** Null where there was nothing to do after all: somebody else was faster. */
async function touch(
  engine: Engine,
  { orgId, id, data }: Place<Task>,
  polls: Map<string, Promise<boolean>>,
  deadline: Date,
): Promise<Exclude<keyof TaskStats, 'found'> | null> {
  if (data === null) return 'failed';
  if (engine.clock.now() >= deadline) return 'left';
  try {
    const poll = polls.get(orgId) ?? takePoll(engine, orgId);
    polls.set(orgId, poll);
    if (!(await poll)) return 'left';
    const dispatched = await dispatchTask(engine, orgId, id);
    if (dispatched === 'nothing') return null;
    return dispatched === 'refused' ? 'failed' : dispatched;
  } catch (error) {
    engine.log.error('task_not_dispatched', error, { orgId, taskId: id });
    return 'failed';
  }
}

/** Whether the tenant has a poll left today; then it is taken. */
function takePoll(engine: Engine, orgId: string): Promise<boolean> {
  return retryConflicts(async () => {
    const tenant = await engine.store.find(top.tenant(orgId));
    if (!tenant?.data) return false;
    const [place] = placesFor({ limit: 'task_executor', cost: 0 }, tenant.data, engine.clock.now());
    if (place === undefined) return true;
    const ref = tenantPaths(orgId).limit(limitIdOf(place));
    const stored = await engine.store.get(ref);
    if (!hasRoom(place, stored?.data.used ?? 0, 0)) return false;
    try {
      await engine.store.commit([await takingWrite(engine, orgId, place, { path: ref.path, stored })]);
    } catch (error) {
      if (error instanceof AlreadyExistsError) throw new ConflictError(ref.path);
      throw error;
    }
    return true;
  });
}
