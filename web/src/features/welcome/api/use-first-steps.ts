import { queries } from '@model/query.ts';
import { usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';
import { useTenant } from '../../../lib/use-tenant.ts';
import { type FirstStep, firstSteps } from './steps.ts';

const ONE = { limit: 1 } as const;

/** The first steps of this business; none while they are not known, and once they are behind it. Costs up to six reads. */
export function useFirstSteps(): readonly FirstStep[] {
  const { orgId } = useSession();
  const tenant = useTenant();
  const playbooks = useCollection(queries.playbooks(orgId, ONE));
  const isNew = playbooks.status === 'ready' && tenant !== null;
  const one = (collection: string) => (isNew ? queries.documents(orgId, collection, {}, ONE) : null);
  const products = useCollection(one('products'));
  const customers = useCollection(one('customers'));
  const members = useCollection(one('members'));
  const connections = useCollection(isNew ? queries.connections(orgId, ONE) : null);
  const people = usePeople(isNew);
  const all: readonly Live<unknown>[] = [playbooks, products, customers, members, connections];
  if (!isNew || all.some(({ status }) => status === 'loading')) return [];
  return firstSteps({
    hasPlaybook: isThere(playbooks),
    hasData: tenant.sample !== null || [products, customers, members].some(isThere),
    hasConnection: isThere(connections),
    hasCompany: people === null ? null : people.length > 1,
  });
}

function isThere(live: Live<readonly unknown[]>): boolean {
  return live.status === 'ready' && live.value.length > 0;
}
