import { z } from 'zod';
import { formatMoney, formatPercent } from '../money.ts';
import { marginOf } from './margin.ts';
import { type PriceWish, priceBy } from './price-rules.ts';

export const suggestionSchema = z.object({
  product: z.string().nullable(),
  productId: z.string().nullable(),
  /** What it should be. */
  price: z.number(),
  currentPrice: z.number().nullable(),
  /** In percent of today's price, to one decimal; null without one. */
  changePercent: z.number().nullable(),
  isChange: z.boolean(),
  currency: z.string(),
  reference: z.number().nullable(),
  floor: z.number().nullable(),
  marginPercent: z.number().nullable(),
  compared: z.int(),
  reasons: z.array(z.string()),
  explanation: z.string(),
});

/** How far below or above others when nothing is said, and the margin of a price that follows the cost. */
const USUAL_PERCENT = { match: 0, undercut: 1, premium: 10, margin: 40 } as const;

interface Asked extends Omit<PriceWish, 'currency' | 'locale' | 'percent'> {
  readonly product: string | null;
  readonly productId: string | null;
  readonly percent: number | null;
}

/** A price and the sentence that goes with it; null where there is nothing to go by. */
export function suggestion(
  asked: Asked,
  prices: readonly number[],
  place: Pick<PriceWish, 'currency' | 'locale'>,
): z.infer<typeof suggestionSchema> | null {
  const percent = asked.percent ?? USUAL_PERCENT[asked.strategy];
  const found = priceBy({ ...asked, ...place, percent }, prices);
  if (found === null) return null;
  const { price, reference, floor, reasons } = found;
  const { product, productId, price: currentPrice, cost } = asked;
  const change = currentPrice === null ? null : ((price - currentPrice) / currentPrice) * 100;
  const changePercent = change === null ? null : Math.round(change * 10) / 10;
  const marginPercent = marginOf(price, cost);
  const money = (amount: number) => formatMoney(amount, place.currency, place.locale);
  const today = currentPrice === null ? '' : ` instead of ${money(currentPrice)}`;
  const margin = marginPercent === null ? '' : ` Its margin is ${formatPercent(marginPercent)}.`;
  return {
    product,
    productId,
    price,
    currentPrice,
    changePercent,
    isChange: price !== currentPrice,
    currency: place.currency,
    reference,
    floor,
    marginPercent,
    compared: prices.length,
    reasons: [...reasons],
    explanation: `${product ?? 'The product'}: ${money(price)}${price === currentPrice ? ' as today' : today}. That is ${reasons.join(', ')}.${margin}`,
  };
}
