import type { RetryPolicy } from '../../model/step.ts';
import { NonRetriableError, RetryAfterError, StepError } from './errors.ts';
import type { EffectClass } from './step-type.ts';

/** A delay up to this is slept through by the holder; a longer one parks the execution. */
export const MAX_SLEEP_MS = 5_000;

/** What one execution may try again in all; a loop over a vendor that is down must come to an end. */
const RETRIES_PER_EXECUTION = 200;
/** A vendor that asks for more patience than this is taken at its word: it will not work today. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

export type RetryDecision =
  | { readonly kind: 'retry'; readonly at: Date }
  | { readonly kind: 'give_up' }
  /** A `once` act whose outcome nobody knows: repeating it could do it twice. */
  | { readonly kind: 'unknown_outcome' };

interface Failed {
  readonly error: unknown;
  /** Attempts so far, this one included. */
  readonly attempts: number;
  readonly effect: EffectClass;
  /** Retries of the execution so far. */
  readonly spent: number;
}

/** Whether and when a failed attempt is repeated. `chance` in [0, 1) gives the full jitter. */
export function decideRetry(failed: Failed, policy: RetryPolicy, now: Date, chance: number): RetryDecision {
  const { error, attempts, effect, spent } = failed;
  const actedPerhaps = !(error instanceof StepError) || error.mayHaveActed;
  if (error instanceof NonRetriableError) return { kind: 'give_up' };
  if (effect === 'once' && actedPerhaps) return { kind: 'unknown_outcome' };
  if (attempts >= policy.maxAttempts || spent >= RETRIES_PER_EXECUTION) return { kind: 'give_up' };
  const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempts - 1));
  const at = new Date(now.getTime() + Math.floor(ceiling * chance));
  if (!(error instanceof RetryAfterError) || error.retryAt <= at) return { kind: 'retry', at };
  const isTooFar = error.retryAt.getTime() - now.getTime() > MAX_RETRY_AFTER_MS;
  return isTooFar ? { kind: 'give_up' } : { kind: 'retry', at: error.retryAt };
}
