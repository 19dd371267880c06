import { z } from 'zod';

/** A product with its price as found on a page. `price` is in units of `currency` (29.5, not 2950). */
export const pricedProductSchema = z.object({
  name: z.string(),
  sku: z.string().nullable(),
  price: z.number().nonnegative(),
  currency: z.string().nullable(),
  url: z.string().nullable(),
  inStock: z.boolean().nullable(),
});
export type PricedProduct = z.infer<typeof pricedProductSchema>;

/** What one competitor page said when it was last read; kept 30 days after the last check. */
export const competitorSnapshotSchema = z.object({
  competitor: z.string(),
  url: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  contentHash: z.string(),
  productsJson: z.string(),
  fetchedAt: z.date(),
  checkedAt: z.date(),
  expireAt: z.date(),
});
export type CompetitorSnapshot = z.infer<typeof competitorSnapshotSchema>;

/** The shop's own products, as far as the pricing steps read them. Other fields are the shop's business. */
export const productSchema = z.looseObject({
  name: z.string(),
  sku: z.string().nullish(),
  price: z.number(),
  currency: z.string().nullish(),
});

/** The shop's own stock, as far as `inventory.*` events read it. */
export const inventoryItemSchema = z.looseObject({
  name: z.string().nullish(),
  sku: z.string().nullish(),
  quantity: z.number(),
  reorderPoint: z.number(),
});
