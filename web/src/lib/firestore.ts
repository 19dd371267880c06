import type { CollectionRef, DocRef } from '@model/paths.ts';
import { idOf } from '@model/paths.ts';
import { DOCUMENT_ID, type Query } from '@model/query.ts';
import { parseStored, StoredShapeError } from '@model/stored.ts';
import type { FirebaseApp } from 'firebase/app';
import {
  clearIndexedDbPersistence,
  collection,
  collectionGroup,
  connectFirestoreEmulator,
  type DocumentSnapshot,
  doc,
  documentId,
  type FieldValue,
  type Firestore,
  type Query as FirestoreQuery,
  getCountFromServer,
  initializeFirestore,
  limit,
  onSnapshot,
  orderBy,
  persistentLocalCache,
  persistentMultipleTabManager,
  type QueryConstraint,
  type QuerySnapshot,
  query,
  serverTimestamp,
  startAfter,
  terminate,
  type Unsubscribe,
  where,
  writeBatch,
} from 'firebase/firestore';
import { isKeptFor, keepFor } from './kept.ts';
import { noteReads } from './reads.ts';

/** A document as it was read: its data, or what is wrong with its shape. */
export type Entry<T> =
  | { readonly id: string; readonly path: string; readonly data: T; readonly problem: null }
  | { readonly id: string; readonly path: string; readonly data: null; readonly problem: string };

/** The first documents of a long list. */
export interface Top<T> {
  readonly entries: readonly Entry<T>[];
  /** Whether the server has not said yet that these are the first. */
  readonly isKept: boolean;
}

const MOST_COUNTED = 1_000;

let started: Firestore | null = null;
let emulatorHost: string | null = null;

/** What a listener is told instead of a value: a code of Firestore, or `offline` where nothing of it is kept here. */
type Fail = (failure: string) => void;

/** How long the server may say nothing before an empty store on this device is told as a failure. */
const PATIENCE_MS = 5_000;
const allChanges = { includeMetadataChanges: true } as const;

/**
 * Starts Firestore once, against the emulator (`host:port`) where there is one. What was seen is kept on this device, for
 * all tabs, and for this person only: what somebody else has left is cleared first. A browser that keeps nothing (a
 * private window) has it in memory.
 */
export async function startFirestore(app: FirebaseApp, uid: string, emulator: string | null): Promise<void> {
  if (started !== null) return;
  const localCache = persistentLocalCache({ tabManager: persistentMultipleTabManager() });
  started = initializeFirestore(app, { localCache });
  emulatorHost = emulator;
  if (emulator !== null) {
    const [host = '127.0.0.1', port = '8080'] = emulator.split(':');
    connectFirestoreEmulator(started, host, Number(port));
  }
  if (isKeptFor(uid)) return;
  await clearIndexedDbPersistence(started);
  keepFor(uid);
}

function firestore(): Firestore {
  if (started === null) throw new Error('Firestore is used before the sign-in');
  return started;
}

/** Ends every listener and empties the store on this device; other tabs end with it. */
async function forget(): Promise<void> {
  const ended = firestore();
  await terminate(ended);
  await clearIndexedDbPersistence(ended);
}

/** Tells the document at `ref`, now and at every change; null while there is none. Gives what ends it. */
function listenToDocument<T>(ref: DocRef<T>, next: (value: Entry<T> | null) => void, fail: Fail): Unsubscribe {
  const sieve = startSieve(fail);
  let before = '';
  const tell = (found: DocumentSnapshot) => {
    const data = found.data({ serverTimestamps: 'estimate' });
    const now = JSON.stringify(data) ?? '';
    const isNews = now !== before;
    before = now;
    if (isNews) noteReads(ref.path, 1);
    if (!sieve.lets({ isNews, isNothing: data === undefined, isKept: found.metadata.fromCache })) return;
    next(data === undefined ? null : toEntry(ref, data));
  };
  return endBoth(onSnapshot(doc(firestore(), ref.path), allChanges, tell, failWith(fail)), sieve.end);
}

/** Tells the documents of a query, now and at every change. Gives what ends it. */
function listenToQuery<T>(wanted: Query<T>, next: (value: readonly Entry<T>[]) => void, fail: Fail): Unsubscribe {
  const sieve = startSieve(fail);
  const tell = (found: QuerySnapshot) => {
    const isNews = found.docChanges().length > 0;
    noteReads(wanted.from.path, arrived(found));
    if (!sieve.lets({ isNews, isNothing: found.empty, isKept: found.metadata.fromCache })) return;
    next(entriesOf(wanted, found));
  };
  return endBoth(onSnapshot(webQuery(wanted), allChanges, tell, failWith(fail)), sieve.end);
}

/** The same, and whether it is only what this device has of it: there may be holes in that. */
function listenToTop<T>(wanted: Query<T>, next: (value: Top<T>) => void, fail: Fail): Unsubscribe {
  const sieve = startSieve(fail);
  let wasKept = true;
  const tell = (found: QuerySnapshot) => {
    const isKept = found.metadata.fromCache;
    const isNews = found.docChanges().length > 0 || (wasKept && !isKept);
    wasKept = isKept;
    noteReads(wanted.from.path, arrived(found));
    if (sieve.lets({ isNews, isNothing: found.empty, isKept })) next({ entries: entriesOf(wanted, found), isKept });
  };
  return endBoth(onSnapshot(webQuery(wanted), allChanges, tell, failWith(fail)), sieve.end);
}

/**
 * Tells what a query newly finds; what the server has found the first time is old. Gives what ends it. It costs nothing
 * where the same query is listened to anyway.
 */
function listenToNew<T>(wanted: Query<T>, next: (added: readonly Entry<T>[]) => void): Unsubscribe {
  let old: Set<string> | null = null;
  const tell = (found: QuerySnapshot) => {
    // What the device had kept says nothing about what is new.
    if (found.metadata.fromCache) return;
    const known = old;
    const entries = entriesOf(wanted, found);
    old = new Set([...(known ?? []), ...entries.map(({ id }) => id)]);
    if (known !== null) next(entries.filter(({ id }) => !known.has(id)));
  };
  return onSnapshot(webQuery(wanted), allChanges, tell, () => undefined);
}

/**
 * Lets through what is news. Nothing, out of the store on this device alone, is no answer: the server is waited for a
 * while, and then it is a failure, until the server says otherwise.
 */
function startSieve(fail: Fail) {
  let hasTold = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    lets({ isNews, isNothing, isKept }: Readonly<Record<'isNews' | 'isNothing' | 'isKept', boolean>>): boolean {
      clearTimeout(timer);
      if (isNothing && isKept && !hasTold) {
        timer = setTimeout(() => fail('offline'), navigator.onLine ? PATIENCE_MS : 0);
        return false;
      }
      const isTold = isNews || !hasTold;
      hasTold = true;
      return isTold;
    },
    end: () => clearTimeout(timer),
  };
}

function endBoth(one: () => void, other: () => void): Unsubscribe {
  return () => {
    one();
    other();
  };
}

/** The documents of a query as they are now, from the server: for what is not watched, and not kept. */
async function read<T>(wanted: Query<T>): Promise<readonly Entry<T>[]> {
  const { readOnce } = await import('./read-once.ts');
  const found = await readOnce(firestore().app, emulatorHost, wanted);
  noteReads(wanted.from.path, found.length);
  return found.map(({ path, data }) => toEntry({ path, schema: wanted.from.schema }, data));
}

/** What the server sent, or this device had kept: that is asked for again, and billed if it is older than 30 minutes. */
function arrived(found: QuerySnapshot): number {
  return found.docChanges().filter(({ type }) => type !== 'removed').length;
}

const failWith =
  (fail: Fail) =>
  ({ code }: { readonly code: string }) =>
    fail(code);

function entriesOf<T>({ from: { schema } }: Query<T>, { docs }: QuerySnapshot): readonly Entry<T>[] {
  return docs.map((found) => toEntry({ path: found.ref.path, schema }, found.data({ serverTimestamps: 'estimate' })));
}

/** Tells whether the document at `path` comes from the server (true) or from this device only. Gives what ends it. */
function watchLiveness(path: string, tell: (isLive: boolean) => void, fail: Fail): Unsubscribe {
  const watch = ({ metadata }: DocumentSnapshot) => tell(!metadata.fromCache);
  return onSnapshot(doc(firestore(), path), allChanges, watch, failWith(fail));
}

/** How many documents a query finds, 1,000 at most, for the price of one read. */
async function count<T>(wanted: Query<T>): Promise<number> {
  noteReads(wanted.from.path, 1);
  return (await getCountFromServer(webQuery({ ...wanted, limit: MOST_COUNTED }))).data().count;
}

/** Sets one field of each document to the server's time. Shown at once; without a connection it is sent later. */
async function stamp(paths: readonly string[], field: string): Promise<void> {
  await setAll(paths, field, serverTimestamp());
}

/** Sets it to null, in the same way. */
async function unstamp(paths: readonly string[], field: string): Promise<void> {
  await setAll(paths, field, null);
}

async function setAll(paths: readonly string[], field: string, value: FieldValue | null): Promise<void> {
  const batch = writeBatch(firestore());
  for (const path of paths) batch.update(doc(firestore(), path), { [field]: value });
  await batch.commit();
}

/** A query of the model as one of the web SDK. */
function webQuery<T>({ from, where: filters, orderBy: orders, limit: size, after }: Query<T>): FirestoreQuery {
  const field = (name: string) => (name === DOCUMENT_ID ? documentId() : name);
  const constraints: QueryConstraint[] = [
    ...filters.map(([name, operator, value]) => where(field(name), operator, value)),
    ...orders.map(([name, direction]) => orderBy(field(name), direction)),
    ...(after === null ? [] : [startAfter(...after)]),
    limit(size),
  ];
  return query(source(from), ...constraints);
}

function source<T>(from: CollectionRef<T>) {
  return from.group ? collectionGroup(firestore(), from.path) : collection(firestore(), from.path);
}

/** Parses one document; a malformed one becomes an entry that says what is wrong. */
function toEntry<T>(ref: DocRef<T>, data: unknown): Entry<T> {
  const id = idOf(ref.path);
  try {
    return { id, path: ref.path, data: parseStored(ref, data), problem: null };
  } catch (error) {
    if (!(error instanceof StoredShapeError)) throw error;
    const problem = error.errors.map(({ path, message }) => `${path || 'document'}: ${message}`).join('; ');
    return { id, path: ref.path, data: null, problem };
  }
}

/** What the app does with Firestore; it gets it through lib/load-firestore.ts. */
export const liveFirestore = {
  listenToDocument,
  listenToQuery,
  listenToTop,
  listenToNew,
  read,
  watchLiveness,
  count,
  stamp,
  unstamp,
  forget,
} as const;
