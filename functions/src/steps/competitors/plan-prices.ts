import { normalizedName } from '../../connectors/product-data.ts';
import { formatMoney, formatPercent } from '../money.ts';
import type { Gap } from '../pricing/compare-prices.ts';
import { suggestion } from '../pricing/suggestion.ts';
import { type Facts, type Finding, priorityOf, short } from './plan-finding.ts';

const about = ({ product_id, product }: Pick<Gap, 'product_id' | 'product'>) => product_id ?? normalizedName(product);

/** Prices to follow, the worst gap of each product first. */
export function priceFindings(facts: Facts): Finding[] {
  const products = Map.groupBy(facts.gaps, about);
  const found = [...products.values()].flatMap((offers) => {
    const worst = offers.toSorted((a, b) => b.gap_percent - a.gap_percent)[0];
    return worst === undefined || worst.gap_percent < facts.fromPercent ? [] : [{ worst, offers }];
  });
  return found
    .toSorted((a, b) => b.worst.gap_percent - a.worst.gap_percent)
    .flatMap(({ worst, offers }) => priceFinding(facts, worst, offers) ?? [])
    .slice(0, facts.mostPrices);
}

/** Null where the price may not fall: it would cost more than it brings. */
function priceFinding(facts: Facts, worst: Gap, offers: readonly Gap[]): Finding | null {
  const { locale, minMarginPercent, maxChangePercent, rounding } = facts;
  const { product, product_id: productId, our_price: currentPrice, currency } = worst;
  const found = suggestion(
    {
      ...{ product, productId, price: currentPrice, cost: costOf(facts, worst), percent: null },
      ...{ strategy: 'match', against: 'lowest', minMarginPercent, maxChangePercent, rounding },
    },
    offers.map(({ their_price }) => their_price),
    { currency, locale },
  );
  if (found === null || found.price >= currentPrice) return null;
  const theirs = formatMoney(worst.their_price, currency, locale);
  const recommendation = `${worst.competitor} asks ${theirs}, ${formatPercent(worst.gap_percent)} less. ${found.explanation}`;
  const change = { productId, newPrice: found.price, oldPrice: currentPrice, minMarginPercent, maxChangePercent };
  return {
    about: `price|${about(worst)}`,
    type: 'price_adjustment',
    title: `Ask ${formatMoney(found.price, currency, locale)} for ${short(product)}`,
    recommendation,
    priority: priorityOf(worst.gap_percent),
    ...{ product, productId, competitor: worst.competitor, currentPrice, suggestedPrice: found.price, currency },
    data: { gapPercent: worst.gap_percent, theirPrice: worst.their_price, compared: offers.length, url: worst.url },
    work:
      productId === null
        ? null
        : { action: 'apply_price_change', params: { ...change, reason: recommendation.slice(0, 1_000) } },
  };
}

function costOf({ own }: Facts, { product_id: id }: Gap): number | null {
  const product = id === null ? undefined : own.find((one) => one.id === id);
  return product !== undefined && 'cost' in product && typeof product.cost === 'number' ? product.cost : null;
}
