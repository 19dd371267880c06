import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { ExpressionError, evaluateCondition, parseCondition, renderTemplate } from '../../core/engine/expression.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonValue } from '../../model/json.ts';

export { compareValues, fieldPath, numberOf, sameText, valueAt } from '../../core/engine/values.ts';

const MAX_ITEMS = 10_000;

export const items = z.array(jsonValue).max(MAX_ITEMS, `A list has ${MAX_ITEMS} items at most; narrow it before`);

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

/** What all of these step types share: quick, without effect, not worth a second attempt. */
export const quick = {
  category: 'data',
  risk: 'safe',
  effect: 'none',
  timeoutMs: 10_000,
  retry: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 },
} as const;
