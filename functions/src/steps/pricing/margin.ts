/** The price at which so many percent of it are left over the cost. */
export function marginPrice(cost: number | null, percent: number): number | null {
  return cost === null ? null : cost / (1 - percent / 100);
}

/** How much of a price is left over the cost, in percent of it, to one decimal. */
export function marginOf(price: number, cost: number | null): number | null {
  return cost === null || price === 0 ? null : Math.round(((price - cost) / price) * 1_000) / 10;
}
