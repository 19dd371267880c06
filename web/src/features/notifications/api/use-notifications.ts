import type { Notification } from '@model/notification.ts';
import { queries } from '@model/query.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';

/** My newest notifications in this tenant. */
export function useNotifications(): Live<readonly Entry<Notification>[]> {
  const { orgId, uid } = useSession();
  return useCollection(queries.notifications(orgId, uid, { limit: 50 }));
}
