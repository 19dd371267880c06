import { type Alert, isNews, type Problem, raised } from '../../model/alert.ts';
import { MAX_TOLD } from '../../model/approvers.ts';
import { channelSchema } from '../../model/notification-preferences.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { isAtLeast } from '../../model/tenant.ts';
import { deriveId } from '../derive-id.ts';
import { tellingWrites } from '../engine/notify/tell.ts';
import { AlreadyExistsError, type Clock, ConflictError, type Store, type Write } from '../ports.ts';

const MAX_CONFLICTS = 4;
/** What a playbook's execution came to, and what its next success ends. */
export const FAILURES = ['playbook_failed', 'worker_died'] as const;
const OUTSIDE = channelSchema.exclude(['app']).options;

interface Ports {
  readonly store: Store;
  readonly clock: Clock;
}

interface Concern {
  /** A uid who is told beside the owners and admins. */
  readonly uid?: string;
  /** Whether it is the tenant's own affair, and not mailed to who looks after the platform. */
  readonly isOwn?: boolean;
}

/**
 * Says that something is wrong: a new alert, or one more of the same. Of one that is new, back or worse the people of
 * the tenant are told with it. Sends nothing itself: the tick and the watch send what is due, so that whoever raises an
 * alert neither waits for a mail server nor needs one.
 */
export async function raiseAlert(ports: Ports, orgId: string, problem: Problem, concern: Concern = {}): Promise<void> {
  const { store, clock } = ports;
  const alertId = alertIdFor(orgId, problem);
  const ref = tenantPaths(orgId).alert(alertId);
  let isTold = false;
  for (let attempt = 0; ; attempt++) {
    const present = await store.find(ref);
    const before = present?.data ?? null;
    const now = clock.now();
    const next = raised(before, problem, now, !concern.isOwn);
    const hasNews = isNews(before, next, now);
    const alert = hasNews ? { ...next, toldAt: now } : next;
    const write: Write =
      present === null
        ? { op: 'create', path: ref.path, data: alert }
        : { op: 'update', path: ref.path, fields: { ...alert }, ifVersion: present.version };
    const news = hasNews && !isTold ? await newsOf(ports, orgId, { alertId, alert, uid: concern.uid ?? null }) : [];
    try {
      await store.commit([write, ...news]);
      return;
    } catch (error) {
      const isRace = error instanceof ConflictError || error instanceof AlreadyExistsError;
      if (!isRace) throw error;
      // What is there already is not the alert but what was told of it, at this very instant.
      isTold = present !== null && error instanceof AlreadyExistsError;
      // Beaten again and again by others who say the same: it is told, if not counted.
      if (attempt === MAX_CONFLICTS) return;
    }
  }
}

/** Says that it is over; nothing when it was never raised. */
export async function resolveAlert(
  { store, clock }: Ports,
  orgId: string,
  about: Pick<Problem, 'code' | 'subject'>,
): Promise<void> {
  const alert = await store.get(tenantPaths(orgId).alert(alertIdFor(orgId, about)));
  if (alert === null || alert.data.resolvedAt !== null) return;
  const fields = { resolvedAt: clock.now(), mailDueAt: null };
  await store.commit([{ op: 'update', path: alert.ref.path, fields }]);
}

function alertIdFor(orgId: string, { code, subject }: Pick<Problem, 'code' | 'subject'>): string {
  return deriveId(orgId, code, subject);
}

interface News {
  readonly alertId: string;
  readonly alert: Alert;
  readonly uid: string | null;
}

/** What tells the owners, the admins and the one whom it concerns; nothing where the tenant cannot be read. */
async function newsOf(ports: Ports, orgId: string, { alertId, alert, uid }: News): Promise<Write[]> {
  const [tenant, team] = await Promise.all([
    ports.store.find(top.tenant(orgId)),
    ports.store.query(queries.team(orgId)),
  ]);
  if (!tenant?.data) return [];
  const people = team.flatMap(({ data }) =>
    data !== null && (isAtLeast(data.role, 'admin') || data.uid === uid) ? [data] : [],
  );
  const { code, severity, title, message, link, lastAt } = alert;
  const { timezone } = tenant.data;
  return tellingWrites(ports, { orgId, timezone }, people.slice(0, MAX_TOLD), {
    kind: FAILURES.some((failure) => failure === code) ? 'failures' : 'alerts',
    type: severity === 'info' ? 'info' : severity === 'warning' ? 'warning' : 'error',
    isUrgent: severity === 'critical',
    ...{ title, message, link },
    executionId: null,
    // At one instant it can be news once for each severity.
    key: deriveId(orgId, 'alert', alertId, severity, lastAt.toISOString()),
    except: severity === 'info' ? OUTSIDE : [],
  });
}
