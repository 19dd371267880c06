import { readDocuments } from '../../core/engine/read-documents.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { productSchema } from '../../model/competitor.ts';
import type { OwnProduct } from './compare-prices.ts';

const MAX_OWN_PRODUCTS = 10_000;

/** The shop's own products with a name and a price. */
export async function ownProducts(context: StepContext): Promise<OwnProduct[]> {
  const { documents } = await readDocuments(context, { collection: 'products', max: MAX_OWN_PRODUCTS });
  return documents.flatMap((document) => {
    // The collection is the shop's own: what has no name and price there is no product to compare.
    const product = productSchema.safeParse(document);
    return product.success ? [{ ...product.data, id: String(document.id) }] : [];
  });
}
