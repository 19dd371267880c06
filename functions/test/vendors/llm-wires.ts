import { z } from 'zod';
import { type JsonObject, type JsonValue, jsonObject, jsonValue } from '../../src/model/json.ts';

/** What a model was asked, whatever the vendor. */
export interface AskedInWords {
  readonly instructions: string;
  readonly tools: readonly string[];
  readonly said: readonly Utterance[];
}
export type Utterance =
  | { readonly by: 'user' | 'model' | 'tool'; readonly text: string }
  | { readonly by: 'call'; readonly id: string; readonly tool: string; readonly params: JsonValue };

/** What it says, in this order. */
export interface Spoken {
  readonly text?: string;
  readonly calls?: readonly (readonly [tool: string, params: JsonValue])[];
}
export interface WireEvent {
  readonly event?: string;
  readonly data: JsonObject | string;
}

/** How a vendor is spoken to, and speaks. `read` throws what the vendor would refuse. */
export interface LlmWire {
  readonly host: string;
  readonly path: RegExp;
  read(body: unknown): AskedInWords;
  write(spoken: Spoken): readonly WireEvent[];
}

const text = z.string().min(1);
const halves = (whole: string): string[] => [whole.slice(0, whole.length / 2), whole.slice(whole.length / 2)];

const anthropicBlock = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text }),
  z.object({ type: z.literal('tool_use'), id: text, name: text, input: jsonObject }),
  z.object({
    type: z.literal('tool_result'),
    tool_use_id: text,
    content: z.union([
      text,
      z.array(z.object({ type: z.literal('text'), text })).transform((all) => all[0]?.text ?? ''),
    ]),
  }),
]);
const anthropicBody = z.object({
  system: z.array(z.object({ type: z.literal('text'), text })),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.array(anthropicBlock).min(1) })).min(1),
  tools: z
    .array(z.object({ name: text, description: text, input_schema: z.looseObject({ type: z.literal('object') }) }))
    .default([]),
  stream: z.literal(true),
});

export const anthropicWire: LlmWire = {
  host: 'api.anthropic.com',
  path: /^\/v1\/messages$/,
  read: (given) => {
    const { system, messages, tools } = anthropicBody.parse(given);
    messages.forEach(({ role }, at) => {
      if (role !== (at % 2 === 0 ? 'user' : 'assistant')) throw new Error('roles must alternate, beginning with user');
    });
    const said = messages.flatMap(({ role, content }) =>
      content.map((block): Utterance => {
        if (block.type === 'text') return { by: role === 'user' ? 'user' : 'model', text: block.text };
        if (block.type === 'tool_result') return { by: 'tool', text: block.content };
        return { by: 'call', id: block.id, tool: block.name, params: block.input };
      }),
    );
    if (tools.length === 0 && said.some(({ by }) => by === 'call')) throw new Error('calls without tools');
    return { instructions: system.map((block) => block.text).join('\n'), tools: tools.map(({ name }) => name), said };
  },
  write: ({ text: words, calls = [] }) => {
    const usage = { input_tokens: 120, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 };
    const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-loopback', content: [], usage };
    const start = { stop_reason: null, stop_sequence: null };
    const blocks = [
      ...(words === undefined
        ? []
        : [
            {
              block: { type: 'text', text: '' },
              deltas: halves(words).map((half) => ({ type: 'text_delta', text: half })),
            },
          ]),
      ...calls.map(([name, input], at) => ({
        block: { type: 'tool_use', id: `toolu_${at}`, name, input: {} },
        deltas: halves(JSON.stringify(input)).map((half) => ({ type: 'input_json_delta', partial_json: half })),
      })),
    ];
    const events: JsonObject[] = [
      { type: 'message_start', message: { ...message, ...start } },
      ...blocks.flatMap(({ block, deltas }, index) => [
        { type: 'content_block_start', index, content_block: block },
        ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
        { type: 'content_block_stop', index },
      ]),
      {
        type: 'message_delta',
        delta: { stop_reason: calls.length > 0 ? 'tool_use' : 'end_turn', stop_sequence: null },
        usage: { output_tokens: 24 },
      },
      { type: 'message_stop' },
    ];
    return events.map((data) => ({ event: String(data.type), data }));
  },
};

const googlePart = z.union([
  z.object({ text }),
  z.object({ functionCall: z.object({ name: text, args: jsonObject }) }),
  z.object({ functionResponse: z.object({ name: text, response: z.looseObject({ content: jsonValue }) }) }),
]);
const googleBody = z.object({
  systemInstruction: z.object({ parts: z.array(z.object({ text })) }),
  contents: z.array(z.object({ role: z.enum(['user', 'model']), parts: z.array(googlePart).min(1) })).min(1),
  tools: z
    .array(
      z.object({
        functionDeclarations: z.array(z.object({ name: text, description: text, parameters: jsonObject.optional() })),
      }),
    )
    .default([]),
});

export const googleWire: LlmWire = {
  host: 'generativelanguage.googleapis.com',
  path: /^\/v1beta\/models\/[\w.-]+:streamGenerateContent$/,
  read: (given) => {
    const { systemInstruction, contents, tools } = googleBody.parse(given);
    const said = contents.flatMap(({ role, parts }) =>
      parts.map((part): Utterance => {
        if ('text' in part) return { by: role === 'user' ? 'user' : 'model', text: part.text };
        if ('functionResponse' in part) {
          const { content } = part.functionResponse.response;
          return { by: 'tool', text: typeof content === 'string' ? content : JSON.stringify(content) };
        }
        const { name, args } = part.functionCall;
        return { by: 'call', id: name, tool: name, params: args };
      }),
    );
    const names = tools.flatMap(({ functionDeclarations }) => functionDeclarations.map(({ name }) => name));
    return { instructions: systemInstruction.parts.map((part) => part.text).join('\n'), tools: names, said };
  },
  write: ({ text: words, calls = [] }) => {
    const chunk = (parts: JsonObject[], more: JsonObject = {}): WireEvent => ({
      data: {
        candidates: [{ content: { parts, role: 'model' }, index: 0, ...more }],
        usageMetadata: { promptTokenCount: 120, candidatesTokenCount: 24, totalTokenCount: 144 },
        modelVersion: 'gemini-loopback',
        responseId: 'loopback',
      },
    });
    return [
      ...(words === undefined ? [] : halves(words).map((half) => chunk([{ text: half }]))),
      ...calls.map(([name, args]) => chunk([{ functionCall: { name, args } }])),
      chunk([{ text: '' }], { finishReason: 'STOP' }),
    ];
  },
};
