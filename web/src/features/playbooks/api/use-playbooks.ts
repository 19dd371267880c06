import { tenantPaths } from '@model/paths.ts';
import type { Playbook } from '@model/playbook.ts';
import { queries } from '@model/query.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection, useDocument } from '../../../lib/use-live.ts';

/** All playbooks, newest first, up to `limit` of them. */
export function usePlaybooks(limit: number): Live<readonly Entry<Playbook>[]> {
  const { orgId } = useSession();
  return useCollection(queries.playbooks(orgId, { limit }));
}

/** One playbook; null when there is none (any more). */
export function usePlaybook(playbookId: string): Live<Entry<Playbook> | null> {
  const { orgId } = useSession();
  return useDocument(tenantPaths(orgId).playbook(playbookId));
}
