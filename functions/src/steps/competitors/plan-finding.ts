import type { CompetitiveAction } from '../../model/competitive-action.ts';
import type { PricedProduct } from '../../model/competitor.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Gap, OwnProduct } from '../pricing/compare-prices.ts';
import type { PriceWish } from '../pricing/price-rules.ts';

type Said = Pick<CompetitiveAction, 'type' | 'title' | 'recommendation' | 'priority'> &
  Partial<Pick<CompetitiveAction, 'product' | 'productId' | 'competitor' | 'currentPrice' | 'suggestedPrice'>>;

/** Something worth doing about competitors, and the step that does it; without one it is a person's to do. */
export interface Finding extends Said {
  /** Tells it apart from the others, whenever it is found. */
  readonly about: string;
  readonly currency: string | null;
  readonly data: JsonObject;
  readonly work: { readonly action: string; readonly params: JsonObject } | null;
}

/** What is known, and by which rule prices follow. */
export interface Facts extends Pick<PriceWish, 'minMarginPercent' | 'rounding' | 'currency' | 'locale'> {
  readonly gaps: readonly Gap[];
  readonly competitors: readonly { readonly name: string; readonly products: readonly PricedProduct[] }[];
  readonly own: readonly OwnProduct[];
  readonly fromPercent: number;
  readonly maxChangePercent: number;
  /** So many prices at most, the worst gaps first. */
  readonly mostPrices: number;
  readonly orgName: string;
}

/** How urgent it is to answer to a price that is so far below ours. */
export function priorityOf(percent: number): CompetitiveAction['priority'] {
  if (percent >= 30) return 'critical';
  if (percent >= 20) return 'high';
  return percent >= 10 ? 'medium' : 'low';
}

/** A name in a title. */
export const short = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** `1 product`, `3 products`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
