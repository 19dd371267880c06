import { readContract } from '../../model/contract.ts';
import type { Playbook } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import type { TeamMember, Tenant } from '../../model/tenant.ts';
import type { Engine } from '../engine/engine.ts';
import { parseCron } from '../triggering/cron.ts';
import { describeRecurrence, joinWords } from '../triggering/describe-recurrence.ts';
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
  const known = playbooks.flatMap(({ id, data }) => {
    if (data === null || data.status === 'archived') return [];
    return [{ id, data, name: data.name, when: whenOf(data, user.locale) }];
  });
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
    playbooks: known.map(({ id, name, data, when }) => {
      const alike = known.filter((one) => one.id !== id && one.name.toLowerCase() === name.toLowerCase());
      const isTold = when !== '' && alike.every((one) => one.when !== when);
      const label = alike.length === 0 ? undefined : `${name} (${isTold ? when : id.slice(0, 6)})`;
      return { id, name, label, status: data.status, contract: readContract(data.contractJson) };
    }),
  };
}

/** When it starts, in a few words: what tells two playbooks of the same name apart. */
function whenOf({ triggers }: Playbook, locale: string): string {
  const words = triggers.map((one) => {
    if (one.type === 'schedule') return parseCron(one.cron).ok ? describeRecurrence(one, locale) : one.cron;
    return one.type === 'event' ? one.eventName : one.type;
  });
  return joinWords(words).slice(0, 120);
}
