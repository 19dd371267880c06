import type { Entry } from './firestore.ts';

interface Dated {
  readonly createdAt: Date;
}
/** Behind which entry the next page begins: its time and id. */
export type Position = readonly [Date, string];

/** What is known of a list that is live at its top and was read once further down; the newest first. */
export interface Pages<T> {
  readonly entries: readonly Entry<T>[];
  /** What the listener on the top told last, whether it is wanted or not. */
  readonly top: readonly Entry<T>[];
  /** Where what is older than the entries begins; null when there is none. */
  readonly after: Position | null;
  /** Whether they are only what this device has: any may be missing between them. */
  readonly isKept: boolean;
}

interface Told<T> {
  readonly found: readonly Entry<T>[];
  readonly isKept: boolean;
  /** How many the listener tells at most. */
  readonly limit: number;
  fits(data: T): boolean;
}

/**
 * The pages with what the listener tells now. What newer ones have pushed out of its sight stays as it was last seen;
 * what is gone from between the others is gone. Where all are new, as after hours without a connection, the list begins
 * anew: what is between it and the older pages is not known.
 */
export function foldTop<T extends Dated>(before: Pages<T> | null, told: Told<T>): Pages<T> {
  const { found, limit, fits, isKept } = told;
  const isFull = found.length >= limit;
  const wanted = found.filter(({ data }) => data === null || fits(data));
  const last = positionOf(found.findLast(({ data }) => data !== null));
  const pages = before?.isKept ? null : before;
  if (pages === null && isKept) return { entries: wanted, top: found, after: null, isKept };
  const known = new Set(pages?.top.map(({ id }) => id));
  const isGap = known.size > 0 && isFull && !found.some(({ id }) => known.has(id));
  const anew = { entries: wanted, top: found, isKept: false };
  if (!isFull || last === null) return { ...anew, after: null };
  if (pages === null || isGap) return { ...anew, after: last };
  const older = pages.entries.filter(({ id, data }) => data !== null && isBehind([data.createdAt, id], last));
  const isWhole = pages.after === null && pages.top.length >= limit;
  const after = isWhole ? null : pages.after === null || isBehind(last, pages.after) ? last : pages.after;
  return { ...anew, entries: [...wanted, ...older], after };
}

/** The pages with an older one. */
export function appendPage<T>(
  pages: Pages<T>,
  page: { readonly found: readonly Entry<T>[]; readonly after: Position | null },
): Pages<T> {
  const known = new Set(pages.entries.map(({ id }) => id));
  const more = page.found.filter(({ id }) => !known.has(id));
  return { ...pages, entries: [...pages.entries, ...more], after: page.after };
}

export function positionOf<T extends Dated>(entry: Entry<T> | undefined): Position | null {
  return entry?.data ? [entry.data.createdAt, entry.id] : null;
}

/** Whether one comes later in the list: it is older, or of the same instant with the lesser id. */
export function isBehind([time, id]: Position, [otherTime, otherId]: Position): boolean {
  if (time.getTime() !== otherTime.getTime()) return time < otherTime;
  return id < otherId;
}

/** The entries from `newest` on, and how many newer ones there are. */
export function heldBack<T extends Dated>(
  entries: readonly Entry<T>[],
  newest: Position | null,
): { readonly shown: readonly Entry<T>[]; readonly held: number } {
  if (newest === null) return { shown: entries, held: 0 };
  const isNewer = ({ id, data }: Entry<T>) => data !== null && isBehind(newest, [data.createdAt, id]);
  const shown = entries.filter((entry) => !isNewer(entry));
  return { shown, held: entries.length - shown.length };
}
