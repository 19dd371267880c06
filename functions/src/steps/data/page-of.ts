import { z } from 'zod';

/** Params of step types that show a page of many. */
export const paged = {
  /** How many are shown; the figures are over all. */
  limit: z.int().min(1).max(200).default(50),
  /** `nextCursor` of the page before. */
  cursor: z
    .string()
    .max(200)
    .regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?\|.+$/, "This is no 'nextCursor' of an earlier page")
    .nullable()
    .default(null),
};

interface Asked {
  readonly limit: number;
  readonly cursor: string | null;
}

/**
 * A page in the order of `rank`, the highest first, and of the ids. The cursor says where in that order the page before
 * ended, so that nobody is shown twice or left out when others come and go between two pages.
 */
export function pageOf<T extends { readonly id: string }>(
  all: readonly T[],
  rank: (one: T) => number,
  { limit, cursor }: Asked,
): { readonly shown: T[]; readonly nextCursor: string | null } {
  const sorted = all.toSorted((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
  const bar = cursor?.indexOf('|') ?? -1;
  const [lastRank, lastId] = [Number(cursor?.slice(0, bar)), cursor?.slice(bar + 1) ?? ''];
  const isBehind = (one: T) => rank(one) < lastRank || (rank(one) === lastRank && one.id > lastId);
  const rest = cursor === null ? sorted : sorted.filter(isBehind);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: rest.length > limit && last ? `${rank(last)}|${last.id}` : null };
}
