import type { App } from 'firebase-admin/app';
import type { Firestore } from 'firebase-admin/firestore';
import type { Subtree } from '../../core/ports.ts';
import { loadAdmin } from '../google/lazy-admin.ts';
import { grpcCode } from '../google/local-grpc.ts';
import { decodeFields } from './document-value.ts';
import type { WireDocument } from './funnel.ts';

/** As far as Google's own `recursiveDelete` goes through it. Not in its types. */
interface Streaming {
  readonly formattedName: string;
  initializeIfNeeded(tag: string): Promise<void>;
  requestStream(
    method: 'runQuery',
    isBidirectional: false,
    request: object,
    tag: string,
  ): Promise<AsyncIterable<Answer>>;
}
interface Answer {
  readonly document?: WireDocument | null;
}

/**
 * A query that names no collection, which the public interface of Google's client has no words for: it finds all
 * documents below one, also those whose parents are not there. The version of the client is pinned.
 */
export function createFirestoreSubtree(app: () => Promise<App>): Subtree {
  let connection: Promise<Streaming> | null = null;
  const connected = (): Promise<Streaming> => {
    connection ??= connect(app);
    return connection;
  };
  const read = async (root: string, after: string | null, more: object): Promise<AsyncIterable<WireDocument>> => {
    const streaming = await connected();
    const nameOf = (path: string) => `${streaming.formattedName}/documents/${path}`;
    const structuredQuery = {
      ...more,
      from: [{ allDescendants: true }],
      orderBy: [{ field: NAME, direction: 'ASCENDING' }],
      ...(after !== null && { startAt: { values: [{ referenceValue: nameOf(after) }], before: false } }),
    };
    const request = { parent: nameOf(root), structuredQuery };
    return documentsOf(await streaming.requestStream('runQuery', false, request, ''));
  };
  return {
    async *documents(root, behind) {
      for (let [after, isOver] = [behind, false]; !isOver; ) {
        const before = after;
        try {
          for await (const { name, fields } of await read(root, after, {})) {
            after = pathOf(name);
            yield { path: after, data: decodeFields(fields) };
          }
          isOver = true;
        } catch (error) {
          // Firestore ends a long answer that is taken slowly; it goes on from there as long as it comes further.
          if (after === before || !CUT_OFF.includes(grpcCode(error) ?? -1)) throw error;
        }
      }
    },
    async paths(root, { limit, after }) {
      const found: string[] = [];
      const names = { select: { fields: [NAME] }, limit: { value: limit } };
      for await (const { name } of await read(root, after, names)) found.push(pathOf(name));
      return found;
    },
  };
}

async function* documentsOf(answers: AsyncIterable<Answer>): AsyncGenerator<WireDocument> {
  for await (const { document } of answers) if (document) yield document;
}

/** The time is up, aborted, internal, away. */
const CUT_OFF = [4, 10, 13, 14];
const NAME = { fieldPath: '__name__' };

function pathOf(name: string): string {
  return name.slice(name.indexOf('/documents/') + '/documents/'.length);
}

async function connect(app: () => Promise<App>): Promise<Streaming> {
  const { getFirestore } = (await loadAdmin()).firestore;
  const streaming = getFirestore(await app()) as Firestore as unknown as Streaming;
  await streaming.initializeIfNeeded('');
  return streaming;
}
