import type { JsonObject, JsonValue } from '../../../model/json.ts';

/**
 * What is wrong with an expression, before it is known which one: `position` counts characters from 0 in the source.
 * `missing` marks a value that is not there, which `has` and `fallback` forgive.
 */
export class Problem extends Error {
  readonly position: number | null;
  readonly missing: boolean;
  constructor(message: string, position: number | null = null, missing = false) {
    super(message);
    this.position = position;
    this.missing = missing;
  }
}

/** The one problem that nothing in an expression can catch. */
export class BudgetProblem extends Problem {}

/**
 * Bounds the work of one condition or one rendering, whatever the data: each syntax node that is evaluated, each list
 * item or field that is touched and each 16 characters that are read or made cost one unit. All of it takes tens of
 * milliseconds.
 */
export class Budget {
  static readonly units = 500_000;
  #left = Budget.units;

  get spent(): number {
    return Budget.units - this.#left;
  }

  spend(units: number): void {
    this.#left -= units;
    if (this.#left >= 0) return;
    throw new BudgetProblem('This is too much work for one expression. Narrow the data down in an earlier step.');
  }

  spendText(text: string): string {
    this.spend(text.length >> 4);
    return text;
  }
}

/** A length of time, as in `now - duration("24h")`. */
export class Duration {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

/** What `a.?b` gives: a value, or nothing (`null` counts as nothing, since stored optional values are null). */
export class Optional {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value ?? null;
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The kind of a value in words; messages name kinds and never values. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing (null)';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'true or false';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a time';
  if (value instanceof Duration) return 'a duration';
  if (value instanceof Optional) return 'a value that may be missing (add .orValue(…))';
  if (isMap(value)) return 'an object';
  return 'no data';
}

/** Deep equality; values of different kinds are not equal. */
export function equal(a: unknown, b: unknown, budget: Budget, depth = 0): boolean {
  budget.spend(1);
  if (depth > 64) throw new Problem('The values are nested too deeply to be compared.');
  if (typeof a === 'string' && typeof b === 'string') return budget.spendText(a) === b;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (a instanceof Duration && b instanceof Duration) return a.ms === b.ms;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index], budget, depth + 1));
  }
  if (isMap(a) && isMap(b)) {
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    return keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key], budget, depth + 1));
  }
  return (a ?? null) === (b ?? null);
}

/** Negative, zero or positive; numbers, texts, times and durations have an order, each among themselves. */
export function compare(a: unknown, b: unknown, budget: Budget): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (a instanceof Duration && b instanceof Duration) return a.ms - b.ms;
  if (typeof a === 'string' && typeof b === 'string') {
    budget.spendText(a);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  throw new Problem(`Cannot compare ${kindOf(a)} with ${kindOf(b)}. ${comparisonFix(a, b)}`);
}

function comparisonFix(a: unknown, b: unknown): string {
  if (a == null || b == null || a instanceof Optional || b instanceof Optional) {
    return 'Say what counts when it is missing: fallback(x, 0) > 10, or has(x.y) && x.y > 10.';
  }
  if (typeof a === 'string' || typeof b === 'string') return 'Turn the text into a number with double(x).';
  return 'Compare a field of it, or its size(x).';
}

/** A copy as JSON: times become ISO 8601 text, durations seconds, a missing value null. */
export function toJson(value: unknown, budget: Budget, depth = 0): JsonValue {
  budget.spend(1);
  if (depth > 64) throw new Problem('The result is nested too deeply.');
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'string') return budget.spendText(value);
  if (value instanceof Date) return isoText(value);
  if (value instanceof Duration) return value.ms / 1000;
  if (value instanceof Optional) return toJson(value.value, budget, depth + 1);
  if (Array.isArray(value)) return value.map((item) => toJson(item, budget, depth + 1));
  if (!isMap(value)) throw new Problem('The result is no data.');
  const entries = Object.entries(value).map(([key, inner]) => [key, toJson(inner, budget, depth + 1)] as const);
  const copy: JsonObject = Object.fromEntries(entries);
  return copy;
}

/** As it reads inside a sentence: nothing for null, JSON for lists and objects. */
export function toText(value: unknown, budget: Budget): string {
  const json = toJson(value, budget);
  if (json === null) return '';
  return typeof json === 'object' ? JSON.stringify(json) : String(json);
}

export function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new Problem('The result is not a number that can be used (a division by zero, or far too large).');
}

export function isoText(value: Date): string {
  if (Number.isNaN(value.getTime())) throw new Problem('This is not a valid time.');
  return value.toISOString();
}
