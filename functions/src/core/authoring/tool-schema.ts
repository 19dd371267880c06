import { z } from 'zod';
import { type JsonObject, type JsonValue, jsonObject } from '../../model/json.ts';

/** What every vendor takes. Lengths, patterns and the like are checked by the tool itself. */
const UNDERSTOOD = ['type', 'enum', 'const', 'required', 'description', 'default'];
const LISTS = ['anyOf', 'oneOf', 'allOf'];

/** The params of a tool as JSON Schema, for vendors' models and for other agents. Where it would go on for ever, anything fits. */
export function toolSchema(params: z.ZodType): JsonObject {
  return plain(z.toJSONSchema(params, { io: 'input', unrepresentable: 'any', reused: 'inline' }));
}

function plain(schema: unknown): JsonObject {
  const given = jsonObject.parse(schema);
  const { properties, items, additionalProperties: others } = given;
  const kept = Object.entries(given).filter(([name]) => UNDERSTOOD.includes(name));
  const choices = LISTS.flatMap((name) => listOf(given[name]));
  return {
    ...Object.fromEntries(kept),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(jsonObject.parse(properties)).map(([name, one]) => [name, plain(one)]),
      ),
    }),
    ...(items !== undefined && { items: plain(items) }),
    ...(others !== undefined && { additionalProperties: typeof others === 'boolean' ? others : plain(others) }),
    ...(choices.length > 0 && { anyOf: choices.map(plain) }),
  };
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
