import { orgIdOf, tenantPaths } from '../model/paths.ts';
import type { Found } from './ports.ts';

/** A document found over all tenants, with the tenant that it lies in. */
export type Place<T> = Found<T> & { readonly orgId: string };

/** Only what lies exactly at `tenants/{orgId}/{collection}/{id}`: a collection of that name elsewhere is not ours. */
export function ownPlaces<T>(found: readonly Found<T>[], collection: string): Place<T>[] {
  return found.flatMap((one) => {
    const orgId = orgIdOf(one.ref.path);
    const isOurs = orgId !== null && one.ref.path === `${tenantPaths(orgId).root}/${collection}/${one.id}`;
    return isOurs ? [{ ...one, orgId }] : [];
  });
}
