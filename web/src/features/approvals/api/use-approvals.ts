import type { Approval } from '@model/approval.ts';
import { tenantPaths } from '@model/paths.ts';
import { queries } from '@model/query.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection, useDocument } from '../../../lib/use-live.ts';

/** What people were asked to decide, newest first: what is open, or what is not any more. */
export function useApprovals(isPending: boolean, limit: number): Live<readonly Entry<Approval>[]> {
  const { orgId } = useSession();
  return useCollection(
    isPending ? queries.approvalsByStatus(orgId, 'pending', { limit }) : queries.decidedApprovals(orgId, { limit }),
  );
}

/** One question; null when there is none. */
export function useApproval(approvalId: string): Live<Entry<Approval> | null> {
  const { orgId } = useSession();
  return useDocument(tenantPaths(orgId).approval(approvalId));
}

/** Whether it can still be decided; one that has expired says so only once its execution has looked. */
export function isOpen({ status, expiresAt }: Pick<Approval, 'status' | 'expiresAt'>, now: Date): boolean {
  return status === 'pending' && expiresAt > now;
}

const URGENT_MS = 24 * 3_600_000;

/** Whether it expires within a day. */
export function isUrgent({ expiresAt }: Pick<Approval, 'expiresAt'>, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() < URGENT_MS;
}

/** What expires within a day first, the soonest on top; then the newest. */
export function inTriageOrder(entries: readonly Entry<Approval>[], now: Date): readonly Entry<Approval>[] {
  const rank = ({ data }: Entry<Approval>): number => {
    if (data === null) return Number.POSITIVE_INFINITY;
    return isUrgent(data, now)
      ? data.expiresAt.getTime() - now.getTime()
      : URGENT_MS + (now.getTime() - data.requestedAt.getTime());
  };
  return entries.toSorted((a, b) => rank(a) - rank(b));
}
