import type { StoredError } from '../../model/execution.ts';
import type { ProblemDetail } from '../../model/problem.ts';

export type Fault = StoredError['fault'];
export interface Fix {
  readonly label: string;
  readonly href: string;
}
interface Options {
  readonly code?: string;
  readonly fault?: Fault;
  readonly fix?: Fix;
  readonly errors?: readonly ProblemDetail[];
  readonly cause?: unknown;
  /**
   * Whether the act may have reached the outside. `false` only on proof that it did not (DNS, connect, TLS, a refusal);
   * a `once` effect is tried again only then.
   */
  readonly mayHaveActed?: boolean;
}

/** Says what went wrong in words a shop owner understands. Thrown by steps and connectors. */
export abstract class StepError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly fix: Fix | null;
  readonly errors: readonly ProblemDetail[];
  readonly mayHaveActed: boolean;

  constructor(message: string, options: Options & { code: string; fault: Fault }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.fault = options.fault;
    this.fix = options.fix ?? null;
    this.errors = options.errors ?? [];
    this.mayHaveActed = options.mayHaveActed ?? true;
  }
}

/** Trying again cannot help: wrong params, refused credentials, a page that is not there. */
export class NonRetriableError extends StepError {
  override readonly name = 'NonRetriableError';
  constructor(message: string, options: Options = {}) {
    super(message, { ...options, code: options.code ?? 'failed', fault: options.fault ?? 'user' });
  }
}

/** Try again, but not before `retryAt` (a vendor's Retry-After). */
export class RetryAfterError extends StepError {
  override readonly name = 'RetryAfterError';
  readonly retryAt: Date;
  constructor(message: string, retryAt: Date, options: Options = {}) {
    super(message, { ...options, code: options.code ?? 'rate_limited', fault: options.fault ?? 'vendor' });
    this.retryAt = retryAt;
  }
}

/** A passing fault whose outcome is known or guessed; anything else that is thrown counts as one, too. */
export class RetriableError extends StepError {
  override readonly name = 'RetriableError';
  constructor(message: string, options: Options = {}) {
    super(message, { ...options, code: options.code ?? 'temporary', fault: options.fault ?? 'vendor' });
  }
}

const MAX_DETAILS = 20;

/** What is stored of a thrown value. Foreign errors become `system` faults without their text, which may hold secrets. */
export function toStoredError(error: unknown): StoredError {
  if (error instanceof StepError) {
    const { code, fault, message, fix, errors } = error;
    return {
      code,
      fault,
      message: message.slice(0, 2000),
      fix: fix && { ...fix },
      errors: errors.slice(0, MAX_DETAILS),
    };
  }
  return {
    code: 'internal',
    fault: 'system',
    message: 'Something went wrong on our side. The technical details are in the function logs.',
    fix: null,
    errors: [],
  };
}
