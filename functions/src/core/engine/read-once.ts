import { type DocRef, orgIdOf, tenantPaths } from '../../model/paths.ts';
import type { Found, Store, Stored } from '../ports.ts';

/**
 * The same store, for many starts within a second or two. What they have in common (the tenant, its members) is read
 * once. `ahead` holds what each of them begins with, read in one go (null: it is not there): the first time one asks
 * for such a document it gets that; whoever asks again wants to know what has changed, and reads it.
 */
export function readOnce(store: Store, ahead: Map<string, Found<unknown> | null>): Store {
  const shared = new Map<string, Promise<unknown>>();
  const take = <T>({ path }: DocRef<T>): Found<T> | null | undefined => {
    const known = ahead.get(path);
    ahead.delete(path);
    return known as Found<T> | null | undefined;
  };
  return {
    ...store,
    find: async (ref) => {
      const known = take(ref);
      return known === undefined ? store.find(ref) : known;
    },
    get: async <T>(ref: DocRef<T>): Promise<Stored<T> | null> => {
      const known = take(ref);
      if (known === null) return null;
      if (known !== undefined && known.data !== null) return known as Stored<T>;
      if (!isShared(ref.path)) return store.get(ref);
      const read = shared.get(ref.path) ?? store.get(ref);
      shared.set(ref.path, read);
      // What failed once may well answer the next one.
      read.catch(() => shared.delete(ref.path));
      return read as ReturnType<typeof store.get<T>>;
    },
  };
}

function isShared(path: string): boolean {
  const orgId = orgIdOf(path);
  if (orgId === null) return false;
  const { root, team } = tenantPaths(orgId);
  return path === root || path.startsWith(`${team.path}/`);
}
