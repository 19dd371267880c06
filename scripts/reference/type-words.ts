import type { z } from 'zod';
import type { JsonObject } from '../../functions/src/model/json.ts';

type Shape = z.core.JSONSchema.JSONSchema;

export interface FieldWords {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** As JSON; null where there is none. */
  readonly otherwise: string | null;
  readonly meaning: string;
}

/** The fields of a JSON Schema of an object, for people. */
export function fieldsOf(schema: JsonObject): FieldWords[] {
  const shape = schema as Shape;
  return Object.entries(shape.properties ?? {}).map(([name, own]) => {
    const field: Shape = typeof own === 'object' ? own : {};
    const isRequired = (shape.required ?? []).includes(name) && field.default === undefined;
    const otherwise = field.default === undefined ? null : JSON.stringify(field.default);
    return { name, type: typeWords(field), isRequired, otherwise, meaning: field.description ?? '' };
  });
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'object',
  null: 'nothing',
};
const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'time (ISO)',
  date: 'date (ISO)',
  uri: 'address',
  email: 'e-mail address',
};
const DEEPEST = 3;

/** `text`, `list of {name: text}`, `"asc" or "desc"`. */
export function typeWords(shape: Shape, depth = 0): string {
  const options = shape.anyOf ?? shape.oneOf;
  if (options) return [...new Set(options.map((one) => typeWords(one, depth)))].join(' or ');
  if (Array.isArray(shape.type)) return shape.type.map((type) => typeWords({ ...shape, type }, depth)).join(' or ');
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.enum) return shape.enum.map((one) => JSON.stringify(one)).join(' or ');
  if (shape.$ref !== undefined || shape.type === undefined) return 'anything';
  if (shape.type === 'array') {
    const items = Array.isArray(shape.items) ? shape.items[0] : shape.items;
    return `list of ${typeof items === 'object' ? listed(typeWords(items, depth + 1)) : 'anything'}`;
  }
  if (shape.type === 'object' && shape.properties && depth < DEEPEST) {
    const required = new Set(shape.required ?? []);
    const fields = Object.entries(shape.properties).map(([name, own]) => {
      const words = typeof own === 'object' ? typeWords(own, depth + 1) : 'anything';
      return `${name}${required.has(name) ? '' : '?'}: ${words}`;
    });
    return `{${fields.join(', ')}}`;
  }
  const word = (shape.format && FORMATS[shape.format]) || WORDS[shape.type] || shape.type;
  return `${word}${range(shape)}`;
}

function listed(words: string): string {
  return words.includes(' or ') && !words.startsWith('{') ? `(${words})` : words;
}

function range({ minimum, maximum, type }: Shape): string {
  if (type !== 'integer' && type !== 'number') return '';
  const from = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? null : minimum;
  const to = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? null : maximum;
  if (from === null && to === null) return '';
  if (to === null) return `, at least ${from}`;
  return from === null ? `, at most ${to}` : `, ${from} to ${to}`;
}
