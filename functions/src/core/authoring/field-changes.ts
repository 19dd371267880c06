import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '../../model/json.ts';
import { quoted } from '../explain/statement.ts';

/** Longer values are not told: that they differ is. Never cut, so that a secret in one is seen whole and concealed. */
const MAX_SHOWN = 80;

/**
 * What of two sets of fields differs, a clause each: `the subject is now “Low stock” instead of “Stock”`. `words` says
 * what a field is called, with its article; left out, its name does.
 */
export function fieldChanges(
  before: Readonly<Record<string, JsonValue>>,
  after: Readonly<Record<string, JsonValue>>,
  words: Readonly<Record<string, string>> = {},
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [was, is] = [before[name] ?? null, after[name] ?? null];
    return isDeepStrictEqual(was, is) ? [] : [clause(words[name] ?? `the ${plainName(name)}`, was, is)];
  });
}

/** `maxResults` and `max_results` → `max results`. */
export function plainName(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .toLowerCase();
}

function clause(what: string, was: JsonValue, is: JsonValue): string {
  if (is === null) return `${what} was taken away`;
  const [then, now] = [shown(was), shown(is)];
  if (now === null) return `${what} ${was === null ? 'was added' : 'was changed'}`;
  if (typeof is === 'boolean') return `${what} is ${is ? 'on' : 'off'} now`;
  return `${what} is now ${now}${then === null || was === null ? '' : ` instead of ${then}`}`;
}

/** A short value as people read it; null where it is long or has parts. */
function shown(value: JsonValue): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) {
    const texts = value.map(shown);
    const list = texts.join(', ');
    return value.length > 0 && texts.every((text) => text !== null) && list.length <= MAX_SHOWN ? list : null;
  }
  if (typeof value !== 'string' || value.length > MAX_SHOWN || /[\n\r]/.test(value)) return null;
  return value === '' ? 'empty' : quoted(value);
}
