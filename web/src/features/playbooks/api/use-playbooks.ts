import { tenantPaths } from '@model/paths.ts';
import type { Playbook, PlaybookStatus } from '@model/playbook.ts';
import { queries } from '@model/query.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection, useDocument } from '../../../lib/use-live.ts';

/** The playbooks, newest first; `status` null means all of them. */
export function usePlaybooks(status: PlaybookStatus | null, limit: number): Live<readonly Entry<Playbook>[]> {
  const { orgId } = useSession();
  return useCollection(
    status === null ? queries.playbooks(orgId, { limit }) : queries.playbooksByStatus(orgId, status, { limit }),
  );
}

/** One playbook; null when there is none (any more). */
export function usePlaybook(playbookId: string): Live<Entry<Playbook> | null> {
  const { orgId } = useSession();
  return useDocument(tenantPaths(orgId).playbook(playbookId));
}
