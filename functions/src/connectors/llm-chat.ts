import type { FinishReason, LanguageModelUsage } from 'ai';
import { NonRetriableError, RetriableError, RetryAfterError, type StepError } from '../core/engine/errors.ts';
import type { LlmPiece, ModelTier, OutboundStream, SpokenLlm } from '../core/ports.ts';
import { jsonValue } from '../model/json.ts';
import { guardedStream } from './guarded-fetch.ts';
import { explained, filtered } from './llm-errors.ts';
import { chosenModel, type LlmOptions, type Now, type ReadSecret, realTime } from './llm-model.ts';
import { askedOf } from './llm-request.ts';

const LIMITS = { timeoutMs: 120_000, maxBytes: 5_000_000 };
const PAUSE_MS = 2_000;

/**
 * The language model that the settings name, heard while it speaks. What may pass when it is asked again becomes a
 * `RetryAfterError`, but only as long as nothing was said; anything else is a `NonRetriableError` in words for people.
 */
export function createSpokenLlm(
  options: LlmOptions,
  secret: ReadSecret,
  door: OutboundStream,
  now: Now = realTime,
): SpokenLlm {
  const fetch = guardedStream(door, LIMITS);
  const provider = options.provider ?? 'The language model';
  return {
    name: [options.provider, options.model].filter((word) => word !== null).join(' '),
    async *speak(request) {
      const { model, tier } = await chosenModel(options, request.tier ?? 'capable', secret, fetch);
      const { instructions, ...asked } = await askedOf(request);
      const { streamText } = await import('ai');
      const gone = new AbortController();
      const { stream } = streamText({
        ...asked,
        model,
        instructions: { role: 'system', content: instructions, providerOptions: KEPT },
        providerOptions: UNSTORED,
        abortSignal: AbortSignal.any([request.signal, gone.signal]),
        // It comes as a part of the stream, too.
        onError: () => undefined,
      });
      let isSilent = true;
      try {
        for await (const piece of piecesOf(stream, tier, provider)) {
          isSilent = false;
          yield piece;
        }
      } catch (error) {
        const at = now();
        throw inWords(await explained(error, provider, at), isSilent, { provider, at });
      } finally {
        gone.abort();
      }
    },
  };
}

/** The long beginning of every request of a turn is the same; this vendor has to be told to keep it. */
const KEPT = { anthropic: { cacheControl: { type: 'ephemeral' } } } as const;
/** What people say here is not to be kept there. */
const UNSTORED = { openai: { store: false } } as const;

/** The parts of an answer that matter here. */
type Part =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'tool-call'; readonly toolCallId: string; readonly toolName: string; readonly input: unknown }
  | { readonly type: 'finish-step'; readonly response: { readonly modelId: string } }
  | {
      readonly type: 'finish';
      readonly finishReason: FinishReason;
      readonly rawFinishReason: string | undefined;
      readonly totalUsage: LanguageModelUsage;
    }
  | { readonly type: 'error'; readonly error: unknown };
type OtherPart = { readonly type: Exclude<string, Part['type']> };

async function* piecesOf(
  stream: AsyncIterable<Part | OtherPart>,
  tier: ModelTier,
  provider: string,
): AsyncIterable<LlmPiece> {
  let model = '';
  let isEmpty = true;
  for await (const given of stream) {
    const part = given as Part;
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta' && part.text !== '') {
      isEmpty = false;
      yield { type: 'text', delta: part.text };
    }
    if (part.type === 'tool-call') {
      isEmpty = false;
      const { toolCallId: id, toolName: tool, input } = part;
      yield { type: 'call', call: { id, tool, params: jsonValue.catch(null).parse(input) } };
    }
    if (part.type === 'finish-step') model = part.response.modelId;
    if (part.type === 'finish') {
      assertWhole(part, isEmpty, provider);
      yield { type: 'end', model, tier, ...spent(part.totalUsage), isCut: part.finishReason === 'length' };
      return;
    }
  }
  throw broken(provider);
}

/** An answer that ended as answers do. */
function assertWhole(
  { finishReason, rawFinishReason }: Extract<Part, { type: 'finish' }>,
  isEmpty: boolean,
  provider: string,
): void {
  if (finishReason === 'content-filter') throw filtered(provider);
  if (finishReason === 'error' || (rawFinishReason === undefined && finishReason === 'other')) throw broken(provider);
  if (isEmpty && finishReason !== 'length') throw broken(provider);
}

function spent({ inputTokens = 0, outputTokens = 0, inputTokenDetails }: LanguageModelUsage) {
  return { inputTokens, outputTokens, cachedTokens: Math.min(inputTokens, inputTokenDetails.cacheReadTokens ?? 0) };
}

function broken(provider: string): RetriableError {
  return new RetriableError(`${provider} gave an answer that could not be used.`, { code: 'llm_failed' });
}

function inWords(
  error: StepError,
  isSilent: boolean,
  { provider, at }: { readonly provider: string; readonly at: Date },
): StepError {
  if (error instanceof NonRetriableError) return error;
  const { message, code, fault } = error;
  const options = { code, fault, cause: error };
  if (!isSilent) {
    return new NonRetriableError(
      `${provider} broke off in the middle of its answer. ${message} Say it again.`,
      options,
    );
  }
  if (error instanceof RetryAfterError) return error;
  return new RetryAfterError(message, new Date(at.getTime() + PAUSE_MS), options);
}
