import { z } from 'zod';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import type { Found } from '../../core/ports.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import { collectionName, overDocuments, shown, taintBy } from './documents.ts';
import { compareValues, fieldPath } from './list.ts';
import { holds, inOrder, wish } from './wish.ts';

const MAX_READ = 5_000;
const PAGE = 500;
const MAX_ITEMS = 500;

const params = z.strictObject({
  collection: collectionName,
  /** All of these have to hold. `in` takes a list, `contains` looks into a list or a text, `exists` takes true or false. */
  where: z.array(wish).max(10).default([]),
  orderBy: z
    .strictObject({ field: fieldPath.min(1), direction: z.enum(['asc', 'desc']).default('asc') })
    .nullable()
    .default(null),
  limit: z.int().min(1).max(MAX_ITEMS).default(50),
});
type Params = z.infer<typeof params>;

const output = z.object({
  items: z.array(jsonObject),
  count: z.int(),
  /** How many there are in all, as far as was looked. */
  total: z.int(),
  /** Whether the collection has more documents than were looked at. */
  isCut: z.boolean(),
});

export const queryDocuments = defineStep<Params, z.infer<typeof output>>({
  ...overDocuments,
  id: 'query_documents',
  title: 'Find documents',
  description: 'Finds documents of the shop: stock, products, customers, orders and so on.',
  modelDescription:
    'Documents of one collection that meet all of `where`, sorted, at most 500. Looks at up to 5,000 documents; equals on top-level fields narrows that in the database.',
  icon: 'database-search',
  example: { collection: 'inventory', where: [{ field: 'quantity', is: 'less', value: 5 }], limit: 20 },
  params,
  output,
  run: async (given, context) => {
    const { documents, isCut } = await read(given, context);
    const compare = compareValues(context.user.locale);
    const found = documents.filter((one) => given.where.every((wanted) => holds(wanted, one, compare)));
    const { orderBy } = given;
    const sorted = orderBy === null ? found : found.toSorted((a, b) => inOrder(a, b, orderBy, compare));
    const items = sorted.slice(0, given.limit);
    return { items, count: items.length, total: found.length, isCut };
  },
});

/** By equality in the database, which needs no index of its own; whatever else is asked is looked at here. */
async function read({ collection, where }: Params, context: StepContext) {
  const { orgId, store } = context;
  const equal = Object.fromEntries(
    where.flatMap(({ field, is, value }) =>
      is === 'equals' && (value === null || typeof value !== 'object') && !field.includes('.') ? [[field, value]] : [],
    ),
  );
  const documents: JsonObject[] = [];
  for (let after: readonly string[] | null = null; ; ) {
    const page: Found<JsonObject>[] = await store.query(
      queries.documents(orgId, collection, equal, { limit: PAGE, after }),
    );
    const found = page.filter((one) => one.data !== null);
    taintBy(
      context,
      collection,
      found.map(({ data }) => data),
    );
    documents.push(...found.map(({ id, data }) => shown(id, data)));
    const last = page.at(-1);
    if (page.length < PAGE || !last) return { documents, isCut: false };
    if (documents.length >= MAX_READ) return { documents, isCut: true };
    after = [last.id];
  }
}
