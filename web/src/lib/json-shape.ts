import type { JsonSchema } from './json-schema.ts';

/** What a field of a form is for, as its JSON schema tells it. */
export type Shape =
  | { readonly kind: 'text'; readonly isLong: boolean; readonly format: string | null }
  | { readonly kind: 'number'; readonly isWhole: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'texts'; readonly choices: readonly string[] }
  | { readonly kind: 'list'; readonly item: JsonSchema }
  | { readonly kind: 'object'; readonly schema: JsonSchema }
  | { readonly kind: 'map'; readonly value: JsonSchema }
  | { readonly kind: 'ways'; readonly ways: readonly JsonSchema[] }
  /** Nothing is said of it: text, a number, or any JSON. */
  | { readonly kind: 'any' };

/** Longer texts get more than one line. */
const LONG = 1_000;
/** A choice between more shapes than these is better written than clicked. */
const MOST_WAYS = 3;

/** The shape of a value. References are to "any JSON" only, which is the one thing that refers to itself. */
export function shapeOf(schema: JsonSchema): Shape {
  const ways = waysOf(schema);
  const [only] = ways;
  if (only === undefined) return { kind: 'any' };
  return ways.length === 1 ? shapeOfOne(only) : shapeOfWays(ways);
}

/** What it may be beside null; choices within choices are choices of their own. */
export function waysOf(schema: JsonSchema): readonly JsonSchema[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.flatMap(waysOf);
  const { type } = schema;
  if (!Array.isArray(type)) return type === 'null' ? [] : [schema];
  return type.filter((one) => one !== 'null').map((one) => ({ ...schema, type: one }));
}

function shapeOfWays(ways: readonly JsonSchema[]): Shape {
  const shapes = ways.map(shapeOfOne);
  const kinds = new Set(shapes.map(({ kind }) => kind));
  if (kinds.has('any') || kinds.size > MOST_WAYS) return { kind: 'any' };
  const isText = [...kinds].every((kind) => kind === 'text' || kind === 'choice');
  if (isText) return { kind: 'text', isLong: shapes.some((one) => one.kind === 'text' && one.isLong), format: null };
  const isPlain = [...kinds].every((kind) => ['text', 'choice', 'number', 'boolean'].includes(kind));
  return isPlain || kinds.size < shapes.length ? { kind: 'any' } : { kind: 'ways', ways };
}

function shapeOfOne(schema: JsonSchema): Shape {
  const { type, enum: values, const: fixed, items, properties, additionalProperties: rest } = schema;
  if (values !== undefined) return { kind: 'choice', choices: values.map(String) };
  if (fixed !== undefined) return { kind: 'choice', choices: [String(fixed)] };
  switch (type) {
    case 'string':
      return { kind: 'text', isLong: isLong(schema), format: schema.format ?? null };
    case 'number':
    case 'integer':
      return { kind: 'number', isWhole: type === 'integer' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return listOf(items);
    case 'object':
      if (properties !== undefined) return { kind: 'object', schema };
      return { kind: 'map', value: typeof rest === 'object' ? rest : {} };
    default:
      return { kind: 'any' };
  }
}

function isLong({ maxLength, format }: JsonSchema): boolean {
  return (maxLength ?? 0) > LONG && format !== 'uri';
}

function listOf(item: JsonSchema | undefined): Shape {
  if (item === undefined || item.$ref !== undefined) return { kind: 'any' };
  const inner = shapeOf(item);
  if (inner.kind === 'choice') return { kind: 'texts', choices: inner.choices };
  if (inner.kind === 'text') return { kind: 'texts', choices: [] };
  return { kind: 'list', item };
}

/** A short name for one of several shapes, for the switch between them. */
export function wayName(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
    case 'choice':
      return 'Text';
    case 'number':
      return 'Number';
    case 'boolean':
      return 'Yes or no';
    case 'texts':
    case 'list':
      return 'List';
    case 'object':
    case 'map':
      return 'Fields';
    default:
      return 'Anything';
  }
}

/** Whether a value is of a shape, as far as its outside tells. A template may become anything. */
export function fits(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case 'text':
    case 'choice':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'texts':
    case 'list':
      return Array.isArray(value);
    case 'object':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return true;
  }
}
