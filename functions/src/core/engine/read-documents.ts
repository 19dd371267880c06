import { z } from 'zod';
import { lastWriteSchema } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { DOMAIN_COLLECTIONS } from '../../model/paths.ts';
import { type FieldValue, queries } from '../../model/query.ts';
import type { Found } from '../ports.ts';
import type { StepContext } from './step-type.ts';

/**
 * A collection of the shop's own: one of those that everybody has, or `records/{name}`. Taken as it is written, and
 * never one that the product keeps for itself.
 */
export const collectionName = z
  .string()
  .trim()
  .refine(
    (name) => isDomain(name) || /^records\/[a-z][a-z0-9_]{0,62}$/.test(name),
    `Give one of ${DOMAIN_COLLECTIONS.join(', ')}, or records/<a name of your own>`,
  );

function isDomain(name: string): boolean {
  return DOMAIN_COLLECTIONS.some((one) => one === name);
}

/** Collections that hold what customers, reviewers and competitors wrote. */
const WRITTEN_BY_STRANGERS: readonly string[] = ['reviews', 'prospects', 'competitor_prices'];

/** Says so where documents may hold what strangers wrote: by what they are, or by the step that wrote them. */
export function taintBy(
  { taint }: Pick<StepContext, 'taint'>,
  collection: string,
  documents: readonly JsonObject[],
): void {
  const isTainted = ({ lastWrite }: JsonObject) => lastWriteSchema.safeParse(lastWrite).data?.isTainted === true;
  if (documents.length > 0 && (WRITTEN_BY_STRANGERS.includes(collection) || documents.some(isTainted))) taint();
}

/** A document as steps see it: its id among its fields, without the product's own mark. */
export function shown(id: string, { lastWrite, ...data }: JsonObject): JsonObject {
  return { ...data, id };
}

const PAGE = 500;

interface Asked {
  readonly collection: string;
  /** What the database itself compares: field → value. */
  readonly equal?: Readonly<Record<string, FieldValue>>;
  readonly max: number;
}

/**
 * Documents of the shop in the order of their ids, page by page; `isCut` when there may be more than `max`. Says so
 * where strangers may have written them.
 */
export async function readDocuments(
  context: Pick<StepContext, 'store' | 'orgId' | 'taint'>,
  { collection, equal = {}, max }: Asked,
): Promise<{ documents: JsonObject[]; isCut: boolean }> {
  const documents: JsonObject[] = [];
  for (let after: readonly string[] | null = null; ; ) {
    const limit = Math.min(PAGE, max - documents.length);
    const page: Found<JsonObject>[] = await context.store.query(
      queries.documents(context.orgId, collection, equal, { limit, after }),
    );
    const found = page.filter((one) => one.data !== null);
    taintBy(
      context,
      collection,
      found.map(({ data }) => data),
    );
    documents.push(...found.map(({ id, data }) => shown(id, data)));
    const last = page.at(-1);
    if (page.length < limit || !last) return { documents, isCut: false };
    if (documents.length >= max) return { documents, isCut: true };
    after = [last.id];
  }
}
