import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { lastWriteSchema } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { type CollectionRef, DOMAIN_COLLECTIONS, tenantPaths } from '../../model/paths.ts';
import { quick } from './list.ts';

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

export const documentId = z
  .string()
  .regex(/^(?!__.*__$)[A-Za-z0-9._@:-]{1,128}$/, 'An id has 1 to 128 letters, digits or ._@:-')
  .refine((id) => id !== '.' && id !== '..', 'This cannot be an id');

/** What all step types over documents share. */
export const overDocuments = {
  ...quick,
  timeoutMs: 30_000,
  retry: { maxAttempts: 3, baseDelayMs: 500, maxDelayMs: 10_000 },
  literals: ['collection'],
} as const;

export function collectionOf({ orgId }: Pick<StepContext, 'orgId'>, name: string): CollectionRef<JsonObject> {
  return tenantPaths(orgId).data(name);
}

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

export function noDocument(collection: string, id: string): NonRetriableError {
  return new NonRetriableError(`There is no document ${id} in ${collection}`, {
    code: 'not_found',
    mayHaveActed: false,
  });
}
