import { type DomainDocument, domainSchemas } from '../../../model/domain.ts';
import type { DomainCollection } from '../../../model/paths.ts';
import type { DetectedEvent, Detector } from './edge.ts';
import { detectInvoices, detectOrders } from './money.ts';
import { detectCampaigns, detectCustomers, detectMembers, detectProspects, detectReviews } from './people.ts';
import { detectCompetitorPrices, detectInventory, detectMetrics, detectProducts } from './stock.ts';

type Snapshot = Readonly<Record<string, unknown>> | null;

const detectors: { readonly [C in DomainCollection]: Detector<DomainDocument<C>> } = {
  inventory: detectInventory,
  products: detectProducts,
  customers: detectCustomers,
  members: detectMembers,
  prospects: detectProspects,
  orders: detectOrders,
  invoices: detectInvoices,
  competitor_prices: detectCompetitorPrices,
  reviews: detectReviews,
  metrics: detectMetrics,
  campaigns: detectCampaigns,
};

/**
 * The facts that a change of a domain document amounts to. On the edge only: a write that changes nothing is no news,
 * and neither is a document that is deleted or cannot be read.
 */
export function detectEvents<C extends DomainCollection>(
  collection: C,
  id: string,
  before: Snapshot,
  after: Snapshot,
  at: Date,
): DetectedEvent[] {
  const schema = domainSchemas[collection];
  const now = schema.safeParse(after);
  if (!now.success) return [];
  const then = schema.safeParse(before);
  return detectors[collection]({
    id,
    before: then.success ? (then.data as DomainDocument<C>) : null,
    after: now.data as DomainDocument<C>,
    isNew: before === null,
    at,
  });
}

/** Which field of a document of the shop's own is wrong, and how; null when it can be read, or is gone. */
export function unreadableField(
  collection: DomainCollection,
  after: Snapshot,
): { readonly field: string; readonly problem: string } | null {
  const [issue] = after === null ? [] : (domainSchemas[collection].safeParse(after).error?.issues ?? []);
  return issue === undefined ? null : { field: issue.path.join('.'), problem: issue.message };
}
