import { z } from 'zod';
import { readDocuments } from '../../core/engine/read-documents.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { holds, inOrder, wish } from '../../core/engine/wish.ts';
import { type JsonValue, jsonObject } from '../../model/json.ts';
import { collectionName, overDocuments } from './documents.ts';
import { compareValues, fieldPath } from './list.ts';

const MAX_READ = 5_000;
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
    const { collection } = given;
    const { documents, isCut } = await readDocuments(context, { collection, equal: equalities(given), max: MAX_READ });
    const compare = compareValues(context.user.locale);
    const found = documents.filter((one) => given.where.every((wanted) => holds(wanted, one, compare)));
    const { orderBy } = given;
    const sorted = orderBy === null ? found : found.toSorted((a, b) => inOrder(a, b, orderBy, compare));
    const items = sorted.slice(0, given.limit);
    return { items, count: items.length, total: found.length, isCut };
  },
});

/**
 * What the database can compare itself, without an index of its own, and means the same by: plain values of plain
 * fields. Not null, which it tells from a missing field, nor times, which it may keep as such.
 */
function equalities({ where }: Params): Record<string, string | number | boolean> {
  return Object.fromEntries(
    where.flatMap(({ field, is, value }) => {
      const isField = /^(?!__.*__$)[A-Za-z_]\w{0,99}$/.test(field) && field !== 'id';
      const isPlain = typeof value === 'number' || typeof value === 'boolean' || isPlainText(value);
      return is === 'equals' && isField && isPlain ? [[field, value]] : [];
    }),
  );
}

function isPlainText(value: JsonValue): value is string {
  return typeof value === 'string' && value.length <= 500 && !/^\d{4}-\d{2}-\d{2}T/.test(value);
}
