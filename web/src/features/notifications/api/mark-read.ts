import { tenantPaths } from '@model/paths.ts';
import { loadFirestore } from '../../../lib/load-firestore.ts';

/** Marks notifications as read: the one thing about them that a client may write. */
export async function markRead(orgId: string, notificationIds: readonly string[]): Promise<void> {
  const { stamp } = await loadFirestore();
  const { notification } = tenantPaths(orgId);
  await stamp(
    notificationIds.map((id) => notification(id).path),
    'readAt',
  );
}
