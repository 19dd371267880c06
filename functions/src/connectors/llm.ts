import type { FinishReason, LanguageModelUsage } from 'ai';
import type { Llm, LlmAnswer, LlmCall, Outbound } from '../core/ports.ts';
import { jsonValue } from '../model/json.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { explained, filtered } from './llm-errors.ts';
import { chosenModel, type LlmOptions, type Now, type ReadSecret, realTime } from './llm-model.ts';
import { askedOf } from './llm-request.ts';

const LIMITS = { timeoutMs: 120_000, maxBytes: 5_000_000 };

/**
 * The language model that the settings name, through the door out. Without settings or key every call throws a
 * `NonRetriableError` that says what to set; 429 becomes a `RetryAfterError`, a prompt that is too long and an account
 * without credit become words.
 */
export function createLlm(options: LlmOptions, secret: ReadSecret, outbound: Outbound, now: Now = realTime): Llm {
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
        throw await explained(error, provider, now());
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
  if (finishReason === 'content-filter') throw filtered(provider);
  const tokens = usage.totalTokens ?? (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
  const cachedTokens = Math.min(tokens, usage.inputTokenDetails.cacheReadTokens ?? 0);
  return { text, model, tokens, cachedTokens, isCut: finishReason === 'length' };
}
