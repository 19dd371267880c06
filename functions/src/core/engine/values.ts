import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../model/json.ts';

/** Where a value stands in an item: `price`, `address.city`; empty for the item itself. */
export const fieldPath = z
  .string()
  .regex(/^([^.\s]+(\.[^.\s]+)*)?$/, 'A field is a name such as price or address.city');

/** The value at a field of an item; null when there is none. */
export function valueAt(item: JsonValue, path: string): JsonValue {
  if (path === '') return item;
  let value: JsonValue = item;
  for (const name of path.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return null;
    value = (value as JsonObject)[name] ?? null;
  }
  return value;
}

/** One text for values that are equal, whatever the order of their fields. */
export { canonicalJson as sameText } from '../../model/json.ts';

/** A number, also where it came as text (`"12.50"`); null for what is none. */
export function numberOf(value: JsonValue): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Numbers before texts, nothing last; texts as people of `locale` sort them, numbers in them by size. */
export function compareValues(locale: string): (a: JsonValue, b: JsonValue) => number {
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const rank = (value: JsonValue) =>
    value === null ? 3 : typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : 2;
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
    return rank(a) - rank(b) || collator.compare(JSON.stringify(a), JSON.stringify(b));
  };
}
