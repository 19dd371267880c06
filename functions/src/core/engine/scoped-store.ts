import type { Mode, Usage } from '../../model/execution.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Query } from '../../model/query.ts';
import type { Store } from '../ports.ts';

/**
 * A store that refuses every path outside one tenant, and every write in a dry run, and meters what is read and written.
 * Handed to steps.
 */
export function scopeStore(store: Store, orgId: string, mode: Mode, meter: (usage: Partial<Usage>) => void): Store {
  const { root } = tenantPaths(orgId);
  const inside = (path: string): void => {
    if (path !== root && !path.startsWith(`${root}/`)) throw new Error(`${path} lies outside the tenant ${orgId}`);
  };
  const insideAll = ({ from }: Query<unknown>): void => {
    if (from.group) throw new Error('A step may not read over all tenants');
    inside(from.path);
  };
  return {
    get: async (ref) => {
      inside(ref.path);
      meter({ reads: 1 });
      return store.get(ref);
    },
    find: async (ref) => {
      inside(ref.path);
      meter({ reads: 1 });
      return store.find(ref);
    },
    findAll: async (refs) => {
      for (const { path } of refs) inside(path);
      meter({ reads: refs.length });
      return store.findAll(refs);
    },
    query: async (query) => {
      insideAll(query);
      const found = await store.query(query);
      meter({ reads: Math.max(1, found.length) });
      return found;
    },
    count: async (query) => {
      insideAll(query);
      const count = await store.count(query);
      meter({ reads: Math.max(1, Math.ceil(count / 1_000)) });
      return count;
    },
    commit: async (writes) => {
      if (mode === 'dry_run') throw new Error('A step may write nothing in a dry run');
      for (const write of writes) inside(write.path);
      meter({ writes: writes.length });
      return store.commit(writes);
    },
  };
}
