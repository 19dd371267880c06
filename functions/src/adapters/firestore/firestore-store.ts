import {
  type DocumentSnapshot,
  FieldPath,
  type Firestore,
  type Query as FirestoreQuery,
  Timestamp,
  type WriteBatch,
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
import { DOCUMENT_ID, type Query } from '../../model/query.ts';
import { parseStored, StoredShapeError } from '../../model/stored.ts';

/** gRPC status codes that Firestore answers when a commit's conditions do not hold. */
const ALREADY_EXISTS = 6;
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;

/** The document store on Firestore. Timestamps become dates on the way in; dates become timestamps on the way out. */
export function createFirestoreStore(firestore: Firestore): Store {
  return {
    async get<T>(ref: DocRef<T>): Promise<Stored<T> | null> {
      const snapshot = await firestore.doc(ref.path).get();
      if (!snapshot.exists) return null;
      return { ref, id: snapshot.id, data: parseStored(ref, snapshot.data()), version: versionOf(snapshot) };
    },
    async find<T>(ref: DocRef<T>): Promise<Found<T> | null> {
      const snapshot = await firestore.doc(ref.path).get();
      return snapshot.exists ? toFound(ref, snapshot) : null;
    },
    async query<T>(query: Query<T>): Promise<Found<T>[]> {
      const snapshot = await toFirestoreQuery(firestore, query).get();
      return snapshot.docs.map((doc) => toFound({ path: doc.ref.path, schema: query.from.schema }, doc));
    },
    async commit(writes) {
      const batch = firestore.batch();
      for (const write of writes) addTo(batch, firestore, write);
      try {
        const results = await batch.commit();
        return results.map((result) => encodeVersion(result.writeTime));
      } catch (error) {
        throw toCommitError(error);
      }
    },
  };
}

function addTo(batch: WriteBatch, firestore: Firestore, write: Write): void {
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
      else batch.update(ref, given, { lastUpdateTime: decodeVersion(write.ifVersion) });
      return;
    }
    case 'delete':
      if (write.ifVersion === undefined) batch.delete(ref);
      else batch.delete(ref, { lastUpdateTime: decodeVersion(write.ifVersion) });
  }
}

function toFirestoreQuery<T>(firestore: Firestore, query: Query<T>): FirestoreQuery {
  let built: FirestoreQuery = query.from.group
    ? firestore.collectionGroup(query.from.path)
    : firestore.collection(query.from.path);
  for (const [name, operator, value] of query.where) built = built.where(field(name), operator, value);
  for (const [name, direction] of query.orderBy) built = built.orderBy(field(name), direction);
  if (query.after !== null) built = built.startAfter(...query.after);
  return built.limit(query.limit);
}

function field(name: string): string | FieldPath {
  return name === DOCUMENT_ID ? FieldPath.documentId() : name;
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

function decodeVersion(version: string): Timestamp {
  const [seconds, nanoseconds] = version.split('.').map(Number);
  return new Timestamp(seconds ?? 0, nanoseconds ?? 0);
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
