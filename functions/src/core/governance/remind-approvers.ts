import type { Approval } from '../../model/approval.ts';
import { seatOf, yesesOf } from '../../model/approvers.ts';
import { queries } from '../../model/query.ts';
import { deriveId } from '../derive-id.ts';
import { concurrently } from '../engine/concurrently.ts';
import type { Engine } from '../engine/engine.ts';
import { tell } from '../engine/notify/tell.ts';
import { ownPlaces } from '../own-places.ts';
import { ConflictError } from '../ports.ts';
import { readTeam, readTenant } from './governed.ts';
import { aboutIt, askedPeople } from './tell-approvers.ts';

/** So many a quarter of an hour; the next one has the next. */
const REMINDED_AT_ONCE = 100;
const AT_A_TIME = 10;
const AGAIN_MS = 3_600_000;

/**
 * Tells those who have not answered yet once more, by the channels that they prefer, of each question whose time for that
 * has come. Returns of how many. One that fails is tried again in an hour.
 */
export async function remindApprovers(engine: Engine): Promise<number> {
  const { store, clock, log } = engine;
  const found = await store.query(queries.dueReminders(clock.now(), { limit: REMINDED_AT_ONCE }));
  const reminded = await concurrently(ownPlaces(found, 'approvals'), AT_A_TIME, async ({ orgId, id, ref, data }) => {
    let remindAt: Date | null = null;
    let isTold = false;
    try {
      if (data !== null) isTold = await remind(engine, orgId, id, data);
    } catch (error) {
      log.error('approvers_not_reminded', error, { orgId, approvalId: id });
      remindAt = new Date(clock.now().getTime() + AGAIN_MS);
    }
    engine.fault('reminded');
    try {
      await store.commit([{ op: 'update', path: ref.path, fields: { remindAt } }]);
    } catch (error) {
      // It is gone by now.
      if (!(error instanceof ConflictError)) throw error;
    }
    return isTold;
  });
  return reminded.filter(Boolean).length;
}

async function remind(engine: Engine, orgId: string, approvalId: string, approval: Approval): Promise<boolean> {
  const now = engine.clock.now();
  // Of what was too much for one day nobody was told, and nobody is reminded.
  const isOpen = approval.status === 'pending' && now < approval.expiresAt;
  if (!isOpen || approval.told.length === 0) return false;
  const [{ policy, timezone }, team] = await Promise.all([
    readTenant(engine.store, orgId),
    readTeam(engine.store, orgId),
  ]);
  const seats = new Set(yesesOf(approval).flatMap((yes) => [yes.by, seatOf(yes)]));
  const people = askedPeople(approval, team, policy.selfApproval, now);
  const missing = people.filter(({ uid, place }) => !seats.has(place?.uid ?? uid) && !seats.has(uid));
  const { title, message, expiresAt } = approval;
  const until = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone: timezone });
  await tell(engine, { orgId, timezone }, missing, {
    ...aboutIt(approvalId, approval),
    title: `Still waiting for your answer: ${title}`,
    message: `${message}\n\nUntil ${until.format(expiresAt)}.`,
    key: deriveId(orgId, 'reminder', approvalId),
  });
  return true;
}
