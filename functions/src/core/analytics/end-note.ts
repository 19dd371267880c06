import { type EndNote, endStatusSchema } from '../../model/end-note.ts';
import type { Execution } from '../../model/execution.ts';
import { savedSecondsOf } from '../../model/manual-minutes.ts';
import { tenantPaths } from '../../model/paths.ts';
import { priceOf } from '../../model/price.ts';
import { contextOf } from '../engine/facts.ts';
import type { Store, Write } from '../ports.ts';
import { DAY_MS, wallClock } from '../triggering/zoned-time.ts';
import { counts } from './counts.ts';
import { errorGroupOf } from './error-group.ts';

/** What an execution adds up to, once it has ended; null for what does not count: rehearsals, trials, what was skipped. */
export function endNoteOf(executionId: string, execution: Execution): EndNote | null {
  const { playbookId, playbookName, triggeredBy, usage, stepResults, startedAt, completedAt } = execution;
  const status = endStatusSchema.safeParse(execution.status).data;
  if (status === undefined || !counts(execution)) return null;
  const wall = wallIn(execution, startedAt ?? execution.createdAt);
  const ranMs = startedAt && completedAt ? Math.max(0, completedAt.getTime() - startedAt.getTime()) : null;
  return {
    sign: 1,
    executionId,
    playbookId,
    playbookName,
    status: execution.isShare ? null : status,
    // As lists of executions say it: what a schedule had run counts as the schedule's.
    triggeredBy: execution.isScheduled ? 'schedule' : triggeredBy,
    day: new Date(wall).toISOString().slice(0, 10),
    hour: Math.floor((((wall % DAY_MS) + DAY_MS) % DAY_MS) / 3_600_000),
    durationMs: ranMs,
    costMicros: Math.round(priceOf(usage)),
    savedSeconds: savedSecondsOf(stepResults),
    error: execution.isShare || execution.error === null ? null : errorGroupOf(execution.error),
  };
}

/** What the tenant's clock showed; where its zone is none, no execution is to fail for that: UTC. */
function wallIn(execution: Execution, at: Date): number {
  try {
    return wallClock(at.getTime(), contextOf(execution).org.timezone);
  } catch {
    return wallClock(at.getTime(), 'UTC');
  }
}

/**
 * What belongs into the commit by which an execution ends: the note, and that it is counted, as fields of the execution.
 * Nothing of either where it goes on, or does not count.
 */
export function endWrites(
  orgId: string,
  executionId: string,
  ended: Execution,
): { readonly fields: { readonly isCounted?: true }; readonly writes: readonly Write[] } {
  const note = endNoteOf(executionId, ended);
  if (note === null) return { fields: {}, writes: [] };
  const { path } = tenantPaths(orgId).endNote(`${executionId}.${ended.generation}`);
  return { fields: { isCounted: true }, writes: [{ op: 'set', path, data: note }] };
}

/**
 * What belongs into the commit that resumes an execution, so that its end counts no more. A note that lies there still is
 * deleted; the commit fails where the tick adds it up at that moment.
 */
export async function takeBack(
  store: Store,
  orgId: string,
  executionId: string,
  ended: Execution,
): Promise<readonly Write[]> {
  const note = ended.isCounted ? endNoteOf(executionId, ended) : null;
  if (note === null) return [];
  const paths = tenantPaths(orgId);
  const id = `${executionId}.${ended.generation}`;
  const stored = await store.find(paths.endNote(id));
  if (stored !== null) return [{ op: 'delete', path: stored.ref.path, ifVersion: stored.version }];
  return [{ op: 'create', path: paths.endNote(`${id}.back`).path, data: { ...note, sign: -1 } }];
}
