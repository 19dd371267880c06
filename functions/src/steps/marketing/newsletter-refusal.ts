import { NonRetriableError, RetriableError, RetryAfterError, type StepError } from '../../core/engine/errors.ts';
import type { LetterStatus } from './newsletter-ledger.ts';

/** When the first letters are all refused, it is not the readers. */
const ALL_REFUSED = 10;

export type Counts = Readonly<Record<LetterStatus, number>>;

export function allRefused(counts: Counts, last: StepError | null): StepError | null {
  const isHopeless = counts.done === 0 && counts.unknown === 0 && counts.refused >= ALL_REFUSED;
  return isHopeless ? last : null;
}

/** The same error, that says how far it had come. */
export function told(error: StepError, progress: string, mayHaveActed: boolean): StepError {
  const { code, fault, fix } = error;
  const message = `${error.message} ${progress}.`;
  const options = { code, fault, mayHaveActed, cause: error, ...(fix !== null && { fix }) };
  if (error instanceof NonRetriableError) return new NonRetriableError(message, options);
  return error instanceof RetryAfterError
    ? new RetryAfterError(message, error.retryAt, options)
    : new RetriableError(message, options);
}
