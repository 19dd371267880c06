import { z } from 'zod';
import { normalizedName } from '../../connectors/product-data.ts';

export interface OwnProduct {
  /** `products/{id}`, where it comes from there. */
  readonly id?: string;
  readonly name: string;
  readonly sku?: string | null | undefined;
  readonly price: number;
  readonly currency?: string | null | undefined;
}
export interface TheirProduct extends OwnProduct {
  readonly url?: string | null | undefined;
  readonly inStock?: boolean | null | undefined;
}
export interface Shop {
  readonly name: string;
  readonly products: readonly TheirProduct[];
}

/** One product that both sell. `gap_percent` is positive where they are cheaper; rounded to one decimal. */
export const gapSchema = z.object({
  competitor: z.string(),
  product: z.string(),
  /** Of our own products; null where they were given by hand. */
  product_id: z.string().nullable().default(null),
  our_price: z.number(),
  their_price: z.number(),
  currency: z.string(),
  gap_percent: z.number(),
  url: z.string().nullable(),
});
export type Gap = z.infer<typeof gapSchema>;

/**
 * Compares what competitors sell with our own prices, by sku and else by name, in the same currency only. Prices
 * without a currency count as in the org's. What they have sold out undercuts nobody and is left out with the
 * unmatched. The worst gap comes first.
 */
export function comparePrices(
  ours: readonly OwnProduct[],
  shops: readonly Shop[],
  currency: string,
): { gaps: Gap[]; unmatched: number } {
  const priced = ours.filter(({ price }) => price > 0);
  const bySku = new Map(priced.flatMap((product) => (skuOf(product) === '' ? [] : [[skuOf(product), product]])));
  const byName = new Map(priced.map((product) => [normalizedName(product.name), product]));
  let unmatched = 0;
  const gaps = shops.flatMap((shop) =>
    shop.products.flatMap((theirs): Gap[] => {
      const own = bySku.get(skuOf(theirs)) ?? byName.get(normalizedName(theirs.name));
      if (!own || theirs.inStock === false || (own.currency ?? currency) !== (theirs.currency ?? currency)) {
        unmatched += 1;
        return [];
      }
      return [gapBetween(own, theirs, shop.name, own.currency ?? currency)];
    }),
  );
  return { gaps: gaps.toSorted((a, b) => b.gap_percent - a.gap_percent || compareNames(a, b)), unmatched };
}

function gapBetween(own: OwnProduct, theirs: TheirProduct, competitor: string, currency: string): Gap {
  const percent = ((own.price - theirs.price) / own.price) * 100;
  return {
    competitor,
    product: own.name,
    product_id: own.id ?? null,
    our_price: own.price,
    their_price: theirs.price,
    currency,
    gap_percent: Math.round(percent * 10) / 10,
    url: theirs.url ?? null,
  };
}

function compareNames(a: Gap, b: Gap): number {
  return `${a.product}|${a.competitor}` < `${b.product}|${b.competitor}` ? -1 : 1;
}

function skuOf({ sku }: OwnProduct): string {
  return (sku ?? '').trim().toLowerCase();
}
