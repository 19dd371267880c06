import { tenantPaths } from '@model/paths.ts';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { loadFirestore } from './load-firestore.ts';

export type Connection = 'online' | 'connecting' | 'reconnecting' | 'offline';

function subscribe(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

/** Whether what the pages show is live: the own membership is listened to, and says when it comes from memory only. */
export function useConnection(orgId: string, uid: string): Connection {
  const hasNetwork = useSyncExternalStore(subscribe, () => navigator.onLine);
  const [isLive, setIsLive] = useState<boolean | null>(null);
  useEffect(() => {
    let isWanted = true;
    let end: (() => void) | null = null;
    loadFirestore().then(
      (live) => {
        if (isWanted) end = live.watchLiveness(tenantPaths(orgId).member(uid).path, setIsLive);
      },
      () => isWanted && setIsLive(false),
    );
    return () => {
      isWanted = false;
      end?.();
    };
  }, [orgId, uid]);
  if (!hasNetwork) return 'offline';
  if (isLive === null) return 'connecting';
  return isLive ? 'online' : 'reconnecting';
}
