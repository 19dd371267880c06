import type { JsonObject, JsonValue } from '../../model/json.ts';
import { numberOf, valueAt } from './values.ts';

const MAX_TEXT = 200;

/** Text on one line, in the first of these fields that holds any: people and other programs name them in many ways. */
export function textIn(document: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = valueAt(document, name);
    const text =
      typeof value === 'string' || typeof value === 'number' ? String(value).replaceAll(/\s+/g, ' ').trim() : '';
    if (text !== '') return text.slice(0, MAX_TEXT);
  }
  return null;
}

export function numberIn(document: JsonObject, ...names: readonly string[]): number | null {
  for (const name of names) {
    const number = numberOf(valueAt(document, name));
    if (number !== null) return number;
  }
  return null;
}

/** A status as one word: `Past Due` and `past-due` are `past_due`. */
export function wordOf(value: JsonValue): string | null {
  return typeof value === 'string' && value.trim() !== ''
    ? value
        .trim()
        .toLowerCase()
        .replaceAll(/[\s-]+/g, '_')
    : null;
}

export function wordIn(document: JsonObject, ...names: readonly string[]): string | null {
  return wordOf(textIn(document, ...names));
}

/** A time or a day as it stands there; null for what can be read as neither. */
export function timeIn(document: JsonObject, ...names: readonly string[]): string | null {
  const text = textIn(document, ...names);
  return text !== null && /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** How often each value comes, the most frequent first; at most 20. */
export function tallyOf(values: readonly (string | null)[]): { value: string | null; count: number }[] {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, all]) => ({ value, count: all.length }));
  return counts.toSorted((a, b) => b.count - a.count).slice(0, 20);
}
