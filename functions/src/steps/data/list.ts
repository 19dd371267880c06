import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { ExpressionError, evaluateCondition, parseCondition, renderTemplate } from '../../core/engine/expression.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonValue } from '../../model/json.ts';

const MAX_ITEMS = 10_000;

export const items = z.array(jsonValue).max(MAX_ITEMS, `A list has ${MAX_ITEMS} items at most; narrow it before`);

/** Where a value stands in an item: `price`, `address.city`; empty for the item itself. */
export const fieldPath = z
  .string()
  .regex(/^([^.\s]+(\.[^.\s]+)*)?$/, 'A field is a name such as price or address.city');

/** Values that an expression over items can read by name beside `item` and `index`. */
export const names = jsonObject.default({});

/** An expression over an item, as in a condition: without braces, taken as it is written. */
export const expression = z
  .string()
  .trim()
  .min(1)
  .max(1_000)
  .superRefine((text, context) => {
    try {
      parseCondition(text);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });

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

interface Asked {
  readonly items: readonly JsonValue[];
  readonly with: JsonObject;
}

/** The items of which `where` is true. Throws a `NonRetriableError` that names the item it fails on. */
export function itemsWhere(where: string, given: Asked): JsonValue[] {
  return given.items.filter((item, index) =>
    forItem(index, () => evaluateCondition(where, { ...given.with, item, index })),
  );
}

/** What an expression gives for an item. */
export function valueFor(text: string, item: JsonValue, index: number, more: JsonObject): JsonValue {
  return forItem(index, () => renderTemplate(`{{ ${text} }}`, { ...more, item, index }));
}

function forItem<T>(index: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new NonRetriableError(`For item ${index + 1}: ${error.message}`, { code: 'bad_expression', cause: error });
  }
}

/** One text for values that are equal, whatever the order of their fields. */
export { canonicalJson as sameText } from '../../model/json.ts';

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

/** A number, also where it came as text (`"12.50"`); null for what is none. */
export function numberOf(value: JsonValue): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** What all of these step types share: quick, without effect, not worth a second attempt. */
export const quick = {
  category: 'data',
  risk: 'safe',
  effect: 'none',
  timeoutMs: 10_000,
  retry: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 },
} as const;
