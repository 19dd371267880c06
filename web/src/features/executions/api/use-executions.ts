import type { Execution, ExecutionStatus } from '@model/execution.ts';
import { tenantPaths } from '@model/paths.ts';
import { type Query, queries } from '@model/query.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection, useDocument } from '../../../lib/use-live.ts';

/** Executions, newest first; null means of every playbook, in every status. */
export function useExecutions(
  playbookId: string | null,
  status: ExecutionStatus | null,
  limit: number,
): Live<readonly Entry<Execution>[]> {
  const { orgId } = useSession();
  return useCollection(queryFor(orgId, playbookId, status, { limit }));
}

function queryFor(
  orgId: string,
  playbookId: string | null,
  status: ExecutionStatus | null,
  page: { readonly limit: number },
): Query<Execution> {
  if (playbookId === null) {
    return status === null ? queries.executions(orgId, page) : queries.executionsByStatus(orgId, status, page);
  }
  return status === null
    ? queries.executionsOf(orgId, playbookId, page)
    : queries.executionsOfByStatus(orgId, playbookId, status, page);
}

/** One execution; null when there is none. */
export function useExecution(executionId: string): Live<Entry<Execution> | null> {
  const { orgId } = useSession();
  return useDocument(tenantPaths(orgId).execution(executionId));
}
