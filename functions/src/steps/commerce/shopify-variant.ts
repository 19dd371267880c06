import { findVariants, readVariant, type ShopifyAccess, type Variant } from '../../connectors/shopify.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';

const GID = 'gid://shopify/ProductVariant/';

/** The variant that is meant: by its id, or by a stock number that only it has. */
export async function variantOf(
  access: ShopifyAccess,
  context: StepContext,
  { variantId, sku }: { readonly variantId: string | null; readonly sku: string | null },
): Promise<Variant> {
  if (sku === null) {
    const id = variantId ?? '';
    const found = await readVariant(access, context, id.startsWith(GID) ? id : `${GID}${id}`);
    if (found === null) throw refused(`There is no variant ${id} in the shop.`);
    return found;
  }
  const [found, other] = await findVariants(access, context, sku);
  if (!found) throw refused(`There is no variant with the stock number ${sku} in the shop.`);
  if (other) throw refused(`Several variants have the stock number ${sku}: give 'variantId' instead.`);
  return found;
}

function refused(message: string): NonRetriableError {
  return new NonRetriableError(`${message} Nothing was changed.`, { code: 'not_found', mayHaveActed: false });
}
