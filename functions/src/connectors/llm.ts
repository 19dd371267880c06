import type { FinishReason, LanguageModelUsage, ModelMessage, ToolSet } from 'ai';
import { NonRetriableError } from '../core/engine/errors.ts';
import type { Llm, LlmAnswer, LlmCall, LlmRequest, LlmTool, LlmTurn, Outbound } from '../core/ports.ts';
import { jsonValue } from '../model/json.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { explained } from './llm-errors.ts';
import { chosenModel, type LlmOptions, type ReadSecret } from './llm-model.ts';

const LIMITS = { timeoutMs: 120_000, maxBytes: 5_000_000 };

/**
 * The language model that the settings name, through the door out. Without settings or key every call throws a
 * `NonRetriableError` that says what to set; 429 becomes a `RetryAfterError`, a prompt that is too long and an account
 * without credit become words.
 */
export function createLlm(options: LlmOptions, secret: ReadSecret, outbound: Outbound): Llm {
  const fetch = guardedFetch(outbound, LIMITS);
  return {
    async generateText(request) {
      const { model, tier } = await chosenModel(options, request.tier ?? 'capable', secret, fetch);
      const asked = await askedOf(request);
      const { generateText, NoObjectGeneratedError } = await import('ai');
      const provider = options.provider ?? 'The language model';
      try {
        const { text, usage, response, finishReason, toolCalls } = await generateText({ model, ...asked });
        const calls = toolCalls.map(({ toolCallId, toolName, input }): LlmCall => {
          return { id: toolCallId, tool: toolName, params: jsonValue.catch(null).parse(input) };
        });
        return { ...answer(provider, { text, usage, model: response.modelId, finishReason }), tier, calls };
      } catch (error) {
        // Not the JSON that was asked for: whoever asked says what is wrong with it.
        if (NoObjectGeneratedError.isInstance(error) && error.usage && error.response) {
          const { text = '', usage, response, finishReason } = error;
          return { ...answer(provider, { text, usage, model: response.modelId, finishReason }), tier };
        }
        throw await explained(error, provider, new Date());
      }
    },
  };
}

interface Answered {
  readonly text: string;
  readonly model: string;
  readonly usage: LanguageModelUsage;
  readonly finishReason: FinishReason | undefined;
}

function answer(provider: string, { text, model, usage, finishReason }: Answered): LlmAnswer {
  if (finishReason === 'content-filter') {
    throw new NonRetriableError(`${provider} does not answer that: its filter for contents has stopped it.`, {
      code: 'content_filter',
      mayHaveActed: false,
    });
  }
  const tokens = usage.totalTokens ?? (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
  const cachedTokens = Math.min(tokens, usage.inputTokenDetails.cacheReadTokens ?? 0);
  return { text, model, tokens, cachedTokens, isCut: finishReason === 'length' };
}

/** The request in the words of the SDK. The engine retries, since it knows what was spent and when to stop. */
async function askedOf({ instructions, prompt, turns = [], schema, tools = [], ...request }: LlmRequest) {
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
