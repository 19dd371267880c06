import type { NotificationData } from '@mantine/notifications';

const listeners = new Set<() => void>();
let isWanted = false;

/** Shows a toast. What shows them is loaded with the first one. */
export async function showToast(toast: NotificationData): Promise<void> {
  isWanted = true;
  for (const tell of listeners) tell();
  const { notifications } = await import('@mantine/notifications');
  notifications.show(toast);
}

/** Whether there was a toast yet; for `useSyncExternalStore`. */
export const toasts = {
  subscribe(tell: () => void): () => void {
    listeners.add(tell);
    return () => listeners.delete(tell);
  },
  areWanted: () => isWanted,
};
