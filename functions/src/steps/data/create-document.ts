import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { AlreadyExistsError, type Found } from '../../core/ports.ts';
import { lastWriteSchema } from '../../model/event.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn } from '../../model/paths.ts';
import { fields } from './document-fields.ts';
import { collectionName, collectionOf, documentId, overDocuments } from './documents.ts';

const ID_LENGTH = 20;

const params = z.strictObject({
  collection: collectionName,
  /** Made up when left out. */
  id: documentId.nullable().default(null),
  data: fields,
});
const output = z.object({ id: z.string(), collection: z.string() });

export const createDocument = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overDocuments,
  id: 'create_document',
  title: 'Add a document',
  description: 'Adds a document to the data of the shop.',
  modelDescription:
    'Creates a document and gives its id. With an id that is there already it fails; use update_document to change one.',
  icon: 'file-plus',
  example: { collection: 'records/suppliers', data: { name: 'Green Farm', email: 'farm@example.com' } },
  params,
  output,
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  targets: ['id'],
  tally: { done: 'added', one: 'document', many: 'documents' },
  async run({ collection, id, data }, context) {
    const { orgId, store, idempotencyKey, lastWrite } = context;
    const newId = id ?? deriveId(orgId, 'document', idempotencyKey).slice(0, ID_LENGTH);
    const ref = docIn(collectionOf(context, collection), newId);
    context.assertLease();
    try {
      await store.commit([{ op: 'create', path: ref.path, data: { ...data, lastWrite } }]);
    } catch (error) {
      if (!(error instanceof AlreadyExistsError)) throw error;
      // An id of our making can only be there because an earlier attempt was; a given one bears our key then.
      if (id !== null && !isOurs(await store.find(ref), idempotencyKey))
        throw new NonRetriableError(`There is a document ${newId} in ${collection} already`, { code: 'exists' });
    }
    return { id: newId, collection };
  },
  async dryRun({ collection, id }) {
    return { output: { id: id ?? 'dry_run', collection }, wouldHave: `would have added a document to ${collection}` };
  },
});

function isOurs(found: Found<JsonObject> | null, key: string): boolean {
  return lastWriteSchema.safeParse(found?.data?.lastWrite).data?.key === key;
}
