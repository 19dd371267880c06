import { z } from 'zod';
import { type JsonObject, type JsonValue, jsonValue } from '../../../model/json.ts';
import { queries } from '../../../model/query.ts';
import { collectionName, readDocuments } from '../../engine/read-documents.ts';
import { compareValues, fieldPath, numberOf, valueAt } from '../../engine/values.ts';
import { holds, inOrder, type wish } from '../../engine/wish.ts';
import { tableOf } from './data-table.ts';
import { defineTool, found, type ToolContext, ToolError } from './tool.ts';

const MAX_READ = 5_000;
const MAX_COUNTED = 1_000_000;
const SHOWN = 20;
/** What a model reads of one answer, as JSON. */
const MAX_LENGTH = 12_000;
const MAX_TEXT = 300;

const OPERATORS = {
  '==': 'equals',
  '!=': 'not_equals',
  '<': 'less',
  '<=': 'at_most',
  '>': 'more',
  '>=': 'at_least',
  in: 'in',
  contains: 'contains',
  exists: 'exists',
} as const;
type Operator = keyof typeof OPERATORS;

const params = z.strictObject({
  collection: collectionName,
  where: z
    .array(
      z.strictObject({
        field: fieldPath.min(1),
        op: z.enum(Object.keys(OPERATORS) as [Operator, ...Operator[]]),
        value: jsonValue,
      }),
    )
    .max(10)
    .optional()
    .describe('All of them have to hold. Times are ISO text; `in` takes a list, `exists` true or false'),
  orderBy: z
    .strictObject({
      field: fieldPath.min(1),
      times: fieldPath.min(1).optional().describe('By the product of both: quantity times unitCost'),
      per: fieldPath.min(1).optional().describe('By the quotient of both: price per ourPrice'),
      direction: z.enum(['asc', 'desc']).default('asc'),
    })
    .optional(),
  limit: z.int().min(1).max(50).optional(),
  fields: z
    .array(fieldPath.min(1))
    .min(1)
    .max(12)
    .optional()
    .describe('What of each row is wanted, in this order; left out: all of it'),
  aggregate: z
    .union([z.literal('count'), z.strictObject({ sum: fieldPath.min(1) })])
    .optional()
    .describe('One figure instead of rows: how many there are, or what a field adds up to'),
});
type Params = z.infer<typeof params>;

export const queryData = defineTool<Params>({
  name: 'query_data',
  title: 'Look something up',
  description:
    'Looks up the data of the business: inventory, products, customers, members, prospects, orders, invoices, competitor_prices, reviews, metrics, campaigns, or records/<name>. Reads only, at most 5,000 documents. Ask for a count or a sum where a figure is wanted.',
  params,
  role: 'viewer',
  scope: 'playbooks:read',
  writes: false,
  isFinal: false,
  call: async (context, given) => {
    const { collection, where = [], aggregate } = given;
    if (aggregate === 'count' && where.length === 0) {
      const query = queries.documents(context.orgId, collection, {}, { limit: MAX_COUNTED });
      return found({ collection, count: await context.engine.store.count(query) });
    }
    const { documents, isCut, isTainted } = await read(context, given);
    const note = isCut ? `Only the first ${MAX_READ.toLocaleString('en-US')} documents were looked at` : null;
    if (aggregate === 'count') return found({ collection, count: documents.length, note });
    if (aggregate !== undefined) {
      return found({ collection, field: aggregate.sum, ...sumOf(documents, aggregate.sum), note });
    }
    return rowsOf(given, documents, { note, isTainted, tenant: context.tenant });
  },
});

/** The documents that fit, in their order. */
async function read(context: ToolContext, { collection, where = [], orderBy }: Params) {
  const { engine, orgId, tenant } = context;
  let isTainted = false;
  const taint = () => {
    isTainted = true;
  };
  const equal = Object.fromEntries(where.flatMap(equality));
  const asked = { collection, equal, max: MAX_READ };
  const { documents, isCut } = await readDocuments({ store: engine.store, orgId, taint }, asked);
  const compare = byTime(compareValues(tenant.locale));
  const wishes = where.map(({ field, op, value }): z.infer<typeof wish> => ({ field, is: OPERATORS[op], value }));
  const fitting = documents.filter((one) => wishes.every((wanted) => holds(wanted, one, compare)));
  return { documents: orderBy === undefined ? fitting : inOrderOf(fitting, orderBy, compare), isCut, isTainted };
}

function inOrderOf(
  documents: readonly JsonObject[],
  { field, times, per, direction }: NonNullable<Params['orderBy']>,
  compare: (a: JsonValue, b: JsonValue) => number,
): readonly JsonObject[] {
  if (times === undefined && per === undefined)
    return documents.toSorted((a, b) => inOrder(a, b, { field, direction }, compare));
  const figure = (document: JsonObject, name: string | undefined) =>
    name === undefined ? 1 : (numberOf(valueAt(document, name)) ?? Number.NaN);
  const keyed = documents.map((document) => {
    const by = (figure(document, field) * figure(document, times)) / figure(document, per);
    return { document, key: { by: Number.isFinite(by) ? by : null } };
  });
  const order = { field: 'by', direction };
  return keyed.toSorted((a, b) => inOrder(a.key, b.key, order, compare)).map(({ document }) => document);
}

/** What the database compares itself: numbers and truth values of plain fields. Texts may differ in case. */
function equality({ field, op, value }: NonNullable<Params['where']>[number]): [string, number | boolean][] {
  const isField = /^(?!__.*__$)[A-Za-z_]\w{0,99}$/.test(field) && field !== 'id';
  return isField && op === '==' && (typeof value === 'number' || typeof value === 'boolean') ? [[field, value]] : [];
}

/** Times by when they are, however they are written. */
function byTime(compare: (a: JsonValue, b: JsonValue) => number): typeof compare {
  return (a, b) => {
    const [left, right] = [timeOf(a), timeOf(b)];
    return left === null || right === null ? compare(a, b) : left - right;
  };
}

function timeOf(value: JsonValue): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}(T|$)/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}

function sumOf(documents: readonly JsonObject[], field: string): JsonObject {
  const values = documents.map((one) => valueAt(one, field)).filter((value) => value !== null);
  const numbers = values.map((value) => {
    const number = numberOf(value);
    if (number !== null) return number;
    throw new ToolError(`'${field}' holds ${JSON.stringify(value).slice(0, 60)}, which is no number`);
  });
  // Without the crumbs of binary fractions: 0.1 + 0.2 is 0.3.
  const sum = Number(numbers.reduce((all, number) => all + number, 0).toPrecision(15));
  return { sum, of: numbers.length };
}

function rowsOf(
  { collection, where = [], orderBy, limit = SHOWN, fields: wanted }: Params,
  documents: readonly JsonObject[],
  { note, isTainted, tenant }: Pick<ToolContext, 'tenant' | 'isTainted'> & { readonly note: string | null },
) {
  const items: JsonObject[] = [];
  let length = 0;
  for (const document of documents.slice(0, limit)) {
    const item = short(wanted === undefined ? document : pick(document, wanted));
    length += JSON.stringify(item).length;
    if (length > MAX_LENGTH) break;
    items.push(item);
  }
  const left = documents.length - items.length;
  const result = { collection, items, total: documents.length, notShown: left, note };
  const fields = [...where, ...(orderBy === undefined ? [] : [orderBy])].map(({ field }) => field);
  const looked = { collection, fields, more: left, columns: wanted };
  return found(result, { isTainted, parts: items.length === 0 ? [] : [tableOf(items, looked, tenant)] });
}

/** `currency` says what an amount is one of. */
function pick(document: JsonObject, fields: readonly string[]): JsonObject {
  const { currency } = document;
  const picked = Object.fromEntries(fields.map((field) => [field, valueAt(document, field)]));
  return typeof currency === 'string' ? { ...picked, currency } : picked;
}

function short(document: JsonObject): JsonObject {
  const cut = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return value.slice(0, MAX_TEXT);
    if (value === null || typeof value !== 'object') return value;
    const json = JSON.stringify(value);
    return json.length > MAX_TEXT ? `${json.slice(0, MAX_TEXT)}…` : value;
  };
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, cut(value)]));
}
