import { formatMoney, formatPercent } from '../money.ts';
import type { Gap } from './compare-prices.ts';

/** One sentence that names the shop, the product, the percentage and both prices of the worst undercut (the first one). */
export function pricingSummary(undercuts: readonly Gap[], compared: number, locale: string): string {
  const [worst] = undercuts;
  if (!worst) {
    return compared === 0
      ? 'None of the competitors sells a product that you sell, by sku or by name.'
      : `No competitor is cheaper than you (${compared} ${compared === 1 ? 'price' : 'prices'} compared).`;
  }
  const money = (amount: number) => formatMoney(amount, worst.currency, locale);
  const prices = `${money(worst.their_price)}, yours ${money(worst.our_price)}`;
  const first = `${worst.competitor} sells ${worst.product} for ${formatPercent(worst.gap_percent)} less than you (${prices})`;
  const others = undercuts.length - 1;
  return others === 0
    ? `${first}.`
    : `${first}; ${others} more ${others === 1 ? 'price is' : 'prices are'} below yours.`;
}
