import { NonRetriableError, RetriableError, RetryAfterError, StepError } from '../core/engine/errors.ts';
import { statusError } from './http-status.ts';

/** More than this is no time at all: nobody waits so long. */
const MAX_PAUSE_MS = 7 * 24 * 3_600_000;
/** How vendors say that a prompt is longer than their model reads, whatever the status. */
const TOO_LONG =
  /context.?(?:length|window)|maximum context|prompt is too long|too many (?:input )?tokens|input token count|reduce the length/i;
const NO_CREDIT = /insufficient_quota|credit balance|billing|payment required/i;
const WRONG_KEY = /api.?key (?:is )?(?:not valid|invalid)|invalid api.?key/i;
/** A minute's tokens are used up: the headers in which vendors say for how long. */
const RESET_HEADERS = ['x-ratelimit-reset-tokens', 'x-ratelimit-reset-requests'];
/** As Google says it in the body. */
const RETRY_DELAY = /"retryDelay"\s*:\s*"([\d.]+)s"/;

/** What the failure of a call means for a step; `provider` is named in the words. */
export async function explained(error: unknown, provider: string, now: Date): Promise<StepError> {
  const { APICallError, StreamProviderError } = await import('ai');
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StepError) return cause;
    if (APICallError.isInstance(cause) && cause.statusCode !== undefined && cause.statusCode >= 400) {
      const { statusCode: status, responseHeaders, responseBody = '' } = cause;
      return failedWith({ status, headers: new Headers(responseHeaders), body: responseBody, cause }, provider, now);
    }
    // In the middle of an answer: the status, where there is one, is a guess of the SDK.
    if (StreamProviderError.isInstance(cause)) {
      const { message, type = '', code = '', statusCode } = cause;
      const body = `${type} ${code} ${message}`;
      const status = statusCode ?? (/rate.?limit/i.test(body) ? 429 : 500);
      return failedWith({ status, headers: new Headers(), body, cause }, provider, now);
    }
  }
  return new RetriableError(`${provider} gave an answer that could not be used.`, { code: 'llm_failed', cause: error });
}

/** The vendor's own filter has stopped an answer. */
export function filtered(provider: string): NonRetriableError {
  return new NonRetriableError(`${provider} does not answer that: its filter for contents has stopped it.`, {
    code: 'content_filter',
    mayHaveActed: false,
  });
}

interface Failure {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly cause: Error;
}

function failedWith(failure: Failure, provider: string, now: Date): StepError {
  const refusal = refusalOf(failure, provider);
  if (refusal !== null) return refusal;
  // Without an answer nothing was spent, either.
  const known = statusError(failure, provider, now, false);
  const ms = known instanceof RetryAfterError ? pauseOf(failure) : null;
  if (ms === null || !Number.isFinite(ms)) return known;
  return new RetryAfterError(known.message, new Date(now.getTime() + Math.min(ms, MAX_PAUSE_MS)), {
    mayHaveActed: false,
    cause: failure.cause,
  });
}

/** For how long a vendor wants to be left alone, in milliseconds, where it says so elsewhere than in `Retry-After`. */
function pauseOf({ headers, body }: Failure): number | null {
  if (headers.has('retry-after')) return null;
  const ms = headers.get('retry-after-ms');
  if (ms !== null && /^\d+(\.\d+)?$/.test(ms)) return Number(ms);
  const [, seconds] = RETRY_DELAY.exec(body) ?? [];
  if (seconds !== undefined) return Number(seconds) * 1000;
  const resets = RESET_HEADERS.flatMap((name) => durationOf(headers.get(name)) ?? []);
  return resets.length === 0 ? null : Math.max(...resets);
}

/** `1m30s`, `6m0s`, `120ms` in milliseconds; null for what is no such text. */
function durationOf(text: string | null): number | null {
  const parts = [...(text ?? '').matchAll(/([\d.]+)(ms|h|m|s)/g)];
  if (parts.length === 0) return null;
  const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return parts.reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
}

function refusalOf({ status, body, cause }: Failure, provider: string): NonRetriableError | null {
  const options = { mayHaveActed: false, cause };
  if (status === 401 || status === 403 || (status === 400 && WRONG_KEY.test(body))) {
    const message = `${provider} refused the key in the secret LLM_API_KEY (${status}).`;
    return new NonRetriableError(message, { ...options, code: `http_${status}` });
  }
  if ([400, 413, 422].includes(status) && TOO_LONG.test(body)) {
    return new NonRetriableError(
      `The text is longer than the language model of ${provider} reads. Give it less: fewer documents, or the text in parts.`,
      { ...options, code: 'prompt_too_long' },
    );
  }
  if (status === 402 || (status === 429 && NO_CREDIT.test(body))) {
    const message = `The account at ${provider} has no credit left (${status}). Top it up there, then resume.`;
    return new NonRetriableError(message, { ...options, code: 'no_credit' });
  }
  return null;
}
