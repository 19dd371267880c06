import type { Store, Write } from '../functions/src/core/ports.ts';

/** Documents read and written, counted at the client, and the commits themselves. */
export function counted(store: Store) {
  const operations = { reads: 0, writes: 0 };
  const commits: (readonly Write[])[] = [];
  const counting: Store = {
    get: (ref) => {
      operations.reads += 1;
      return store.get(ref);
    },
    find: (ref) => {
      operations.reads += 1;
      return store.find(ref);
    },
    findAll: (refs) => {
      operations.reads += refs.length;
      return store.findAll(refs);
    },
    query: async (query) => {
      const found = await store.query(query);
      operations.reads += Math.max(1, found.length);
      return found;
    },
    count: (query) => {
      operations.reads += 1;
      return store.count(query);
    },
    commit: (writes) => {
      operations.writes += writes.length;
      commits.push(writes);
      return store.commit(writes);
    },
  };
  return { operations, commits, counting };
}
