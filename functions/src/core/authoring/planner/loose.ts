import type { ContractCondition, SubjectId } from '../../../model/contract.ts';

type Measure = ContractCondition['measure'];
type Said = 'percent' | 'currency' | 'count' | 'days' | 'stars' | 'none';

/** What a bound that stands alone is one of: "above $500" in a sentence about orders is their total. */
const MEASURES: Partial<Readonly<Record<SubjectId, Partial<Readonly<Record<Said, Measure>>>>>> = {
  competitor_prices: { currency: 'price' },
  stock: { count: 'quantity', none: 'quantity' },
  own_prices: { currency: 'price', percent: 'price_change' },
  orders: { currency: 'total', none: 'total' },
  invoices: { currency: 'amount', none: 'amount', days: 'days_past_due' },
  members: { currency: 'amount', days: 'days_past_due' },
  customers: { days: 'days_inactive' },
  reviews: { stars: 'rating', none: 'rating' },
  metrics: { currency: 'value', percent: 'value', count: 'value', none: 'value' },
};

type Bare = { readonly unit: Said | null; readonly currency: string | null };

/** What is counted by a number right before it: "more than 20 orders" is no amount of money. */
const THINGS = new Set('orders invoices bills members customers clients reviews prospects leads campaigns'.split(' '));

/** Null where the words do not tell; `next`: the word behind the bound. */
export function bareMeasure(subject: SubjectId, { unit, currency }: Bare, next: string | null): Measure | null {
  if (unit === null && currency === null && next !== null && THINGS.has(next)) return 'count';
  return MEASURES[subject]?.[unit ?? (currency === null ? 'none' : 'currency')] ?? null;
}
