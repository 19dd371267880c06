import type { Notification } from '@model/notification.ts';
import { queries } from '@model/query.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';

/** That many are shown; older ones are there until they expire. */
export const MOST_SHOWN = 200;
/** One more than the bell can say. */
const MOST_COUNTED = 100;

/** My newest notifications in this tenant. */
export function useNotifications(limit: number): Live<readonly Entry<Notification>[]> {
  const { orgId, uid } = useSession();
  return useCollection(queries.notifications(orgId, uid, { limit }));
}

export function unreadOf(orgId: string, uid: string) {
  return queries.unreadNotifications(orgId, uid, { limit: MOST_COUNTED });
}

/** Those that I have not read: on most pages that is all that is read of them. */
export function useUnread(): Live<readonly Entry<Notification>[]> {
  const { orgId, uid } = useSession();
  return useCollection(unreadOf(orgId, uid));
}
