import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { JsonObject } from '../../model/json.ts';
import { ceilMoney, formatMoney, formatPercent } from '../money.ts';
import { marginPrice } from './margin.ts';

export const priceChangeSchema = z.object({
  productId: z.string(),
  name: z.string(),
  oldPrice: z.number(),
  newPrice: z.number(),
  /** In percent of the old price, to one decimal. */
  changePercent: z.number(),
  currency: z.string(),
  isChanged: z.boolean(),
  /** Params of apply_price_change that take it back. */
  undo: z.object({ productId: z.string(), newPrice: z.number(), oldPrice: z.number(), maxChangePercent: z.number() }),
});

const storedProduct = z.looseObject({
  name: z.string().catch(''),
  price: z.number().nonnegative(),
  cost: z.number().nonnegative().nullish().catch(null),
  currency: z.string().nullish().catch(null),
  /** The last change by a step: by its key a repeat is told. */
  priceChange: z.object({ key: z.string(), from: z.number() }).nullish().catch(null),
});
interface Priced {
  readonly name: string;
  readonly price: number;
  readonly cost?: number | null | undefined;
  readonly currency?: string | null | undefined;
  readonly change?: { readonly key: string; readonly from: number } | null | undefined;
}

/** A product as far as its price goes; null when it has none. */
export function pricedOf(document: JsonObject): Priced | null {
  const { success, data } = storedProduct.safeParse(document);
  return success ? { ...data, change: data.priceChange } : null;
}

interface Asked {
  readonly productId: string;
  readonly newPrice: number;
  readonly oldPrice: number | null;
  readonly maxChangePercent: number;
  readonly cost: number | null;
  readonly minMarginPercent: number;
}

/** What the change amounts to. Throws a `NonRetriableError` where it goes too far, or the price is not what it was. */
export function changeOf(
  asked: Asked,
  product: Priced,
  { org, user }: Pick<StepContext, 'org' | 'user'>,
): z.infer<typeof priceChangeSchema> {
  const { productId, newPrice } = asked;
  const currency = product.currency ?? org.currency;
  const name = product.name || productId;
  const money = (amount: number) => formatMoney(amount, currency, user.locale);
  if (asked.oldPrice !== null && asked.oldPrice !== product.price) {
    throw refused(`${name} costs ${money(product.price)} by now, not ${money(asked.oldPrice)}`, 'price_moved');
  }
  const percent = product.price === 0 ? 100 : ((newPrice - product.price) / product.price) * 100;
  const changePercent = Math.round(percent * 10) / 10;
  if (Math.abs(percent) > asked.maxChangePercent + 1e-9) {
    const most = `at most ${formatPercent(asked.maxChangePercent)} are allowed at once`;
    throw refused(
      `${money(product.price)} to ${money(newPrice)} changes ${name} by ${formatPercent(Math.abs(percent))}; ${most}`,
      'too_far',
    );
  }
  const floor = marginPrice(asked.cost ?? product.cost ?? null, asked.minMarginPercent);
  if (floor !== null && newPrice < ceilMoney(floor, currency) - 1e-9) {
    const why = asked.minMarginPercent === 0 ? 'what it costs' : `a margin of ${formatPercent(asked.minMarginPercent)}`;
    throw refused(
      `${money(newPrice)} for ${name} is below ${why} (${money(ceilMoney(floor, currency))})`,
      'below_floor',
    );
  }
  const back = { productId, newPrice: product.price, oldPrice: newPrice };
  // Back again is a larger share of the smaller price.
  const maxChangePercent = Math.max(20, Math.ceil((Math.abs(newPrice - product.price) / newPrice) * 100));
  return {
    productId,
    name,
    oldPrice: product.price,
    newPrice,
    changePercent,
    currency,
    isChanged: newPrice !== product.price,
    undo: { ...back, maxChangePercent },
  };
}

function refused(message: string, code: string): NonRetriableError {
  return new NonRetriableError(`${message}.`, { code, mayHaveActed: false });
}
