import { type JsonObject, type JsonValue, jsonObject } from '@model/json.ts';

/** A param as it is edited: where it stands, and how it is written. `json` is what no other field fits. */
export interface ParamField {
  /** Its names from the outside in, joined by dots; `to.0` is not one of these: a list of texts is one field. */
  readonly path: string;
  readonly kind: 'text' | 'long' | 'number' | 'boolean' | 'list' | 'json';
  readonly value: string | boolean;
}
export type ParamValues = Readonly<Record<string, string | boolean>>;

const LONG = 80;
/** What people look at first; the rest follows in its own order. */
const FIRST = ['to', 'recipients', 'method', 'url', 'name', 'title', 'subject'];

/** The params that a question was frozen with; null when they cannot be read. */
export function paramsOf(paramsJson: string | null): JsonObject | null {
  if (paramsJson === null) return null;
  try {
    return inOrder(jsonObject.parse(JSON.parse(paramsJson)));
  } catch {
    return null;
  }
}

function inOrder(params: JsonObject): JsonObject {
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return Object.fromEntries(Object.entries(params).toSorted(([a], [b]) => rank(a) - rank(b)));
}

/** One field for each param, those inside of others included. */
export function fieldsOf(params: JsonObject, around = ''): ParamField[] {
  return Object.entries(params).flatMap(([name, value]) => {
    const path = around === '' ? name : `${around}.${name}`;
    // A name with a dot in it could not be told from two names.
    const isPlain = value !== null && typeof value === 'object' && !Array.isArray(value) && hasPlainNames(value);
    return isPlain && Object.keys(value).length > 0 ? fieldsOf(value, path) : [fieldOf(path, value)];
  });
}

function hasPlainNames(value: JsonObject): boolean {
  return Object.keys(value).every((name) => !name.includes('.'));
}

function fieldOf(path: string, value: JsonValue): ParamField {
  if (typeof value === 'boolean') return { path, kind: 'boolean', value };
  if (typeof value === 'number') return { path, kind: 'number', value: String(value) };
  if (value === null) return { path, kind: 'text', value: '' };
  if (typeof value === 'string') {
    return { path, kind: value.length > LONG || value.includes('\n') ? 'long' : 'text', value };
  }
  if (isTextList(value)) return { path, kind: 'list', value: value.join('\n') };
  return { path, kind: 'json', value: JSON.stringify(value, null, 2) };
}

function isTextList(value: JsonValue): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && !item.includes('\n'));
}

/** What is wrong with what was typed; null when it can be sent. */
export function fieldProblem({ kind }: ParamField, value: string | boolean): string | null {
  if (kind === 'number' && (String(value).trim() === '' || !Number.isFinite(Number(value)))) {
    return 'Write a number, such as 12.5';
  }
  return kind === 'json' && parsed(String(value)) === undefined ? 'This is not valid JSON' : null;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The params with what was typed in them. Fields that were left as they were keep their value to the letter. */
export function withValues(params: JsonObject, values: ParamValues): JsonObject {
  return fieldsOf(params).reduce((changed, field) => {
    const typed = values[field.path] ?? field.value;
    return typed === field.value ? changed : set(changed, field.path.split('.'), toJson(field, typed));
  }, params);
}

function toJson({ kind }: ParamField, typed: string | boolean): JsonValue {
  if (typeof typed === 'boolean') return typed;
  switch (kind) {
    case 'number':
      return Number(typed);
    case 'json':
      return parsed(typed) ?? null;
    case 'list':
      return typed
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    default:
      return typed;
  }
}

function set(object: JsonObject, [name = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  if (rest.length === 0) return { ...object, [name]: value };
  const inner = object[name];
  const within = inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? inner : {};
  return { ...object, [name]: set(within, rest, value) };
}

/** Each message of the server at the field that it is about: `params.to.0` belongs to `to`. `rest` fits none. */
export function errorsByField(
  errors: Readonly<Record<string, string>>,
  fields: readonly ParamField[],
): { readonly byPath: Record<string, string>; readonly rest: readonly string[] } {
  const byPath: Record<string, string> = {};
  const rest: string[] = [];
  for (const [path, message] of Object.entries(errors)) {
    const bare = path.replace(/^params\./, '');
    const field = fields.find((one) => bare === one.path || bare.startsWith(`${one.path}.`));
    if (field === undefined) rest.push(message);
    else byPath[field.path] = message;
  }
  return { byPath, rest };
}
