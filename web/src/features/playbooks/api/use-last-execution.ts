import type { Execution } from '@model/execution.ts';
import { queries } from '@model/query.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { useCollection } from '../../../lib/use-live.ts';

/** The newest execution of a playbook; null when it never ran, undefined while that is not known. */
export function useLastExecution(playbookId: string): Entry<Execution> | null | undefined {
  const { orgId } = useSession();
  const live = useCollection(queries.executionsOf(orgId, playbookId, { limit: 1 }));
  if (live.status !== 'ready') return live.status === 'error' ? null : undefined;
  return live.value[0] ?? null;
}
