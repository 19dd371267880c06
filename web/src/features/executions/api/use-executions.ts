import type { Execution } from '@model/execution.ts';
import { tenantPaths } from '@model/paths.ts';
import { queries } from '@model/query.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection, useDocument } from '../../../lib/use-live.ts';

/** The newest executions of a playbook. */
export function useExecutionsOf(playbookId: string, limit: number): Live<readonly Entry<Execution>[]> {
  const { orgId } = useSession();
  return useCollection(queries.executionsOf(orgId, playbookId, { limit }));
}

/** One execution; the value is null when there is none, and without an id it stays loading. */
export function useExecution(executionId: string | null): Live<Entry<Execution> | null> {
  const { orgId } = useSession();
  return useDocument(executionId === null ? null : tenantPaths(orgId).execution(executionId));
}
