import { readContract } from '../../model/contract.ts';
import { queries } from '../../model/query.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import type { Engine } from '../engine/engine.ts';
import type { AuthoringFacts } from './authoring-facts.ts';

/** Names of the shop's own products that a sentence may hold; more are not worth reading at every message. */
const PRODUCTS_KNOWN = 100;
const PLAYBOOKS_KNOWN = 100;

/** What the tenant is, for a sentence of somebody. */
export async function factsFor(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  orgId: string,
  tenant: Tenant,
  user: Pick<TeamMember, 'name' | 'email' | 'locale'>,
): Promise<AuthoringFacts> {
  const [products, connections, team, playbooks] = await Promise.all([
    store.query(queries.products(orgId, { limit: PRODUCTS_KNOWN })),
    store.query(queries.connections(orgId, { limit: 100 })),
    store.query(queries.team(orgId)),
    store.query(queries.playbooks(orgId, { limit: PLAYBOOKS_KNOWN })),
  ]);
  return {
    orgName: tenant.name,
    timezone: tenant.timezone,
    currency: tenant.currency,
    locale: user.locale,
    now: clock.now(),
    user: { name: user.name, email: user.email },
    competitors: tenant.competitors,
    products: products.flatMap(({ data }) => (typeof data?.name === 'string' ? [data.name] : [])),
    connections: [...new Set(connections.flatMap(({ data }) => data?.connector ?? []))],
    people: team.flatMap(({ data }) => (data === null ? [] : [{ name: data.name, email: data.email }])),
    playbooks: playbooks.flatMap(({ id, data }) => {
      if (data === null || data.status === 'archived') return [];
      return [{ id, name: data.name, status: data.status, contract: readContract(data.contractJson) }];
    }),
  };
}
