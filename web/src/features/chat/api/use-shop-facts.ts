import { queries } from '@model/query.ts';
import { useSession } from '../../../lib/session.ts';
import { type Live, useCollection } from '../../../lib/use-live.ts';
import { useTenant } from '../../../lib/use-tenant.ts';
import type { ShopFacts } from './suggestions.ts';

const MOST_STOCK = 50;

/** What there is of this business; null while it is not known. What cannot be read counts as not there. */
export function useShopFacts(): ShopFacts | null {
  const { orgId } = useSession();
  const tenant = useTenant();
  const playbooks = useCollection(queries.playbooks(orgId, { limit: 10 }));
  const stock = useCollection(queries.documents(orgId, 'inventory', {}, { limit: MOST_STOCK }));
  const products = useCollection(queries.documents(orgId, 'products', {}, { limit: 1 }));
  const invoices = useCollection(queries.documents(orgId, 'invoices', {}, { limit: 1 }));
  const reviews = useCollection(queries.documents(orgId, 'reviews', {}, { limit: 1 }));
  const all: readonly Live<unknown>[] = [playbooks, stock, products, invoices, reviews];
  if (tenant === null || all.some(({ status }) => status === 'loading')) return null;
  return {
    business: tenant.business,
    competitors: tenant.competitors.map(({ name }) => name),
    playbooks: dataIn(playbooks),
    stock: dataIn(stock).flatMap(stocked),
    hasProducts: dataIn(products).length > 0,
    hasInvoices: dataIn(invoices).length > 0,
    hasReviews: dataIn(reviews).length > 0,
  };
}

function dataIn<T>(live: Live<readonly { readonly data: T | null }[]>): readonly T[] {
  return live.status === 'ready' ? live.value.flatMap(({ data }) => (data === null ? [] : [data])) : [];
}

function stocked({ name, quantity, reorderPoint }: Readonly<Record<string, unknown>>): ShopFacts['stock'][number][] {
  const isStock = typeof name === 'string' && typeof quantity === 'number' && typeof reorderPoint === 'number';
  return isStock ? [{ name, quantity, reorderPoint }] : [];
}
