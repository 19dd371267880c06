import type { LanguageModel } from 'ai';
import { NonRetriableError } from '../core/engine/errors.ts';
import type { ModelTier } from '../core/ports.ts';
import type { GuardedFetch } from './guarded-fetch.ts';

/**
 * `provider` is `anthropic`, `google`, `openai` or `openai-compatible`; the last one needs a `baseUrl`. Routine work is
 * done by `model`, too, where there is no `routineModel`.
 */
export interface LlmOptions {
  readonly provider: string | null;
  readonly model: string | null;
  readonly routineModel?: string | null;
  readonly baseUrl: string | null;
}
/** By which what a vendor wants to be waited for is told: that of whoever waits, which on this machine may be set. */
export type Now = () => Date;
export const realTime: Now = () => new Date();
export type ReadSecret = (name: string) => Promise<string | null>;

interface Chosen {
  readonly model: LanguageModel;
  /** Whose model it is. */
  readonly tier: ModelTier;
}

/** The model for a kind of work. Throws a `NonRetriableError` that says what to set. */
export async function chosenModel(
  options: LlmOptions,
  tier: ModelTier,
  secret: ReadSecret,
  fetch: GuardedFetch,
): Promise<Chosen> {
  const { provider, model, routineModel = null } = options;
  if (provider === null || model === null) {
    throw notSet('Set LLM_PROVIDER (anthropic, google, openai or openai-compatible) and LLM_MODEL for the functions');
  }
  const apiKey = await secret('LLM_API_KEY');
  if (apiKey === null || apiKey === '') throw notSet("Put the provider's key into the secret LLM_API_KEY");
  const make = await factoryOf(provider, { apiKey, fetch, baseUrl: options.baseUrl });
  const isRoutine = tier === 'routine' && routineModel !== null;
  return isRoutine ? { model: make(routineModel), tier } : { model: make(model), tier: 'capable' };
}

interface Settings {
  readonly apiKey: string;
  readonly fetch: GuardedFetch;
  readonly baseUrl: string | null;
}

async function factoryOf(
  provider: string,
  { apiKey, fetch, baseUrl }: Settings,
): Promise<(id: string) => LanguageModel> {
  const settings = { apiKey, fetch, ...(baseUrl === null ? {} : { baseURL: baseUrl }) };
  switch (provider) {
    case 'anthropic':
      return (await import('@ai-sdk/anthropic')).createAnthropic(settings);
    case 'google':
      return (await import('@ai-sdk/google')).createGoogleGenerativeAI(settings);
    case 'openai':
      return (await import('@ai-sdk/openai')).createOpenAI(settings);
    case 'openai-compatible': {
      if (baseUrl === null) throw notSet('Set LLM_BASE_URL to the address of the openai-compatible server');
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const named = { name: 'openai-compatible', supportsStructuredOutputs: true, includeUsage: true };
      return createOpenAICompatible({ ...named, apiKey, fetch, baseURL: baseUrl });
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
