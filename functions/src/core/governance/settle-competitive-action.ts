import type { CompetitiveAction } from '../../model/competitive-action.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Stored } from '../ports.ts';
import { auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { Changing, TeamDesk } from './team.ts';

/** What a person makes of a proposal: it is taken up, or not. */
export type ActionVerb = 'accept' | 'dismiss';

const DONE = { accept: 'accepted', dismiss: 'dismissed' } as const;

/**
 * The action as it is then; null where there is none. What is decided already changes nothing, and neither does a word on
 * one that has a task: that goes by its task, and stays `pending`.
 */
export function settleCompetitiveAction(
  desk: TeamDesk,
  { orgId, actor }: Changing,
  id: string,
  verb: ActionVerb,
): Promise<Stored<CompetitiveAction> | null> {
  return retryConflicts(async () => {
    const stored = await desk.store.get(tenantPaths(orgId).competitiveAction(id));
    if (stored === null || stored.data.status !== 'pending' || stored.data.taskId !== null) return stored;
    const { data, ref, version } = stored;
    const fields = { status: DONE[verb], updatedAt: desk.clock.now() };
    const target = { kind: 'competitive_action', id };
    const entry = { action: `competitive_action.${DONE[verb]}`, target, after: { title: data.title } };
    const [next = ''] = await desk.store.commit([
      { op: 'update', path: ref.path, fields, ifVersion: version },
      auditWrite(desk, orgId, actor, entry),
    ]);
    return { ...stored, data: { ...data, ...fields }, version: next };
  });
}
