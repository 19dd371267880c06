import type { App } from 'firebase-admin/app';
import type { Firestore, QueryDocumentSnapshot } from 'firebase-admin/firestore';
import type { QueryStream } from '../../core/ports.ts';
import { loadAdmin } from '../google/lazy-admin.ts';
import { rawOf, toFirestoreQuery, toFound } from './firestore-store.ts';

/** No collection has more; a query needs some limit. */
const ALL = 2_147_483_647;

/**
 * Queries of any length on Firestore: one answer that comes as fast as it is taken. Where Firestore ends it before its
 * time, Google's client asks again behind the last document.
 */
export function createFirestoreQueryStream(app: () => Promise<App>): QueryStream {
  let connection: Promise<Firestore> | null = null;
  return {
    async *documents(query) {
      connection ??= connect(app);
      const { schema } = query.from;
      const documents = toFirestoreQuery(await connection, { ...query, limit: ALL }).stream();
      for await (const one of documents as AsyncIterable<unknown> as AsyncIterable<QueryDocumentSnapshot>) {
        yield toFound({ path: one.ref.path, schema }, rawOf(one));
      }
    },
  };
}

async function connect(app: () => Promise<App>): Promise<Firestore> {
  const { getFirestore } = (await loadAdmin()).firestore;
  return getFirestore(await app());
}
