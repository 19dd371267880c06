export function sumOf<T>(all: readonly T[], amount: (one: T) => number): number {
  return all.reduce((sum, one) => sum + amount(one), 0);
}

/** One over another; null where there is nothing to divide by. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

export function numbered(all: readonly (number | null)[]): number[] {
  return all.filter((one) => one !== null);
}

/** What the largest group has of all, the nameless among them; null where nothing has a name. */
export function largestShare<T>(
  all: readonly T[],
  name: (one: T) => string | null,
  amount: (one: T) => number,
): number | null {
  const groups = [...Map.groupBy(all, name)].filter(([key]) => key !== null);
  if (groups.length === 0) return null;
  const sums = groups.map(([, members]) => sumOf(members, amount));
  return shareOf(
    sums.reduce((most, one) => Math.max(most, one), 0),
    sumOf(all, amount),
  );
}
