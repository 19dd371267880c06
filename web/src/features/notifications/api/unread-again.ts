const ids = new Set<string>();

/** What was read and is marked as unread in this tab: it is unread, and yet no news. */
export const unreadAgain = {
  add: (notificationId: string): void => void ids.add(notificationId),
  has: (notificationId: string): boolean => ids.has(notificationId),
};
