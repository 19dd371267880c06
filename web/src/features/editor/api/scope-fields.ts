import type { JsonValue } from '@model/json.ts';
import { type JsonSchema, labelOf } from '../../../lib/json-schema.ts';
import { waysOf } from '../../../lib/json-shape.ts';
import type { Variable } from './edited.ts';
import { writePath } from './expressions-text.ts';

/** Fields of fields are offered so deep. */
const DEPTH = 3;
const MOST = 40;
const SAMPLE_LENGTH = 2_000;

/** What can be read under a path: the fields that its schema names, and those that its sample happens to have. */
export function fieldsUnder(
  path: readonly string[],
  schema: JsonSchema | undefined,
  value: JsonValue | undefined,
): readonly Variable[] {
  const found = fieldNames(schema, value).flatMap((name) =>
    variablesAt([...path, name], schemaAt(schema, [name]), fieldIn(value, name), 1, ''),
  );
  return found.slice(0, MOST);
}

function variablesAt(
  path: readonly string[],
  schema: JsonSchema | undefined,
  value: JsonValue | undefined,
  depth: number,
  around: string,
): Variable[] {
  const name = path.at(-1) ?? '';
  const label = around === '' ? labelOf(name) : `${around}, ${labelOf(name).toLowerCase()}`;
  const own = variableAt(path, label, schema, value);
  const names = fieldNames(schema, value);
  if (own.kind === 'list') return [own, countOf(path, label, value)];
  if (names.length === 0 || depth >= DEPTH) return [own];
  const inner = names.flatMap((one) =>
    variablesAt([...path, one], schemaAt(schema, [one]), fieldIn(value, one), depth + 1, label),
  );
  return [...inner, own];
}

/** One value that can be read. Without a label it is called by the name of its field. */
export function variableAt(
  path: readonly string[],
  label: string | null,
  schema: JsonSchema | undefined,
  value: JsonValue | undefined,
): Variable {
  const sample = value === undefined ? null : JSON.stringify(value).slice(0, SAMPLE_LENGTH);
  return { path: writePath(path), label: label ?? labelOf(path.at(-1) ?? ''), kind: kindOf(schema, value), sample };
}

function countOf(path: readonly string[], label: string, value: JsonValue | undefined): Variable {
  const sample = Array.isArray(value) ? String(value.length) : null;
  return { path: `size(${writePath(path)})`, label: `${label}: how many`, kind: 'number', sample };
}

function kindOf(schema: JsonSchema | undefined, value: JsonValue | undefined): string {
  const types = schema === undefined ? [] : waysOf(schema).map((way) => way.type ?? null);
  const [only = null] = new Set(types);
  const type = only === null || new Set(types).size > 1 ? typeOf(value) : only;
  return (typeof type === 'string' ? KINDS[type] : undefined) ?? 'value';
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'yes or no',
  array: 'list',
  object: 'fields',
};

function typeOf(value: JsonValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? 'array' : typeof value;
}

function fieldNames(schema: JsonSchema | undefined, value: JsonValue | undefined): readonly string[] {
  const named = schema === undefined ? [] : waysOf(schema).flatMap(({ properties }) => Object.keys(properties ?? {}));
  const isFields = value !== null && typeof value === 'object' && !Array.isArray(value);
  return [...new Set([...named, ...(isFields ? Object.keys(value) : [])])];
}

function fieldIn(value: JsonValue | undefined, name: string): JsonValue | undefined {
  const isFields = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isFields && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The schema of a field of fields; undefined where nothing is said of it. */
export function schemaAt(schema: JsonSchema | undefined, fields: readonly string[]): JsonSchema | undefined {
  const [name, ...rest] = fields;
  if (schema === undefined || name === undefined) return schema;
  const inner = waysOf(schema).flatMap(({ properties, additionalProperties: more }) => {
    const one = properties?.[name] ?? (typeof more === 'object' ? more : undefined);
    return one === undefined ? [] : [one];
  });
  return schemaAt(inner[0], rest);
}
