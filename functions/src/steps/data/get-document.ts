import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonObject } from '../../model/json.ts';
import { docIn } from '../../model/paths.ts';
import { collectionName, collectionOf, documentId, noDocument, overDocuments, shown, taintBy } from './documents.ts';

const params = z.strictObject({
  collection: collectionName,
  id: documentId,
  /** What a missing document means: the step fails, or gives null. */
  ifMissing: z.enum(['fail', 'null']).default('fail'),
});
const output = z.object({ document: jsonObject.nullable(), exists: z.boolean() });

export const getDocument = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...overDocuments,
  id: 'get_document',
  title: 'Read a document',
  description: 'Reads one document of the shop by its id.',
  modelDescription: 'One document as {document, exists}; with ifMissing null it does not fail when there is none.',
  icon: 'file-search',
  example: { collection: 'customers', id: '{{event.customerId}}' },
  params,
  output,
  run: async ({ collection, id, ifMissing }, context) => {
    const found = await context.store.find(docIn(collectionOf(context, collection), id));
    taintBy(context, collection, found?.data ? [found.data] : []);
    if (found?.data) return { document: shown(id, found.data), exists: true };
    if (ifMissing === 'fail') throw noDocument(collection, id);
    return { document: null, exists: false };
  },
});
