import type { Usage } from './execution.ts';

/**
 * What one of each costs, in millionths of a US dollar: Firestore's documents and the instance's time at Google's list
 * prices (us-central1), tokens at the price of a middling model of their kind: three go in where one comes out. Usage is stored; prices are only put on it when it is
 * shown or held against a cap, so a new price is a change of this table.
 */
export const PRICES: Readonly<Record<keyof Usage, number>> = {
  reads: 0.3,
  writes: 0.9,
  computeMs: 0.0265,
  tokens: 6,
  routineTokens: 0.6,
  cachedTokens: 0.6,
  vendorCalls: 0,
};

/** In millionths of a US dollar. */
export function priceOf(usage: Partial<Usage>): number {
  return Object.entries(PRICES).reduce((sum, [what, price]) => sum + price * (usage[what as keyof Usage] ?? 0), 0);
}
