import { randomUUID } from 'node:crypto';
import { initializeApp } from 'firebase-admin/app';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createFirestoreQueryStream } from '../../src/adapters/firestore/firestore-query-stream.ts';
import { createFirestoreStore } from '../../src/adapters/firestore/firestore-store.ts';
import { createMemoryStore } from '../../src/adapters/memory/memory-store.ts';
import type { QueryStream, Store } from '../../src/core/ports.ts';
import { DOCUMENT_ID, type Filter, type Order, query } from '../../src/model/query-shape.ts';

let app: ReturnType<typeof initializeApp> | null = null;
async function firebase() {
  app ??= initializeApp({ projectId: 'demo-playbooks-test' }, randomUUID());
  return app;
}

const kinds: Record<string, () => { store: Store; stream: QueryStream }> = {
  memory: () => {
    const store = createMemoryStore();
    return { store, stream: store.stream };
  },
  Firestore: () => ({ store: createFirestoreStore(firebase), stream: createFirestoreQueryStream(firebase) }),
};

/** More than two pages, several of one time, and one that has a wrong shape in the middle. */
const COUNT = 650;
const BAD = 333;
const newestFirst: Order[] = [
  ['n', 'desc'],
  [DOCUMENT_ID, 'desc'],
];

describe.each(Object.entries(kinds))('a query of any length in %s', (_, create) => {
  async function filled() {
    const { store, stream } = create();
    const path = `tenants/org_${randomUUID()}/records/things/items`;
    const schema = z.object({ n: z.number(), text: z.string() });
    const documents = Array.from({ length: COUNT }, (_each, index) => ({
      op: 'set' as const,
      path: `${path}/${String(index).padStart(4, '0')}`,
      data: { n: Math.floor(index / 10), text: index === BAD ? 7 : 'x' },
    }));
    for (let from = 0; from < COUNT; from += 400) await store.commit(documents.slice(from, from + 400));
    const all = (where: Filter[] = [], limit = 5) =>
      query({ path, schema, group: false }, where, newestFirst, { limit });
    return { stream, all };
  }
  const idsOf = async (found: AsyncIterable<{ id: string }>) => {
    const ids: string[] = [];
    for await (const { id } of found) ids.push(id);
    return ids;
  };

  it('gives every document once, in order, whatever its limit, and what cannot be read with its problems', async () => {
    const { stream, all } = await filled();
    const found: (string | null)[] = [];
    let problems = 0;
    for await (const one of stream.documents(all())) {
      found.push(one.id);
      if (one.data === null) problems += one.problems.length;
    }
    expect(found).toEqual(Array.from({ length: COUNT }, (_each, index) => String(COUNT - 1 - index).padStart(4, '0')));
    expect(problems).toBe(1);
  });

  it('keeps to its filters, and may be left at any time', async () => {
    const { stream, all } = await filled();
    expect(await idsOf(stream.documents(all([['n', '==', 3]])))).toHaveLength(10);
    const taken: string[] = [];
    for await (const { id } of stream.documents(all())) {
      taken.push(id);
      if (taken.length === 2) break;
    }
    expect(taken).toEqual(['0649', '0648']);
  });
});
