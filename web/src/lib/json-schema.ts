import { type JsonObject, type JsonValue, jsonValue } from '@model/json.ts';
import { z } from 'zod';

/** A JSON Schema, as far as forms are drawn from it. Whatever else it says is the server's to check. */
export interface JsonSchema {
  readonly type?: string | readonly string[] | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly maxLength?: number | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly items?: JsonSchema | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly additionalProperties?: JsonSchema | boolean | undefined;
  readonly $ref?: string | undefined;
}

export const jsonSchemaSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    maxLength: z.number().optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
    items: jsonSchemaSchema.optional(),
    properties: z.record(z.string(), jsonSchemaSchema).optional(),
    required: z.array(z.string()).optional(),
    anyOf: z.array(jsonSchemaSchema).optional(),
    oneOf: z.array(jsonSchemaSchema).optional(),
    additionalProperties: z.union([z.boolean(), jsonSchemaSchema]).optional(),
    $ref: z.string().optional(),
  }),
);

/** The shapes that an object may have: one for most, several where there is a choice. */
export function shapesOf(schema: JsonSchema): readonly JsonSchema[] {
  const choices = schema.anyOf ?? schema.oneOf;
  return choices === undefined ? [schema] : choices;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly help: string | null;
  readonly kind: 'text' | 'long' | 'number' | 'boolean' | 'choice' | 'list' | 'json';
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  /** What stands in it at first. */
  readonly initial: string | boolean;
}

/** The fields of an object, as a form shows them. What can have one value only is no field. */
export function fieldsOf(schema: JsonSchema, given: JsonObject = {}): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const one = withoutNull(property);
    if (one.const !== undefined) return [];
    const kind = kindOf(one);
    const value = given[name] ?? jsonValue.safeParse(property.default).data ?? null;
    return [
      {
        name,
        label: property.title ?? one.title ?? labelOf(name),
        help: property.description ?? one.description ?? null,
        kind,
        choices: (one.enum ?? []).map(String),
        isRequired: required.has(name) && property.default === undefined && one === property,
        initial: shown(kind, value),
      },
    ];
  });
}

/** What was entered, as JSON; a field that was left empty is left out. Throws the name of the field that is no JSON. */
export function entered(fields: readonly Field[], values: Readonly<Record<string, string | boolean>>): JsonObject {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }): [string, JsonValue][] => {
      const value = values[name] ?? '';
      if (typeof value === 'boolean') return [[name, value]];
      if (value.trim() === '') return [];
      switch (kind) {
        case 'number':
          return [[name, Number.isFinite(Number(value)) ? Number(value) : value]];
        case 'list':
          return [[name, linesOf(value)]];
        case 'json':
          return [[name, jsonOr(value)]];
        default:
          return [[name, kind === 'long' ? value : value.trim()]];
      }
    }),
  );
}

/** The values that a shape prescribes, such as the mode that tells two shapes apart. */
export function constants(schema: JsonSchema): JsonObject {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([name, { const: value }]): [string, JsonValue][] => {
      const fixed = jsonValue.safeParse(value);
      return value === undefined || !fixed.success ? [] : [[name, fixed.data]];
    }),
  );
}

function withoutNull(schema: JsonSchema): JsonSchema {
  const choices = (schema.anyOf ?? schema.oneOf)?.filter(({ type }) => type !== 'null');
  return choices?.length === 1 ? (choices[0] ?? schema) : schema;
}

function kindOf({ type, enum: values, items, maxLength = 0, ...schema }: JsonSchema): Field['kind'] {
  const [named] = Array.isArray(type) ? type.filter((one) => one !== 'null') : [type];
  if (values !== undefined) return 'choice';
  if (named === 'boolean') return 'boolean';
  if (named === 'number' || named === 'integer') return 'number';
  if (named === 'string') return maxLength > 1_000 && schema.format !== 'uri' ? 'long' : 'text';
  if (named === 'array' && items?.type === 'string') return 'list';
  return schema.properties === undefined && named === undefined ? 'text' : 'json';
}

function shown(kind: Field['kind'], value: JsonValue): string | boolean {
  if (kind === 'boolean') return value === true;
  if (value === null) return '';
  if (kind === 'list' && Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Text that is no JSON goes as it is: the server says what it wants. */
function jsonOr(text: string): JsonValue {
  try {
    return jsonValue.parse(JSON.parse(text));
  } catch {
    return text;
  }
}

const INITIALS = /\b(api|dkim|id|json|sid|url)\b/g;

/** `accountSid` → `Account SID`. */
export function labelOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .replaceAll(INITIALS, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}
