import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { AlreadyExistsError, ConflictError } from '../../core/ports.ts';
import { docIn } from '../../model/paths.ts';
import { fields } from './document-fields.ts';
import { collectionName, collectionOf, documentId, noDocument, overDocuments } from './documents.ts';

const params = z.strictObject({
  collection: collectionName,
  id: documentId,
  /** The fields to set; others stay. */
  set: fields,
  /** What a missing document means: the step fails, or it is made. */
  ifMissing: z.enum(['fail', 'create']).default('fail'),
});
const output = z.object({ id: z.string(), collection: z.string(), fields: z.array(z.string()) });

export const updateDocument = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overDocuments,
  id: 'update_document',
  title: 'Change a document',
  description: 'Sets fields of one document of the shop.',
  modelDescription:
    'Sets fields of a document, leaving the others; with ifMissing create it makes the document where there is none.',
  icon: 'file-pen',
  example: { collection: 'customers', id: 'ada', set: { segment: 'loyal' } },
  params,
  output,
  risk: 'moderate',
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  targets: ['id'],
  tally: { done: 'changed', one: 'document', many: 'documents', to: 'id' },
  async run({ collection, id, set, ifMissing }, context) {
    const { path } = docIn(collectionOf(context, collection), id);
    const marked = { ...set, lastWrite: context.lastWrite };
    const update = () => context.store.commit([{ op: 'update', path, fields: marked }]);
    context.assertLease();
    try {
      await update();
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      if (ifMissing === 'fail') throw noDocument(collection, id);
      await context.store.commit([{ op: 'create', path, data: marked }]).catch((late: unknown) => {
        // Somebody else has just made it: his fields stay.
        if (late instanceof AlreadyExistsError) return update();
        throw late;
      });
    }
    return { id, collection, fields: Object.keys(set) };
  },
  async dryRun({ collection, id, set }) {
    const names = Object.keys(set);
    return {
      output: { id, collection, fields: names },
      wouldHave: `would have set ${names.join(', ')} of ${collection}/${id}`,
    };
  },
});
