import type { LanguageModel } from 'ai';
import { NonRetriableError, RetriableError, StepError } from '../core/engine/errors.ts';
import type { Llm, Outbound } from '../core/ports.ts';
import { type GuardedFetch, guardedFetch } from './guarded-fetch.ts';
import { statusError } from './http-status.ts';

const LIMITS = { timeoutMs: 120_000, maxBytes: 5_000_000 };

/** `provider` is `anthropic`, `google`, `openai` or `openai-compatible`; the last one needs a `baseUrl`. */
export interface LlmOptions {
  readonly provider: string | null;
  readonly model: string | null;
  readonly baseUrl: string | null;
}
type ReadSecret = (name: string) => Promise<string | null>;

/**
 * The language model that the settings name, through the door out. Without settings or key every call throws a
 * `NonRetriableError` that says what to set; 429 becomes a `RetryAfterError`.
 */
export function createLlm(options: LlmOptions, secret: ReadSecret, outbound: Outbound): Llm {
  const fetch = guardedFetch(outbound, LIMITS);
  return {
    async generateText({ instructions, prompt, maxOutputTokens, signal }) {
      const model = await languageModel(options, secret, fetch);
      const { generateText } = await import('ai');
      try {
        const answer = await generateText({
          model,
          instructions,
          prompt,
          maxOutputTokens,
          abortSignal: signal,
          // The engine retries; it knows what was spent and when to stop.
          maxRetries: 0,
        });
        return { text: answer.text, model: answer.response.modelId, tokens: answer.usage.totalTokens ?? 0 };
      } catch (error) {
        throw await explained(error, options.provider ?? 'The language model');
      }
    },
  };
}

async function languageModel(options: LlmOptions, secret: ReadSecret, fetch: GuardedFetch): Promise<LanguageModel> {
  const { provider, model, baseUrl } = options;
  if (provider === null || model === null) {
    throw notSet('Set LLM_PROVIDER (anthropic, google, openai or openai-compatible) and LLM_MODEL for the functions');
  }
  const apiKey = await secret('LLM_API_KEY');
  if (apiKey === null || apiKey === '') throw notSet("Put the provider's key into the secret LLM_API_KEY");
  const settings = { apiKey, fetch, ...(baseUrl === null ? {} : { baseURL: baseUrl }) };
  switch (provider) {
    case 'anthropic':
      return (await import('@ai-sdk/anthropic')).createAnthropic(settings)(model);
    case 'google':
      return (await import('@ai-sdk/google')).createGoogleGenerativeAI(settings)(model);
    case 'openai':
      return (await import('@ai-sdk/openai')).createOpenAI(settings)(model);
    case 'openai-compatible': {
      if (baseUrl === null) throw notSet('Set LLM_BASE_URL to the address of the openai-compatible server');
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({ name: 'openai-compatible', apiKey, fetch, baseURL: baseUrl })(model);
    }
    default:
      throw notSet(`LLM_PROVIDER is '${provider}'; write anthropic, google, openai or openai-compatible`);
  }
}

function notSet(fix: string): NonRetriableError {
  return new NonRetriableError(`No language model is set up. ${fix}; see docs/language-model.md.`, {
    code: 'no_language_model',
    mayHaveActed: false,
  });
}

async function explained(error: unknown, provider: string): Promise<StepError> {
  const { APICallError } = await import('ai');
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StepError) return cause;
    if (APICallError.isInstance(cause) && cause.statusCode !== undefined && cause.statusCode >= 400) {
      const { statusCode, responseHeaders } = cause;
      if (statusCode === 401 || statusCode === 403) {
        return new NonRetriableError(`${provider} refused the key in the secret LLM_API_KEY (${statusCode}).`, {
          code: `http_${statusCode}`,
          mayHaveActed: false,
          cause,
        });
      }
      // Without an answer nothing was spent, either.
      return statusError({ status: statusCode, headers: new Headers(responseHeaders) }, provider, new Date(), false);
    }
  }
  return new RetriableError(`${provider} gave an answer that could not be used.`, { code: 'llm_failed', cause: error });
}
