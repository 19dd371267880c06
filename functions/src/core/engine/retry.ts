import type { RetryPolicy } from '../../model/step.ts';
import { NonRetriableError, RetryAfterError, StepError } from './errors.ts';
import type { EffectClass } from './step-type.ts';

/** A delay up to this is slept through by the holder; a longer one parks the execution. */
export const MAX_SLEEP_MS = 5_000;

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
}

/** Whether and when a failed attempt is repeated. `chance` in [0, 1) gives the full jitter. */
export function decideRetry(failed: Failed, policy: RetryPolicy, now: Date, chance: number): RetryDecision {
  const { error, attempts, effect } = failed;
  const actedPerhaps = !(error instanceof StepError) || error.mayHaveActed;
  if (error instanceof NonRetriableError) return { kind: 'give_up' };
  if (effect === 'once' && actedPerhaps) return { kind: 'unknown_outcome' };
  if (attempts >= policy.maxAttempts) return { kind: 'give_up' };
  const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempts - 1));
  const at = new Date(now.getTime() + Math.floor(ceiling * chance));
  return { kind: 'retry', at: error instanceof RetryAfterError && error.retryAt > at ? error.retryAt : at };
}
