import type { JsonValue } from '../../model/json.ts';
import { sameText } from './values.ts';

export interface Change {
  /** It is another value than before. */
  readonly changed: boolean;
  /** It holds now and did not; of a list, something is in it that was not. */
  readonly began: boolean;
  /** Null where nothing was seen before. */
  readonly before: JsonValue;
}

/** What has become of a value since it was seen before. */
export function changeSince(before: JsonValue, now: JsonValue): Change {
  return { changed: sameText(now) !== sameText(before), began: begins(before, now), before };
}

function begins(before: JsonValue, now: JsonValue): boolean {
  if (!Array.isArray(now)) return holds(now) && !holds(before);
  const known = new Set(Array.isArray(before) ? before.map(sameText) : []);
  return now.some((one) => !known.has(sameText(one)));
}

function holds(value: JsonValue): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
