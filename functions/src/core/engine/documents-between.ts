import type { JsonObject } from '../../model/json.ts';
import { type FieldValue, queries } from '../../model/query.ts';
import type { Found, Store } from '../ports.ts';
import { DAY_MS } from '../triggering/zoned-time.ts';
import { instantAt, isoDay } from './calendar.ts';

/** How far clocks are behind UTC at most, and before it. */
const [WEST_MS, EAST_MS] = [12 * 3_600_000, 14 * 3_600_000];

/** Days of the calendar, counted from 1970-01-01, the last one among them. */
export interface Days {
  readonly from: number;
  readonly to: number;
}

/**
 * What `documentsBetween` is to be asked for to find every document with a date on these days in `zone`: dates are stored
 * as times, or as ISO text, which Firestore keeps apart. What lies around the days comes, too, and is left out by hand.
 */
export function rangesOfDays({ from, to }: Days, zone: string): [FieldValue, FieldValue][] {
  const [first, end] = [instantAt(from * DAY_MS, zone), instantAt((to + 1) * DAY_MS, zone)];
  const date = (at: number) => isoDay(Math.floor(at / DAY_MS));
  return [
    [new Date(Math.min(first, from * DAY_MS)), new Date(Math.max(end, (to + 1) * DAY_MS))],
    // As any place on earth would write it.
    [date(first - WEST_MS), date(end + EAST_MS + DAY_MS)],
  ];
}

interface Between {
  readonly orgId: string;
  readonly collection: string;
  readonly field: string;
  /** Both times, or both texts: Firestore keeps them apart. */
  readonly from: FieldValue;
  /** Itself not among them. */
  readonly to: FieldValue;
  /** So many are read at once. */
  readonly page: number;
}

/** Documents of the shop whose field lies between two values, in its order. One may come twice: times are stored finer than they are read. */
export async function* documentsBetween(
  store: Store,
  { orgId, collection, field, from, to, page: limit }: Between,
): AsyncGenerator<Found<JsonObject>> {
  for (let after: readonly FieldValue[] | null = null; ; ) {
    const page: Found<JsonObject>[] = await store.query(
      queries.documentsBetween(orgId, collection, field, from, to, { limit, after }),
    );
    yield* page;
    const last = page.at(-1);
    const value = last?.data?.[field];
    if (page.length < limit || typeof value !== 'string' || last === undefined) return;
    after = [from instanceof Date ? new Date(value) : value, last.id];
  }
}
