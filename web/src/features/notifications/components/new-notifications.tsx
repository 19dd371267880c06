import type { Notification } from '@model/notification.ts';
import { useEffect } from 'react';
import type { Entry } from '../../../lib/firestore.ts';
import { loadFirestore } from '../../../lib/load-firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { unreadAgain } from '../api/unread-again.ts';
import { unreadOf } from '../api/use-notifications.ts';

type Readable = Extract<Entry<Notification>, { problem: null }>;

/** Says what arrives while the app is open; what was there before is in the drawer. */
export function NewNotifications() {
  const { orgId, uid } = useSession();
  useEffect(() => {
    let isWanted = true;
    let end: (() => void) | null = null;
    let since = new Date(0);
    const tell = (added: readonly Entry<Notification>[]) => {
      // What becomes visible since something newer was read is not new.
      const news = added.filter(
        (one): one is Readable => one.data !== null && one.data.createdAt > since && !unreadAgain.has(one.id),
      );
      for (const { data } of news) if (data.createdAt > since) since = data.createdAt;
      if (news.length === 0) return;
      void import('./toast.tsx').then(({ toastNews }) => isWanted && toastNews(orgId, news));
    };
    loadFirestore().then(
      (live) => {
        if (isWanted) end = live.listenToNew(unreadOf(orgId, uid), tell);
      },
      // Whoever shows the connection says so.
      () => undefined,
    );
    return () => {
      isWanted = false;
      end?.();
    };
  }, [orgId, uid]);
  return null;
}
