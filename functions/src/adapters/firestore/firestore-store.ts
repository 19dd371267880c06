import type { App } from 'firebase-admin/app';
import type { DocumentSnapshot, Firestore, Query as FirestoreQuery } from 'firebase-admin/firestore';
import { AlreadyExistsError, ConflictError, type Found, type Store, type Stored } from '../../core/ports.ts';
import { type DocRef, idOf } from '../../model/paths.ts';
import type { Query } from '../../model/query.ts';
import { parseStored, StoredShapeError } from '../../model/stored.ts';
import { loadAdmin } from '../google/lazy-admin.ts';
import { ALREADY_EXISTS, grpcCode, NOT_FOUND } from '../google/local-grpc.ts';
import { decodeFields } from './document-value.ts';
import { encodeVersion, type Funnel, openFunnel } from './funnel.ts';

/** What Firestore answers, beside the codes above, when a commit's conditions do not hold. */
const FAILED_PRECONDITION = 9;

interface Connection {
  readonly firestore: Firestore;
  readonly funnel: Funnel;
}
/** A document as it was read, before its shape is looked at. */
interface Raw {
  readonly data: unknown;
  readonly version: string;
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
  const queried = async <T>(query: Query<T>) => toFirestoreQuery((await connected()).firestore, query);
  const read = async (path: string): Promise<Raw | null> => {
    const { funnel } = await connected();
    try {
      const { fields, updateTime } = await funnel.get(path);
      return { data: decodeFields(fields), version: encodeVersion(updateTime) };
    } catch (error) {
      if (grpcCode(error) === NOT_FOUND) return null;
      throw error;
    }
  };
  return {
    async get<T>(ref: DocRef<T>): Promise<Stored<T> | null> {
      const raw = await read(ref.path);
      return raw && { ref, id: idOf(ref.path), data: parseStored(ref, raw.data), version: raw.version };
    },
    async find<T>(ref: DocRef<T>): Promise<Found<T> | null> {
      const raw = await read(ref.path);
      return raw && toFound(ref, raw);
    },
    async findAll<T>(refs: readonly DocRef<T>[]): Promise<(Found<T> | null)[]> {
      if (refs.length === 0) return [];
      const { firestore } = await connected();
      const snapshots = await firestore.getAll(...refs.map(({ path }) => firestore.doc(path)));
      return refs.map((ref, index) => {
        const snapshot = snapshots[index];
        return snapshot?.exists ? toFound(ref, rawOf(snapshot)) : null;
      });
    },
    async query<T>(query: Query<T>): Promise<Found<T>[]> {
      const { docs } = await (await queried(query)).get();
      return docs.map((doc) => toFound({ path: doc.ref.path, schema: query.from.schema }, rawOf(doc)));
    },
    async count(query) {
      return (await (await queried(query)).count().get()).data().count;
    },
    async commit(writes) {
      const { funnel } = await connected();
      try {
        return (await funnel.commit(writes)).map(encodeVersion);
      } catch (error) {
        throw toCommitError(error);
      }
    },
  };
}

async function connect(app: () => Promise<App>): Promise<Connection> {
  const { getFirestore } = (await loadAdmin()).firestore;
  const firestore = getFirestore(await app());
  return { firestore, funnel: await openFunnel(firestore) };
}

export function toFirestoreQuery<T>(firestore: Firestore, query: Query<T>): FirestoreQuery {
  let built: FirestoreQuery = query.from.group
    ? firestore.collectionGroup(query.from.path)
    : firestore.collection(query.from.path);
  for (const [name, operator, value] of query.where) built = built.where(name, operator, value);
  for (const [name, direction] of query.orderBy) built = built.orderBy(name, direction);
  if (query.after !== null) built = built.startAfter(...query.after);
  return built.limit(query.limit);
}

export function rawOf(snapshot: DocumentSnapshot): Raw {
  if (snapshot.updateTime === undefined) throw new Error(`${snapshot.ref.path} came without an update time`);
  const { seconds, nanoseconds } = snapshot.updateTime;
  return { data: snapshot.data(), version: encodeVersion({ seconds, nanos: nanoseconds }) };
}

export function toFound<T>(ref: DocRef<T>, { data, version }: Raw): Found<T> {
  const base = { ref, id: idOf(ref.path), version };
  try {
    return { ...base, data: parseStored(ref, data) };
  } catch (error) {
    if (!(error instanceof StoredShapeError)) throw error;
    return { ...base, data: null, raw: data, problems: error.errors };
  }
}

function toCommitError(error: unknown): unknown {
  const code = grpcCode(error);
  if (code === ALREADY_EXISTS)
    return new AlreadyExistsError('A document to be created is already there', { cause: error });
  if (code === FAILED_PRECONDITION || code === NOT_FOUND) {
    return new ConflictError('A document was changed in between, or is missing', { cause: error });
  }
  return error;
}
