import { randomUUID } from 'node:crypto';
import { initializeApp } from 'firebase-admin/app';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFirestoreStore } from '../../src/adapters/firestore/firestore-store.ts';
import { createFirestoreSubtree } from '../../src/adapters/firestore/firestore-subtree.ts';
import { createMemoryStore } from '../../src/adapters/memory/memory-store.ts';
import type { Descendant, Store, Subtree } from '../../src/core/ports.ts';
import { projectId } from '../kit/local-google.ts';

let app: ReturnType<typeof initializeApp> | null = null;
async function firebase() {
  app ??= initializeApp({ projectId }, randomUUID());
  return app;
}

const kinds: Record<string, () => { store: Store; subtree: Subtree }> = {
  memory: () => {
    const store = createMemoryStore();
    return { store, subtree: store.subtree };
  },
  Firestore: () => ({ store: createFirestoreStore(firebase), subtree: createFirestoreSubtree(firebase) }),
};

for (const [name, create] of Object.entries(kinds)) {
  describe(`what lies below a document in ${name}`, () => {
    let store: Store;
    let subtree: Subtree;
    let root: string;
    /** Also below documents that are not there, and in collections that nobody knows. */
    const inside = ['a/1', 'a/1/b/2/c/3', 'a-b/1', 'a/1-x', 'records/none/items/1', 'Zoo/1', 'ä/é'];
    beforeEach(async () => {
      ({ store, subtree } = create());
      root = `tenants/org_${randomUUID()}`;
      const outside = [root, `${root}x/a/1`, `${root}-/a/1`, `elsewhere/${root.slice(8)}/a/1`];
      const paths = [...inside.map((path) => `${root}/${path}`), ...outside];
      await store.commit(paths.map((path) => ({ op: 'set', path, data: { path, at: new Date(0), list: [1] } })));
    });
    const all = async (limit: number) => {
      const found: string[] = [];
      for (let after: string | null = null; ; after = found.at(-1) ?? null) {
        const page = await subtree.paths(root, { limit, after });
        expect(page.length).toBeLessThanOrEqual(limit);
        if (page.length === 0) return found.map((path) => path.slice(root.length + 1));
        found.push(...page);
      }
    };

    it('is found whole, and nothing beside it, in one order whatever the size of the pages', async () => {
      const order = ['Zoo/1', 'a/1', 'a/1/b/2/c/3', 'a/1-x', 'a-b/1', 'records/none/items/1', 'ä/é'];
      for (const limit of [1, 2, 3, 100]) expect(await all(limit)).toEqual(order);
    });

    it('comes with its data, times as dates', async () => {
      const all: Descendant[] = [];
      for await (const one of subtree.documents(root, null)) all.push(one);
      expect(all).toHaveLength(inside.length);
      expect(all[1]).toEqual({ path: `${root}/a/1`, data: { path: `${root}/a/1`, at: new Date(0), list: [1] } });
      for await (const { path } of subtree.documents(root, `${root}/a-b/1`)) {
        expect(path).toBe(`${root}/records/none/items/1`);
        break;
      }
    });

    it('goes on behind a document that has gone', async () => {
      await store.commit([{ op: 'delete', path: `${root}/a/1/b/2/c/3` }]);
      expect(await subtree.paths(root, { limit: 1, after: `${root}/a/1/b/2/c/3` })).toEqual([`${root}/a/1-x`]);
      expect(await subtree.paths(`${root}none`, { limit: 5, after: null })).toEqual([]);
    });
  });
}
