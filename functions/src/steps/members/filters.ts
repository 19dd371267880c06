import { z } from 'zod';
import { wordOf } from '../../core/engine/fields.ts';
import { type JsonObject, type JsonValue, jsonValue } from '../../model/json.ts';
import { fieldPath, numberOf, sameText, valueAt } from '../data/list.ts';

const range = z.strictObject({
  min: z.union([z.number(), z.string()]).optional(),
  max: z.union([z.number(), z.string()]).optional(),
  contains: z.string().optional(),
  exists: z.boolean().optional(),
});
type Range = z.infer<typeof range>;

/**
 * Field → what it must be: a value, a list of which it must be one, or {min, max, contains, exists}. Texts are compared
 * without regard to case, `Past due` is `past_due`. Null and nothing: no filter.
 */
export const filtersSchema = z
  .record(
    fieldPath.min(1),
    z.union([range, z.array(jsonValue).max(100), z.string(), z.number(), z.boolean(), z.null()]),
  )
  .nullable()
  .default(null);
type Filters = z.infer<typeof filtersSchema>;

/** Whether a person meets all filters; a field is looked for among those that are shown, and then in the document. */
export function passes(filters: Filters, shown: JsonObject, document: JsonObject): boolean {
  return Object.entries(filters ?? {}).every(([field, wanted]) => {
    const value = Object.hasOwn(shown, field) ? (shown[field] ?? null) : valueAt(document, field);
    const asked = range.safeParse(wanted);
    if (asked.success) return isIn(value, asked.data);
    return Array.isArray(wanted) ? wanted.some((one) => isSame(one, value)) : isSame(wanted as JsonValue, value);
  });
}

/** Fields that are asked for and that nobody has: most likely a slip of the pen. */
export function unknownFields(filters: Filters, all: readonly JsonObject[]): string[] {
  return Object.keys(filters ?? {}).filter((field) => all.every((one) => valueAt(one, field) === null));
}

function isSame(wanted: JsonValue, value: JsonValue): boolean {
  if (typeof wanted === 'string' && typeof value === 'string') return wordOf(wanted) === wordOf(value);
  return sameText(wanted) === sameText(value);
}

function isIn(value: JsonValue, { min, max, contains, exists }: Range): boolean {
  if (exists !== undefined && (value !== null) !== exists) return false;
  const isText = typeof value === 'string' && value.toLowerCase().includes(contains?.toLowerCase() ?? '');
  const isContained =
    contains === undefined || isText || (Array.isArray(value) && value.some((one) => isSame(contains, one)));
  return isContained && isAtLeast(value, min) && isAtLeast(value, max, -1);
}

/** Numbers by size, days and other texts by their order. What is missing is neither more nor less. */
function isAtLeast(value: JsonValue, bound: number | string | undefined, sign: 1 | -1 = 1): boolean {
  if (bound === undefined) return true;
  const [left, right] = [numberOf(value), numberOf(bound)];
  if (left !== null && right !== null) return sign * (left - right) >= 0;
  if (typeof value !== 'string' || typeof bound !== 'string') return false;
  return sign === 1 ? value >= bound : value <= bound;
}
