import { z } from 'zod';
import { type JsonObject, jsonObject } from '../../src/model/json.ts';
import type { LlmWire, Utterance, WireEvent } from './llm-wires.ts';

const text = z.string().min(1);
const halves = (whole: string): string[] => [whole.slice(0, whole.length / 2), whole.slice(whole.length / 2)];
const parameters = z.looseObject({ type: z.literal('object') });

const responsesItem = z.union([
  z.object({ role: z.literal('system'), content: text }),
  z.object({ role: z.literal('user'), content: z.array(z.object({ type: z.literal('input_text'), text })).min(1) }),
  z.object({ role: z.literal('assistant'), content: text }),
  z.object({ type: z.literal('function_call'), call_id: text, name: text, arguments: text }),
  z.object({ type: z.literal('function_call_output'), call_id: text, output: text }),
]);
const responsesBody = z.object({
  input: z.array(responsesItem).min(2),
  tools: z.array(z.object({ type: z.literal('function'), name: text, description: text, parameters })).default([]),
  stream: z.literal(true),
  store: z.literal(false),
});

/** The responses API of OpenAI. */
export const openaiWire: LlmWire = {
  host: 'api.openai.com',
  path: /^\/v1\/responses$/,
  read: (given) => {
    const { input, tools } = responsesBody.parse(given);
    const said = input.flatMap((item): Utterance[] => {
      if ('call_id' in item) {
        if (item.type === 'function_call_output') return [{ by: 'tool', text: item.output }];
        const params = jsonObject.parse(JSON.parse(item.arguments));
        return [{ by: 'call', id: item.call_id, tool: item.name, params }];
      }
      if (item.role === 'system') return [];
      if (item.role === 'assistant') return [{ by: 'model', text: item.content }];
      return item.content.map((part): Utterance => ({ by: 'user', text: part.text }));
    });
    const system = input.flatMap((item) => ('role' in item && item.role === 'system' ? [item.content] : []));
    return { instructions: system.join('\n'), tools: tools.map(({ name }) => name), said };
  },
  write: ({ text: words, calls = [] }) => {
    const response = { id: 'resp_1', object: 'response', created_at: 1_795_000_000, model: 'gpt-loopback' };
    const rest = { error: null, incomplete_details: null, instructions: null, metadata: {}, parallel_tool_calls: true };
    const begun = { ...response, ...rest, status: 'in_progress', output: [], tools: [], usage: null };
    const message = { id: 'msg_1', type: 'message', role: 'assistant' };
    const spoken = words === undefined ? [] : [{ type: 'output_text', text: words, annotations: [] }];
    const first = words === undefined ? 0 : 1;
    const usage = { input_tokens: 120, input_tokens_details: { cached_tokens: 0 }, output_tokens: 24 };
    const spent = { ...usage, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 144 };
    const events: JsonObject[] = [
      { type: 'response.created', response: begun },
      ...(words === undefined
        ? []
        : [
            {
              type: 'response.output_item.added',
              output_index: 0,
              item: { ...message, status: 'in_progress', content: [] },
            },
            ...halves(words).map((delta) => {
              return { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta };
            }),
            {
              type: 'response.output_item.done',
              output_index: 0,
              item: { ...message, status: 'completed', content: spoken },
            },
          ]),
      ...calls.flatMap(([name, params], at): JsonObject[] => {
        const output_index = first + at;
        const item = { id: `fc_${at}`, type: 'function_call', call_id: `call_${at}`, name };
        const whole = JSON.stringify(params);
        return [
          { type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress', arguments: '' } },
          ...halves(whole).map((delta) => {
            return { type: 'response.function_call_arguments.delta', item_id: item.id, output_index, delta };
          }),
          { type: 'response.output_item.done', output_index, item: { ...item, status: 'completed', arguments: whole } },
        ];
      }),
      { type: 'response.completed', response: { ...begun, status: 'completed', usage: spent } },
    ];
    return events.map((data, sequence_number) => ({ event: String(data.type), data: { ...data, sequence_number } }));
  },
};

const chatMessage = z.discriminatedUnion('role', [
  z.object({ role: z.literal('system'), content: text }),
  z.object({ role: z.literal('user'), content: text }),
  z.object({
    role: z.literal('assistant'),
    content: z.string().nullish(),
    tool_calls: z
      .array(z.object({ id: text, type: z.literal('function'), function: z.object({ name: text, arguments: text }) }))
      .optional(),
  }),
  z.object({ role: z.literal('tool'), tool_call_id: text, content: text }),
]);
const chatBody = z.object({
  messages: z.array(chatMessage).min(2),
  tools: z
    .array(z.object({ type: z.literal('function'), function: z.object({ name: text, description: text, parameters }) }))
    .default([]),
  stream: z.literal(true),
  stream_options: z.object({ include_usage: z.literal(true) }),
});

/** Chat completions, as servers that are compatible with OpenAI's speak them. */
export const compatibleWire: LlmWire = {
  host: 'llm.example',
  path: /^\/v1\/chat\/completions$/,
  read: (given) => {
    const { messages, tools } = chatBody.parse(given);
    const said = messages.flatMap((message): Utterance[] => {
      if (message.role === 'system') return [];
      if (message.role === 'user') return [{ by: 'user', text: message.content }];
      if (message.role === 'tool') return [{ by: 'tool', text: message.content }];
      const calls = (message.tool_calls ?? []).map(({ id, function: { name, arguments: json } }): Utterance => {
        return { by: 'call', id, tool: name, params: jsonObject.parse(JSON.parse(json)) };
      });
      return [...(message.content ? [{ by: 'model', text: message.content } as const] : []), ...calls];
    });
    const system = messages.flatMap((message) => (message.role === 'system' ? [message.content] : []));
    return { instructions: system.join('\n'), tools: tools.map((tool) => tool.function.name), said };
  },
  write: ({ text: words, calls = [] }) => {
    const chunk = (delta: JsonObject, finish_reason: string | null = null): WireEvent => ({
      data: { ...CHUNK, choices: [{ index: 0, delta, finish_reason }] },
    });
    const usage = { prompt_tokens: 120, completion_tokens: 24, total_tokens: 144 };
    return [
      chunk({ role: 'assistant', content: '' }),
      ...(words === undefined ? [] : halves(words).map((content) => chunk({ content }))),
      ...calls.flatMap(([name, params], index) => [
        chunk({ tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }] }),
        ...halves(JSON.stringify(params)).map((half) =>
          chunk({ tool_calls: [{ index, function: { arguments: half } }] }),
        ),
      ]),
      chunk({}, calls.length > 0 ? 'tool_calls' : 'stop'),
      { data: { ...CHUNK, choices: [], usage } },
      { data: '[DONE]' },
    ];
  },
};
const CHUNK = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'loopback-1' };
