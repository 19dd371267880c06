import type { Figures } from '../../../model/figures.ts';
import type { JsonObject } from '../../../model/json.ts';
import { type FieldValue, queries } from '../../../model/query.ts';
import { dayOf, instantAt, isoDay } from '../../engine/calendar.ts';
import { type Days, documentsBetween, rangesOfDays } from '../../engine/documents-between.ts';
import { readDocuments, shown } from '../../engine/read-documents.ts';
import type { Store } from '../../ports.ts';
import { DAY_MS } from '../../triggering/zoned-time.ts';

/** What is meant by a month. */
export const MONTH_DAYS = 30;

/** Figures that some of the data has told; what is left out is not known. */
export type Known = Partial<Figures>;

/** Whose figures, of which morning. Days are counted as `dayOf` counts; today is not over, and belongs to no month. */
export interface Shop {
  readonly orgId: string;
  readonly zone: string;
  readonly currency: string;
  readonly today: number;
}

/** A document, with the day of the date that it was asked for by. */
export interface Dated {
  readonly day: number;
  readonly document: JsonObject;
}

/** Reads a tenant's own data within bounds. */
export interface ShopReader {
  /** All documents of a collection; null where there are `max` or more. */
  all(collection: string, max: number): Promise<JsonObject[] | null>;
  /** Those whose `field`, a time or a text, lies on one of these days; null where there are more than `max`. */
  dated(collection: string, field: string, days: Days, max: number): Promise<Dated[] | null>;
  /** How many those are. Texts are compared as such, so at midnight it may be off by what a zone is. */
  count(collection: string, field: string, days: Days): Promise<number>;
  /** Whether there are any. */
  has(collection: string, field: string, days: Days): Promise<boolean>;
  /** How many have a number from `from` up to, and without, `to`. */
  countNumbers(collection: string, field: string, from: number, to: number): Promise<number>;
  /** Collections of which there was more than could be read. */
  readonly unread: Set<string>;
}

const PAGE = 500;
const MAX_COUNT = 100_000;

export function shopReader(store: Store, { orgId, zone }: Shop): ShopReader {
  const unread = new Set<string>();
  const countBetween = (collection: string, field: string, from: FieldValue, to: FieldValue, limit = MAX_COUNT) =>
    store.count(queries.documentsBetween(orgId, collection, field, from, to, { limit }));
  const countOn = async (collection: string, field: string, days: Days, limit = MAX_COUNT) => {
    const midnight = (day: number) => new Date(instantAt(day * DAY_MS, zone));
    const counts = await Promise.all([
      countBetween(collection, field, midnight(days.from), midnight(days.to + 1), limit),
      countBetween(collection, field, isoDay(days.from), isoDay(days.to + 1), limit),
    ]);
    return counts[0] + counts[1];
  };
  return {
    unread,
    count: (collection, field, days) => countOn(collection, field, days),
    has: async (collection, field, days) => (await countOn(collection, field, days, 1)) > 0,
    countNumbers: (collection, field, from, to) => countBetween(collection, field, from, to),
    async all(collection, max) {
      // Figures are numbers: no stranger's words are among them.
      const context = { store, orgId, taint: () => undefined };
      const { documents, isCut } = await readDocuments(context, { collection, max });
      if (isCut) unread.add(collection);
      return isCut ? null : documents;
    },
    async dated(collection, field, days, max) {
      const found = new Map<string, Dated>();
      for (const [from, to] of rangesOfDays(days, zone)) {
        for await (const { id, data } of documentsBetween(store, { orgId, collection, field, from, to, page: PAGE })) {
          if (data === null) continue;
          const day = dayIn(data[field], zone);
          if (day !== null && day >= days.from && day <= days.to) found.set(id, { day, document: shown(id, data) });
          if (found.size <= max) continue;
          unread.add(collection);
          return null;
        }
      }
      return [...found.values()];
    },
  };
}

/** The day on which something was, by the zone's calendar; midnight in UTC is how a mere date is stored. */
export function dayIn(value: unknown, zone: string): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null;
  return dayOf(value.endsWith('T00:00:00.000Z') ? value.slice(0, 10) : value, zone);
}
