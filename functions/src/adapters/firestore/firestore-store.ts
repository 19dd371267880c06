import type { App } from 'firebase-admin/app';
import type {
  DocumentSnapshot,
  Firestore,
  Query as FirestoreQuery,
  Timestamp,
  WriteBatch,
} from 'firebase-admin/firestore';
import {
  AlreadyExistsError,
  ConflictError,
  type Found,
  type Store,
  type Stored,
  type Write,
} from '../../core/ports.ts';
import type { DocRef } from '../../model/paths.ts';
import type { Query } from '../../model/query.ts';
import { parseStored, StoredShapeError } from '../../model/stored.ts';
import { loadAdmin } from '../google/lazy-admin.ts';

/** gRPC status codes that Firestore answers when a commit's conditions do not hold. */
const ALREADY_EXISTS = 6;
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;

interface Connection {
  readonly firestore: Firestore;
  readonly toTimestamp: (seconds: number, nanoseconds: number) => Timestamp;
}

/**
 * The document store on Firestore. Timestamps become dates on the way in; dates become timestamps on the way out.
 */
export function createFirestoreStore(app: () => Promise<App>): Store {
  let connection: Promise<Connection> | null = null;
  const connected = (): Promise<Connection> => {
    connection ??= connect(app);
    return connection;
  };
  return {
    async get<T>(ref: DocRef<T>): Promise<Stored<T> | null> {
      const snapshot = await (await connected()).firestore.doc(ref.path).get();
      if (!snapshot.exists) return null;
      return { ref, id: snapshot.id, data: parseStored(ref, snapshot.data()), version: versionOf(snapshot) };
    },
    async find<T>(ref: DocRef<T>): Promise<Found<T> | null> {
      const snapshot = await (await connected()).firestore.doc(ref.path).get();
      return snapshot.exists ? toFound(ref, snapshot) : null;
    },
    async query<T>(query: Query<T>): Promise<Found<T>[]> {
      const snapshot = await toFirestoreQuery((await connected()).firestore, query).get();
      return snapshot.docs.map((doc) => toFound({ path: doc.ref.path, schema: query.from.schema }, doc));
    },
    async count(query) {
      const snapshot = await toFirestoreQuery((await connected()).firestore, query)
        .count()
        .get();
      return snapshot.data().count;
    },
    async commit(writes) {
      const { firestore, toTimestamp } = await connected();
      const batch = firestore.batch();
      for (const write of writes) addTo(batch, { firestore, toTimestamp }, write);
      try {
        const results = await batch.commit();
        return results.map((result) => encodeVersion(result.writeTime));
      } catch (error) {
        throw toCommitError(error);
      }
    },
  };
}

async function connect(app: () => Promise<App>): Promise<Connection> {
  const { getFirestore, Timestamp } = (await loadAdmin()).firestore;
  return {
    firestore: getFirestore(await app()),
    toTimestamp: (seconds, nanoseconds) => new Timestamp(seconds, nanoseconds),
  };
}

function addTo(batch: WriteBatch, { firestore, toTimestamp }: Connection, write: Write): void {
  const ref = firestore.doc(write.path);
  switch (write.op) {
    case 'create':
      batch.create(ref, write.data);
      return;
    case 'set':
      batch.set(ref, write.data);
      return;
    case 'update': {
      const given = Object.fromEntries(Object.entries(write.fields).filter(([, value]) => value !== undefined));
      if (write.ifVersion === undefined) batch.update(ref, given);
      else batch.update(ref, given, { lastUpdateTime: decodeVersion(write.ifVersion, toTimestamp) });
      return;
    }
    case 'delete':
      if (write.ifVersion === undefined) batch.delete(ref);
      else batch.delete(ref, { lastUpdateTime: decodeVersion(write.ifVersion, toTimestamp) });
  }
}

function toFirestoreQuery<T>(firestore: Firestore, query: Query<T>): FirestoreQuery {
  let built: FirestoreQuery = query.from.group
    ? firestore.collectionGroup(query.from.path)
    : firestore.collection(query.from.path);
  for (const [name, operator, value] of query.where) built = built.where(name, operator, value);
  for (const [name, direction] of query.orderBy) built = built.orderBy(name, direction);
  if (query.after !== null) built = built.startAfter(...query.after);
  return built.limit(query.limit);
}

function toFound<T>(ref: DocRef<T>, snapshot: DocumentSnapshot): Found<T> {
  const base = { ref, id: snapshot.id, version: versionOf(snapshot) };
  try {
    return { ...base, data: parseStored(ref, snapshot.data()) };
  } catch (error) {
    if (!(error instanceof StoredShapeError)) throw error;
    return { ...base, data: null, raw: snapshot.data(), problems: error.errors };
  }
}

function versionOf(snapshot: DocumentSnapshot): string {
  if (snapshot.updateTime === undefined) throw new Error(`${snapshot.ref.path} came without an update time`);
  return encodeVersion(snapshot.updateTime);
}

function encodeVersion(time: Timestamp): string {
  return `${time.seconds}.${time.nanoseconds}`;
}

function decodeVersion(version: string, toTimestamp: Connection['toTimestamp']): Timestamp {
  const [seconds = 0, nanoseconds = 0] = version.split('.').map(Number);
  return toTimestamp(seconds, nanoseconds);
}

function toCommitError(error: unknown): unknown {
  const code = error !== null && typeof error === 'object' && 'code' in error ? error.code : undefined;
  if (code === ALREADY_EXISTS)
    return new AlreadyExistsError('A document to be created is already there', { cause: error });
  if (code === FAILED_PRECONDITION || code === NOT_FOUND) {
    return new ConflictError('A document was changed in between, or is missing', { cause: error });
  }
  return error;
}
