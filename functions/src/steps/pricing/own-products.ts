import type { StepContext } from '../../core/engine/step-type.ts';
import type { Found } from '../../core/ports.ts';
import { productSchema } from '../../model/competitor.ts';
import type { JsonObject } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import type { OwnProduct } from './compare-prices.ts';

const PAGE = 500;
const MAX_OWN_PRODUCTS = 10_000;

/** The shop's own products with a name and a price, read page by page. */
export async function ownProducts({ orgId, store }: StepContext): Promise<OwnProduct[]> {
  const products: OwnProduct[] = [];
  for (let after: string | null = null; products.length < MAX_OWN_PRODUCTS; ) {
    const page: Found<JsonObject>[] = await store.query(
      queries.products(orgId, { limit: PAGE, after: after === null ? null : [after] }),
    );
    for (const { data } of page) {
      // The collection is the shop's own: what has no name and price there is no product to compare.
      const product = productSchema.safeParse(data);
      if (product.success) products.push(product.data);
    }
    const last = page.at(-1);
    if (page.length < PAGE || !last) break;
    after = last.id;
  }
  return products;
}
