import { z } from 'zod';
import { type JsonObject, type JsonValue, jsonValue } from '../../model/json.ts';
import { valueAt as fieldOf, fieldPath, sameText } from './values.ts';

const comparison = z.enum(['equals', 'not_equals', 'less', 'at_most', 'more', 'at_least', 'in', 'contains', 'exists']);
/** What is asked of one field of a document. */
export const wish = z.strictObject({ field: fieldPath.min(1), is: comparison.default('equals'), value: jsonValue });
type Wish = z.infer<typeof wish>;
interface Order {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}
type Compare = (a: JsonValue, b: JsonValue) => number;

/** Whether a document meets a wish. Values of different types are never more or less than one another. */
export function holds({ field, is, value }: Wish, item: JsonObject, compare: Compare): boolean {
  const found = fieldOf(item, field);
  const isSame = (one: JsonValue) => sameText(one) === sameText(found);
  switch (is) {
    case 'equals':
      return isSame(value);
    case 'not_equals':
      return !isSame(value);
    case 'in':
      return Array.isArray(value) && value.some(isSame);
    case 'contains':
      if (Array.isArray(found)) return found.some((one) => sameText(one) === sameText(value));
      return (
        typeof found === 'string' && typeof value === 'string' && found.toLowerCase().includes(value.toLowerCase())
      );
    case 'exists':
      return (found !== null) === (value !== false);
    default:
      return typeof found === typeof value && found !== null && isBetween(is, compare(found, value));
  }
}

function isBetween(is: 'less' | 'at_most' | 'more' | 'at_least', order: number): boolean {
  if (is === 'less') return order < 0;
  if (is === 'at_most') return order <= 0;
  return is === 'more' ? order > 0 : order >= 0;
}

/** What lacks the field comes last in both directions. */
export function inOrder(a: JsonObject, b: JsonObject, { field, direction }: Order, compare: Compare): number {
  const [left, right] = [fieldOf(a, field), fieldOf(b, field)];
  if ((left === null) !== (right === null)) return left === null ? 1 : -1;
  return direction === 'asc' ? compare(left, right) : compare(right, left);
}
