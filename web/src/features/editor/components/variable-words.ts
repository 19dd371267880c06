import { type JsonValue, jsonValue } from '@model/json.ts';
import type { VariableGroup } from '../api/edited.ts';
import { shortOf } from '../api/expressions-try.ts';
import { variableOf } from './param-context.ts';

const LONG = 60;

/** JSON text that may be cut, in a few words. */
export function sampleWords(sample: string): string {
  const value = parsed(sample);
  const text = value === undefined ? sample : shortOf(value);
  return text.length > LONG ? `${text.slice(0, LONG)}…` : text;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return jsonValue.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A path in words: `Items of Check stock`; the path itself where nobody knows it. */
export function pathWords(groups: readonly VariableGroup[], path: string): string {
  const found = variableOf(groups, path);
  return found === null ? path : `${found.variable.label} · ${found.group.title}`;
}
