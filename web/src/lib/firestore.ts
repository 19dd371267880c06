import type { CollectionRef, DocRef } from '@model/paths.ts';
import { idOf } from '@model/paths.ts';
import { DOCUMENT_ID, type Query } from '@model/query.ts';
import { parseStored, StoredShapeError } from '@model/stored.ts';
import type { FirebaseApp } from 'firebase/app';
import {
  collection,
  collectionGroup,
  connectFirestoreEmulator,
  type DocumentSnapshot,
  doc,
  documentId,
  type Firestore,
  type FirestoreError,
  type Query as FirestoreQuery,
  getCountFromServer,
  initializeFirestore,
  limit,
  onSnapshot,
  orderBy,
  type QueryConstraint,
  type QuerySnapshot,
  query,
  serverTimestamp,
  startAfter,
  type Unsubscribe,
  where,
  writeBatch,
} from 'firebase/firestore';

/** A document as it was read: its data, or what is wrong with its shape. */
export type Entry<T> =
  | { readonly id: string; readonly path: string; readonly data: T; readonly problem: null }
  | { readonly id: string; readonly path: string; readonly data: null; readonly problem: string };

const MOST_COUNTED = 1_000;

let started: Firestore | null = null;

/** Starts Firestore once, against the emulator (`host:port`) where there is one. */
export function startFirestore(app: FirebaseApp, emulator: string | null): void {
  if (started !== null) return;
  started = initializeFirestore(app, {});
  if (emulator === null) return;
  const [host = '127.0.0.1', port = '8080'] = emulator.split(':');
  connectFirestoreEmulator(started, host, Number(port));
}

function firestore(): Firestore {
  if (started === null) throw new Error('Firestore is used before the sign-in');
  return started;
}

/** Tells the document at `ref`, now and at every change; null while there is none. Gives what ends it. */
function listenToDocument<T>(
  ref: DocRef<T>,
  next: (value: Entry<T> | null) => void,
  fail: (error: FirestoreError) => void,
): Unsubscribe {
  const tell = (found: DocumentSnapshot) =>
    next(found.exists() ? toEntry(ref, found.data({ serverTimestamps: 'estimate' })) : null);
  return onSnapshot(doc(firestore(), ref.path), tell, fail);
}

/** Tells the documents of a query, now and at every change. Gives what ends it. */
function listenToQuery<T>(
  wanted: Query<T>,
  next: (value: readonly Entry<T>[]) => void,
  fail: (error: FirestoreError) => void,
): Unsubscribe {
  const { schema } = wanted.from;
  const tell = ({ docs }: QuerySnapshot) =>
    next(docs.map((found) => toEntry({ path: found.ref.path, schema }, found.data({ serverTimestamps: 'estimate' }))));
  return onSnapshot(webQuery(wanted), tell, fail);
}

/** Tells whether the document at `path` comes from the server (true) or from memory only. Gives what ends it. */
function watchLiveness(path: string, tell: (isLive: boolean) => void): Unsubscribe {
  return onSnapshot(
    doc(firestore(), path),
    { includeMetadataChanges: true },
    ({ metadata }) => tell(!metadata.fromCache),
    () => tell(false),
  );
}

/** How many documents a query finds, 1,000 at most, for the price of one read. */
async function count<T>(wanted: Query<T>): Promise<number> {
  return (await getCountFromServer(webQuery({ ...wanted, limit: MOST_COUNTED }))).data().count;
}

/** Sets one field of each document to the server's time. */
async function stamp(paths: readonly string[], field: string): Promise<void> {
  const batch = writeBatch(firestore());
  for (const path of paths) batch.update(doc(firestore(), path), { [field]: serverTimestamp() });
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
export const liveFirestore = { listenToDocument, listenToQuery, watchLiveness, count, stamp } as const;
