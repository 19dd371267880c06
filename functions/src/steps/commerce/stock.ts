import { z } from 'zod';
import { numberIn, textIn } from '../../core/engine/fields.ts';
import type { JsonObject } from '../../model/json.ts';

export const stockSchema = z.object({
  itemId: z.string(),
  name: z.string(),
  sku: z.string().nullable(),
  supplier: z.string().nullable(),
  quantity: z.number(),
  reorderPoint: z.number(),
  /** How long it lasts at the rate at which it sells; null where nobody knows that. */
  daysLeft: z.number().nullable(),
  suggestedOrder: z.int(),
  unitCost: z.number().nullable(),
});
type Stock = z.infer<typeof stockSchema>;

interface Asked {
  /** Sold a day, by item id or SKU. */
  readonly salesPerDay: Readonly<Record<string, number>>;
  readonly leadDays: number;
  readonly coverDays: number;
}

/** An item of the inventory, and how much of it to order; null for what has no quantity. */
export function stockOf(document: JsonObject, { salesPerDay, leadDays, coverDays }: Asked): Stock | null {
  const quantity = numberIn(document, 'quantity');
  if (quantity === null) return null;
  const itemId = String(document.id);
  const sku = textIn(document, 'sku');
  const reorderPoint = numberIn(document, 'reorderPoint', 'reorder_point') ?? 0;
  const rate = salesPerDay[itemId] ?? salesPerDay[sku ?? ''] ?? numberIn(document, 'salesPerDay', 'dailySales');
  const usual = numberIn(document, 'reorderQuantity', 'reorder_quantity');
  // What is sold until it comes and as long as it is to last; without a rate, twice the reorder point.
  const wanted = rate !== null ? rate * (leadDays + coverDays) : reorderPoint * 2;
  return {
    itemId,
    name: textIn(document, 'name') ?? itemId,
    sku,
    supplier: textIn(document, 'supplier', 'supplierId'),
    quantity,
    reorderPoint,
    daysLeft: rate === null || rate <= 0 ? null : Math.max(0, Math.floor((quantity / rate) * 10) / 10),
    suggestedOrder: Math.max(1, Math.ceil(usual ?? wanted - Math.max(0, quantity))),
    unitCost: numberIn(document, 'cost', 'unitCost', 'unit_cost'),
  };
}

/** Out; below its reorder point; or sold out before new stock could come. */
export function isShort({ quantity, reorderPoint, daysLeft }: Stock, leadDays: number): boolean {
  return quantity <= 0 || quantity < reorderPoint || (daysLeft !== null && daysLeft < leadDays);
}
