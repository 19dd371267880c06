import { NonRetriableError, RetriableError, RetryAfterError, type StepError } from '../core/engine/errors.ts';
import type { OutboundResponse } from '../core/ports.ts';

const MAX_RETRY_AFTER_MS = 24 * 3_600_000;
const DEFAULT_RETRY_AFTER_MS = 60_000;

/**
 * What an unwanted answer means for a step: 4xx will not get better and did nothing, 429 comes back later, 5xx may
 * pass and may have acted, but where an answer other than a good one proves that nothing was done. `who` is named in
 * the message.
 */
export function statusError(
  response: Pick<OutboundResponse, 'status' | 'headers'>,
  who: string,
  now: Date,
  mayHaveActed = true,
): StepError {
  const { status } = response;
  const retryAt = retryAfter(response.headers.get('retry-after'), now);
  if (status === 429) {
    const message = `${who} says that it was asked too often (429).`;
    return new RetryAfterError(message, retryAt ?? new Date(now.getTime() + DEFAULT_RETRY_AFTER_MS), {
      mayHaveActed: false,
    });
  }
  if (status === 503 && retryAt) {
    return new RetryAfterError(`${who} is not available now (503).`, retryAt, { code: 'unavailable', mayHaveActed });
  }
  if (status >= 500) return new RetriableError(`${who} failed (${status}).`, { code: `http_${status}`, mayHaveActed });
  if (status === 408 || status === 425) {
    return new RetriableError(`${who} asks to try again (${status}).`, { code: `http_${status}`, mayHaveActed });
  }
  const words = CLIENT_ERRORS[status] ?? 'refused the request';
  return new NonRetriableError(`${who} ${words} (${status}).`, { code: `http_${status}`, mayHaveActed: false });
}

const CLIENT_ERRORS: Readonly<Record<number, string>> = {
  401: 'wants a sign-in',
  403: 'does not let us in',
  404: 'has nothing at this address',
  410: 'has removed this page',
};

/** `Retry-After` as seconds or as a date, at most a day ahead; null when absent or unreadable. */
export function retryAfter(value: string | null, now: Date): Date | null {
  if (value === null) return null;
  const at = /^\d+$/.test(value.trim()) ? now.getTime() + Number(value) * 1000 : Date.parse(value);
  if (Number.isNaN(at)) return null;
  return new Date(Math.min(Math.max(at, now.getTime()), now.getTime() + MAX_RETRY_AFTER_MS));
}
