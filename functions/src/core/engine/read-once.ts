import type { DocRef } from '../../model/paths.ts';
import { orgIdOf, tenantPaths } from '../../model/paths.ts';
import type { Found, Store } from '../ports.ts';

/**
 * The same store, for many starts within a few seconds: what they have in common (the tenant, its members) is read
 * once, and a document that was just found by a query is not read again the first time. Whoever writes it insists on
 * the version found, so a page that is out of date conflicts instead of overwriting. Nothing else is kept.
 */
export function readOnce(store: Store, found: readonly Found<unknown>[]): Store {
  const shared = new Map<string, Promise<unknown>>();
  const fresh = new Map(found.map((one) => [one.ref.path, one]));
  return {
    ...store,
    get: <T>(ref: DocRef<T>) => {
      const known = fresh.get(ref.path);
      fresh.delete(ref.path);
      if (known !== undefined && known.data !== null)
        return Promise.resolve(known as Awaited<ReturnType<typeof store.get<T>>>);
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
