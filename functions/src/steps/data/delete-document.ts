import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { docIn } from '../../model/paths.ts';
import { collectionName, collectionOf, documentId, overDocuments } from './documents.ts';

const params = z.strictObject({ collection: collectionName, id: documentId });
const output = z.object({ id: z.string(), collection: z.string(), existed: z.boolean() });

export const deleteDocument = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overDocuments,
  id: 'delete_document',
  title: 'Delete a document',
  description: 'Deletes one document of the shop. It cannot be brought back.',
  modelDescription: 'Deletes one document; no error when there is none. Cannot be taken back, so people are asked.',
  icon: 'file-x',
  example: { collection: 'records/suppliers', id: 'green-farm' },
  params,
  output,
  risk: 'high',
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  targets: ['id'],
  tally: { done: 'deleted', one: 'document', many: 'documents', to: 'id' },
  async run({ collection, id }, context) {
    const ref = docIn(collectionOf(context, collection), id);
    const existed = (await context.store.find(ref)) !== null;
    context.assertLease();
    if (existed) await context.store.commit([{ op: 'delete', path: ref.path }]);
    return { id, collection, existed };
  },
  async dryRun({ collection, id }) {
    return { output: { id, collection, existed: true }, wouldHave: `would have deleted ${collection}/${id}` };
  },
});
