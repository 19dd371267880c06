import { z } from 'zod';
import { type JsonValue, jsonObject, jsonValue } from '../../src/model/json.ts';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const LLM_HOST = 'llm.example';

/** A request as servers that are compatible with OpenAI's take it; whatever else is in it, they would refuse. */
const requestSchema = z.strictObject({
  model: z.string().min(1),
  messages: z
    .array(
      z.discriminatedUnion('role', [
        z.strictObject({ role: z.literal('system'), content: z.string().min(1) }),
        z.strictObject({ role: z.literal('user'), content: z.string().min(1) }),
        z.strictObject({
          role: z.literal('assistant'),
          content: z.string().nullable(),
          tool_calls: z
            .array(
              z.strictObject({
                id: z.string(),
                type: z.literal('function'),
                function: z.strictObject({ name: z.string(), arguments: z.string() }),
              }),
            )
            .optional(),
        }),
        z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
      ]),
    )
    .min(2),
  max_tokens: z.int().min(1),
  response_format: z
    .strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({
        name: z.string().regex(/^[\w-]{1,64}$/),
        schema: z.looseObject({ type: z.literal('object') }),
        strict: z.boolean().optional(),
      }),
    })
    .optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: z.string().regex(/^[\w-]{1,64}$/),
          description: z.string(),
          parameters: z.looseObject({ type: z.literal('object') }),
        }),
      }),
    )
    .optional(),
  tool_choice: z.literal('auto').optional(),
});
export type AskedModel = z.infer<typeof requestSchema>;

/** What the model says: a text, an object as JSON, or calls of tools. */
export interface Said {
  readonly text?: string;
  readonly json?: JsonValue;
  readonly calls?: readonly (readonly [tool: string, params: JsonValue])[];
  /** Of the prompt, already known to the server. */
  readonly cachedTokens?: number;
  readonly isCut?: boolean;
}

/** A server that is compatible with OpenAI's. `say` is its model; each answer takes 100 tokens in and 20 out. */
export function llmVendor(say: (asked: AskedModel, index: number) => Said): Vendor {
  let index = 0;
  return { host: LLM_HOST, answer: (call) => answer(call, (asked) => say(asked, index++)) };
}

/** The requests that it was sent, parsed. */
export function askedOf(calls: readonly SeenCall[]): AskedModel[] {
  return calls.map((call) => requestSchema.parse(call.json()));
}

function answer(call: SeenCall, say: (asked: AskedModel) => Said): VendorAnswer {
  if (call.path !== '/v1/chat/completions') return refusal(404, 'not_found', `no route ${call.path}`);
  if (call.method !== 'POST') return refusal(405, 'method', 'POST it');
  if (!/^Bearer \S{3,}$/.test(call.headers.authorization ?? '')) return refusal(401, 'invalid_api_key', 'no key');
  const parsed = requestSchema.safeParse(call.json());
  if (!parsed.success) return refusal(400, 'invalid_request_error', z.prettifyError(parsed.error));
  const loose = looseObjects(jsonValue.parse(parsed.data.response_format?.json_schema.schema ?? null));
  if (loose.length > 0) return refusal(400, 'invalid_schema', `additionalProperties must be false: ${loose[0]}`);
  return { status: 200, body: completion(parsed.data.model, say(parsed.data)) };
}

/** Strict servers want every object closed, and every field of it asked for. */
function looseObjects(schema: JsonValue): string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const inner = Object.values(schema).flatMap(looseObjects);
  const own = jsonObject.safeParse(schema);
  if (!own.success || own.data.type !== 'object' || own.data.properties === undefined) return inner;
  const names = Object.keys(jsonObject.parse(own.data.properties));
  const isStrict =
    own.data.additionalProperties === false && names.length === z.array(z.string()).parse(own.data.required).length;
  return isStrict ? inner : [JSON.stringify(schema), ...inner];
}

function completion(model: string, { text, json, calls = [], cachedTokens = 0, isCut = false }: Said): JsonValue {
  const toolCalls = calls.map(([name, params], at) => ({
    id: `call_${at}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(params) },
  }));
  const content = json === undefined ? (text ?? null) : JSON.stringify(json);
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_763_640_000,
    model: `${model}-2026-11`,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: toolCalls }) },
        finish_reason: calls.length > 0 ? 'tool_calls' : isCut ? 'length' : 'stop',
      },
    ],
    usage: {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: cachedTokens },
    },
  };
}

export function refusal(status: number, code: string, message: string): VendorAnswer {
  return { status, body: { error: { message, type: 'invalid_request_error', param: null, code } } };
}
