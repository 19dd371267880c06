import { tenantPaths } from '@model/paths.ts';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { keep, kept } from './kept.ts';
import { loadFirestore } from './load-firestore.ts';
import type { Session } from './session.ts';

export type ConnectionState = 'online' | 'connecting' | 'reconnecting' | 'offline' | 'error';

export interface Connection {
  readonly state: ConnectionState;
  /** Until when what the pages show was up to date; null while it is, and where it never was. */
  readonly asOf: Date | null;
  /** What is wrong and what to do; null but for `error`. */
  readonly problem: string | null;
}

/** What is known of the way to the database. */
export interface Signs {
  /** Whether the device has a network at all. */
  readonly hasNetwork: boolean;
  /** Whether the last word came from the server; null before the first. */
  readonly isLive: boolean | null;
  readonly wasLive: boolean;
  /** Whether it has not been live for longer than a short interruption takes. */
  readonly isLong: boolean;
  /** Why the listener was ended; null while it goes on. */
  readonly failure: string | null;
}

const PATIENCE_MS = 12_000;
const NOTE_MS = 30_000;

/** One word for it, and what to say where something is to be done. */
export function readSigns({ hasNetwork, isLive, wasLive, isLong, failure }: Signs): Omit<Connection, 'asOf'> {
  if (!hasNetwork) return { state: 'offline', problem: null };
  if (failure === 'permission-denied') {
    const problem = 'You may not see this business any longer. Reload the page, or ask an owner of the team.';
    return { state: 'error', problem };
  }
  if (failure !== null)
    return { state: 'error', problem: 'The connection to the database has ended. Reload the page.' };
  if (isLive) return { state: 'online', problem: null };
  if (!isLong) return { state: wasLive ? 'reconnecting' : 'connecting', problem: null };
  const problem =
    'The database cannot be reached. Check your connection; a firewall or an ad blocker may be in the way. It is tried again all the time.';
  return { state: 'error', problem };
}

/** Whether what the pages show is live: the own membership is listened to, and says when it comes from memory only. */
export function useConnection({ orgId, uid, isRemembered }: Session): Connection {
  const isOnNetwork = useSyncExternalStore(subscribe, () => navigator.onLine);
  const { isLive, wasLive, failure } = useLiveness(orgId, uid);
  // A network that leads nowhere is none: browsers know of the cable only.
  const hasNetwork = isOnNetwork && (!isRemembered || wasLive);
  const isLong = useLasting(hasNetwork && !isLive, PATIENCE_MS);
  const found = readSigns({ hasNetwork, isLive, wasLive, isLong, failure });
  const isOnline = found.state === 'online';
  useNotedTime(`asOf.${orgId}`, isOnline);
  return { ...found, asOf: isOnline ? null : dateIn(kept(`asOf.${orgId}`)) };
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

interface Liveness {
  readonly isLive: boolean | null;
  readonly wasLive: boolean;
  readonly failure: string | null;
}
const UNKNOWN: Liveness = { isLive: null, wasLive: false, failure: null };

function useLiveness(orgId: string, uid: string): Liveness {
  const [found, setFound] = useState(UNKNOWN);
  useEffect(() => {
    let isWanted = true;
    let end: (() => void) | null = null;
    setFound(UNKNOWN);
    const fail = (failure: string) => isWanted && setFound((before) => ({ ...before, isLive: false, failure }));
    loadFirestore().then(
      (live) => {
        if (!isWanted) return;
        const tell = (isLive: boolean) =>
          setFound(({ wasLive }) => ({ isLive, wasLive: wasLive || isLive, failure: null }));
        end = live.watchLiveness(tenantPaths(orgId).member(uid).path, tell, fail);
      },
      () => fail('unloaded'),
    );
    return () => {
      isWanted = false;
      end?.();
    };
  }, [orgId, uid]);
  return found;
}

/** Whether something has been so for this long. */
function useLasting(isSo: boolean, ms: number): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    setIsLong(false);
    if (!isSo) return;
    const timer = setTimeout(() => setIsLong(true), ms);
    return () => clearTimeout(timer);
  }, [isSo, ms]);
  return isLong;
}

/** Notes the time as long as it `isOnline`, so that it is known after a reload, too. */
function useNotedTime(name: string, isOnline: boolean): void {
  useEffect(() => {
    if (!isOnline) return;
    const note = () => keep(name, new Date().toISOString());
    note();
    const timer = setInterval(note, NOTE_MS);
    return () => clearInterval(timer);
  }, [name, isOnline]);
}

function dateIn(value: unknown): Date | null {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}
