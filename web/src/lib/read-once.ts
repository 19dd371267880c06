import { DOCUMENT_ID, type Query } from '@model/query.ts';
import type { FirebaseApp } from 'firebase/app';
import {
  collection,
  connectFirestoreEmulator,
  type DocumentData,
  documentId,
  type Firestore,
  getDocs,
  getFirestore,
  limit,
  orderBy,
  query,
  startAfter,
  where,
} from 'firebase/firestore/lite';

let started: Firestore | null = null;

/**
 * Reads a query straight from the server. What is kept on this device is neither asked nor filled: it looks through all
 * that it has of a collection for every page, which a long list would feel.
 */
export async function readOnce<T>(
  app: FirebaseApp,
  emulator: string | null,
  wanted: Query<T>,
): Promise<{ readonly path: string; readonly data: DocumentData }[]> {
  const field = (name: string) => (name === DOCUMENT_ID ? documentId() : name);
  const found = await getDocs(
    query(
      collection(firestore(app, emulator), wanted.from.path),
      ...wanted.where.map(([name, operator, value]) => where(field(name), operator, value)),
      ...wanted.orderBy.map(([name, direction]) => orderBy(field(name), direction)),
      ...(wanted.after === null ? [] : [startAfter(...wanted.after)]),
      limit(wanted.limit),
    ),
  );
  return found.docs.map((one) => ({ path: one.ref.path, data: one.data() }));
}

function firestore(app: FirebaseApp, emulator: string | null): Firestore {
  if (started !== null) return started;
  started = getFirestore(app);
  if (emulator !== null) {
    const [host = '127.0.0.1', port = '8080'] = emulator.split(':');
    connectFirestoreEmulator(started, host, Number(port));
  }
  return started;
}
