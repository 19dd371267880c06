import type { ModelMessage, ToolSet } from 'ai';
import type { LlmRequest, LlmTool, LlmTurn } from '../core/ports.ts';

/** The request in the words of the SDK. Whoever asks tries again, since he knows what was spent and when to stop. */
export async function askedOf({ instructions, prompt, turns = [], schema, tools = [], ...request }: LlmRequest) {
  const { Output, jsonSchema, tool } = await import('ai');
  const toolsByName: ToolSet = Object.fromEntries(
    tools.map(({ name, description, params }: LlmTool) => [
      name,
      tool({ description, inputSchema: jsonSchema(params) }),
    ]),
  );
  return {
    instructions,
    messages: [{ role: 'user' as const, content: prompt }, ...turns.map(messageOf)],
    maxOutputTokens: request.maxOutputTokens,
    abortSignal: request.signal,
    maxRetries: 0,
    ...(tools.length > 0 && { tools: toolsByName }),
    ...(schema !== undefined && { output: Output.object({ schema: jsonSchema(schema), name: 'answer' }) }),
  };
}

function messageOf(turn: LlmTurn): ModelMessage {
  switch (turn.by) {
    case 'user':
      return { role: 'user', content: turn.text };
    case 'model':
      return {
        role: 'assistant',
        content: [
          ...(turn.text === '' ? [] : [{ type: 'text' as const, text: turn.text }]),
          ...turn.calls.map(({ id, tool, params }) => {
            return { type: 'tool-call' as const, toolCallId: id, toolName: tool, input: params };
          }),
        ],
      };
    case 'tools':
      return {
        role: 'tool',
        content: turn.results.map(({ call, text }) => ({
          type: 'tool-result' as const,
          toolCallId: call.id,
          toolName: call.tool,
          output: { type: 'text' as const, value: text },
        })),
      };
  }
}
