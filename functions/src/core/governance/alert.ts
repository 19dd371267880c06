import type { Alert } from '../../model/alert.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import { deriveId } from '../derive-id.ts';
import { AlreadyExistsError, type Clock, ConflictError, type Store, type Write } from '../ports.ts';

/** One mail an hour about one alert, however often it is raised. */
const MAIL_EVERY_MS = 3_600_000;
const MAX_CONFLICTS = 4;

interface Ports {
  readonly store: Store;
  readonly clock: Clock;
}

/** `subject` is the id of what the problem is about: the same code and subject are the same alert. */
type Problem = Pick<Alert, 'code' | 'severity' | 'title' | 'message' | 'link' | 'subject'>;

/**
 * Says that something is wrong: a new alert, or one more of the same. Mails nothing itself: the watch mails what is
 * due, so that whoever raises an alert neither waits for a mail server nor needs one.
 */
export async function raiseAlert({ store, clock }: Ports, orgId: string, problem: Problem): Promise<void> {
  const ref = tenantPaths(orgId).alert(alertIdFor(orgId, problem));
  for (let attempt = 0; ; attempt++) {
    const present = await store.find(ref);
    const alert = raised(present?.data ?? null, problem, clock.now());
    const write: Write =
      present === null
        ? { op: 'create', path: ref.path, data: alert }
        : { op: 'update', path: ref.path, fields: { ...alert }, ifVersion: present.version };
    try {
      await store.commit([write]);
      return;
    } catch (error) {
      const isRace = error instanceof ConflictError || error instanceof AlreadyExistsError;
      if (!isRace) throw error;
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

function raised(present: Alert | null, problem: Problem, now: Date): Alert {
  const isOpen = present !== null && present.resolvedAt === null;
  const mailedAt = present?.mailedAt ?? null;
  const nextMailAt = new Date(Math.max(now.getTime(), (mailedAt?.getTime() ?? 0) + MAIL_EVERY_MS));
  return {
    ...problem,
    count: isOpen ? present.count + 1 : 1,
    firstAt: isOpen ? present.firstAt : now,
    lastAt: now,
    resolvedAt: null,
    mailedAt,
    mailDueAt: problem.severity === 'info' ? null : (present?.mailDueAt ?? nextMailAt),
    expireAt: expiryOf('alert', now),
  };
}
