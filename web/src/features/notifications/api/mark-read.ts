import { tenantPaths } from '@model/paths.ts';
import { loadFirestore } from '../../../lib/load-firestore.ts';
import { toastFailure } from '../../../lib/use-command.ts';
import { unreadAgain } from './unread-again.ts';

/**
 * Marks notifications as read: the one thing about them that a client may write. It shows at once; without a connection
 * it is sent later.
 */
export function markRead(orgId: string, notificationIds: readonly string[]): void {
  const { notification } = tenantPaths(orgId);
  const paths = notificationIds.map((id) => notification(id).path);
  loadFirestore()
    .then(({ stamp }) => stamp(paths, 'readAt'))
    .catch((error: unknown) => toastFailure('Not marked as read', error));
}

/** Takes that back. */
export function markUnread(orgId: string, notificationId: string): void {
  unreadAgain.add(notificationId);
  loadFirestore()
    .then(({ unstamp }) => unstamp([tenantPaths(orgId).notification(notificationId).path], 'readAt'))
    .catch((error: unknown) => toastFailure('Not marked as unread', error));
}
