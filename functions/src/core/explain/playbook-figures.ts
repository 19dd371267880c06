import type { Execution, ExecutionStatus } from '../../model/execution.ts';
import { priceOf } from '../../model/price.ts';
import { queries } from '../../model/query.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';

const RECENT = 12;
const DAYS_30_MS = 30 * 86_400_000;
/** More of either kind are not counted: a rate is the same by then. */
const MOST_COUNTED = 1_000;
/** A page of playbooks is asked for at once. */
const AT_ONCE = 5;

/** How a playbook did lately; dry runs and shares of loops are left out. */
export interface PlaybookFigures {
  readonly playbookId: string;
  /** The last twelve executions, the newest first. */
  readonly recent: readonly RecentExecution[];
  /** Of the last 30 days, up to 1,000 of each. */
  readonly completed: number;
  readonly failed: number;
  /** What one of the recent ones has cost on average, in millionths of a US dollar; null where none has run to its end. */
  readonly costMicros: number | null;
}

export interface RecentExecution {
  readonly executionId: string;
  readonly status: ExecutionStatus;
  readonly createdAt: Date;
  /** From its start to its end; null while it has not ended. */
  readonly durationMs: number | null;
}

/** The figures of some playbooks, in the order asked for; one that is not there has none of anything. */
export function playbookFigures(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  orgId: string,
  playbookIds: readonly string[],
): Promise<PlaybookFigures[]> {
  const since = new Date(clock.now().getTime() - DAYS_30_MS);
  const many = (playbookId: string, status: ExecutionStatus) =>
    store.count(queries.liveExecutionsByStatusSince(orgId, playbookId, status, since, { limit: MOST_COUNTED }));
  return concurrently(playbookIds, AT_ONCE, async (playbookId) => {
    const [found, completed, failed] = await Promise.all([
      store.query(queries.liveExecutionsOf(orgId, playbookId, { limit: RECENT })),
      many(playbookId, 'completed'),
      many(playbookId, 'failed'),
    ]);
    const executions = found.flatMap(({ id, data }) => (data === null ? [] : [{ id, ...data }]));
    return {
      playbookId,
      recent: executions.map(({ id, ...execution }) => recentOf(id, execution)),
      completed,
      failed,
      costMicros: meanCost(executions),
    };
  });
}

function recentOf(executionId: string, { status, createdAt, startedAt, completedAt }: Execution): RecentExecution {
  const durationMs = startedAt && completedAt ? completedAt.getTime() - startedAt.getTime() : null;
  return { executionId, status, createdAt, durationMs };
}

function meanCost(executions: readonly Execution[]): number | null {
  const ended = executions.filter(({ startedAt, completedAt }) => startedAt !== null && completedAt !== null);
  if (ended.length === 0) return null;
  return Math.round(ended.reduce((sum, { usage }) => sum + priceOf(usage), 0) / ended.length);
}
