import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { JsonObject } from '../../model/json.ts';
import { type CollectionRef, tenantPaths } from '../../model/paths.ts';
import { quick } from './list.ts';

export { collectionName, shown, taintBy } from '../../core/engine/read-documents.ts';

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

export function noDocument(collection: string, id: string): NonRetriableError {
  return new NonRetriableError(`There is no document ${id} in ${collection}`, {
    code: 'not_found',
    mayHaveActed: false,
  });
}
