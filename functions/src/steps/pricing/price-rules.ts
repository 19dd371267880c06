import { ceilMoney, formatMoney, formatPercent, roundMoney } from '../money.ts';
import { marginPrice } from './margin.ts';

export const STRATEGIES = ['match', 'undercut', 'premium', 'margin'] as const;
export const REFERENCES = ['lowest', 'median', 'average', 'highest'] as const;
export const ENDINGS = ['none', '.99', '.95', '.90', '.50', '.00'] as const;

export interface PriceWish {
  readonly strategy: (typeof STRATEGIES)[number];
  readonly against: (typeof REFERENCES)[number];
  readonly price: number | null;
  readonly cost: number | null;
  /** By how many percent to go below or above what others ask; for `margin`, the margin that is wanted. */
  readonly percent: number;
  readonly minMarginPercent: number;
  readonly maxChangePercent: number | null;
  readonly rounding: (typeof ENDINGS)[number];
  readonly currency: string;
  readonly locale: string;
}
export interface Suggested {
  readonly price: number;
  /** What others ask, as far as it was looked at; null when nobody was. */
  readonly reference: number | null;
  /** Below this it may not fall. */
  readonly floor: number | null;
  readonly reasons: readonly string[];
}

/** The price that a rule leads to, and how; null where there is nothing to go by. Pure arithmetic, explained in words. */
export function priceBy(wish: PriceWish, prices: readonly number[]): Suggested | null {
  const money = (amount: number) => formatMoney(amount, wish.currency, wish.locale);
  const reference = prices.length === 0 ? null : referenceOf(wish.against, prices);
  const start = wish.strategy === 'margin' ? marginPrice(wish.cost, wish.percent) : besides(wish, reference);
  if (start === null) return null;
  const reasons = [startWords(wish, reference, money)];
  const floor = marginPrice(wish.cost, wish.minMarginPercent);
  const corridor = corridorOf(wish);
  let price = ending(start, wish.rounding, wish.strategy === 'match' || wish.strategy === 'undercut');
  if (wish.rounding !== 'none' && price !== start) reasons.push(`rounded to ${wish.rounding}`);
  if (price < corridor.least || price > corridor.most) {
    price = Math.min(Math.max(price, corridor.least), corridor.most);
    reasons.push(`kept within ${formatPercent(wish.maxChangePercent ?? 0)} of today's price`);
  }
  price = roundMoney(price, wish.currency);
  if (floor !== null && price < floor) {
    // A cent is rounded up here: down, it would be below the floor again.
    price = ceilMoney(floor, wish.currency);
    const margin = wish.minMarginPercent === 0 ? 'the cost' : `a margin of ${formatPercent(wish.minMarginPercent)}`;
    reasons.push(`raised to ${money(price)}, since ${margin} is the floor`);
  }
  return { price, reference, floor, reasons };
}

function besides({ strategy, percent }: PriceWish, reference: number | null): number | null {
  if (reference === null || strategy === 'match') return reference;
  return reference * (strategy === 'undercut' ? 1 - percent / 100 : 1 + percent / 100);
}

function referenceOf(against: PriceWish['against'], prices: readonly number[]): number {
  const sorted = prices.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? 0;
  if (against === 'lowest') return at(0);
  if (against === 'highest') return at(sorted.length - 1);
  if (against === 'average') return sorted.reduce((sum, price) => sum + price, 0) / sorted.length;
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.ceil((sorted.length - 1) / 2))) / 2;
}

/** The nearest price with such an ending; for those who want to be cheaper, the next one below. */
function ending(price: number, rounding: PriceWish['rounding'], isCeiling: boolean): number {
  if (rounding === 'none') return price;
  const part = Number(rounding);
  const below = Math.floor(price + 1e-9 - part) + part;
  const nearest = !isCeiling && price - below > 0.5 ? below + 1 : below;
  return nearest > 0 ? nearest : price;
}

function corridorOf({ price, maxChangePercent, currency }: PriceWish): { least: number; most: number } {
  if (price === null || maxChangePercent === null) return { least: 0, most: Number.POSITIVE_INFINITY };
  const by = (price * maxChangePercent) / 100;
  // Inwards, so that what is within it can also be paid within it.
  return { least: ceilMoney(price - by, currency), most: -ceilMoney(-price - by, currency) };
}

function startWords(wish: PriceWish, reference: number | null, money: (amount: number) => string): string {
  const { strategy, against, percent, cost } = wish;
  if (strategy === 'margin') return `a margin of ${formatPercent(percent)} over the cost of ${money(cost ?? 0)}`;
  const theirs = `the ${against} price of others (${money(reference ?? 0)})`;
  if (strategy === 'match') return `the same as ${theirs}`;
  return `${formatPercent(percent)} ${strategy === 'undercut' ? 'below' : 'above'} ${theirs}`;
}
