import type { Alert } from '../../model/alert.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Stored } from '../ports.ts';
import { auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { Changing, TeamDesk } from './team.ts';

/** What a person does about an alert: looks after it, so that nobody else is written to, or says that it is over. */
export type AlertVerb = 'acknowledge' | 'resolve';

const DONE = { acknowledge: 'alert.acknowledged', resolve: 'alert.resolved' } as const;

/** The alert as it is then; null where there is none. What is done or over already changes nothing. */
export function settleAlert(
  desk: TeamDesk,
  { orgId, member: { uid }, actor }: Changing,
  alertId: string,
  verb: AlertVerb,
): Promise<Stored<Alert> | null> {
  return retryConflicts(async () => {
    const stored = await desk.store.get(tenantPaths(orgId).alert(alertId));
    if (stored === null) return null;
    const { data, ref, version } = stored;
    if (data.resolvedAt !== null || (verb === 'acknowledge' && data.acknowledgedAt !== null)) return stored;
    const now = desk.clock.now();
    const fields =
      verb === 'acknowledge'
        ? { acknowledgedAt: now, acknowledgedBy: uid, mailDueAt: null }
        : { resolvedAt: now, resolvedBy: uid, mailDueAt: null };
    const after = { code: data.code, subject: data.subject, title: data.title };
    const entry = { action: DONE[verb], target: { kind: 'alert', id: alertId }, after };
    const [next = ''] = await desk.store.commit([
      { op: 'update', path: ref.path, fields, ifVersion: version },
      auditWrite(desk, orgId, actor, entry),
    ]);
    return { ...stored, data: { ...data, ...fields }, version: next };
  });
}
