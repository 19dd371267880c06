import type { Connector } from '../core/engine/connector.ts';
import { NonRetriableError, RetriableError, RetryAfterError, StepError } from '../core/engine/errors.ts';

const MAX_WAIT_S = 86_400;
const DEFAULT_WAIT_S = 60;

type Named = Pick<Connector, 'id' | 'title'>;

/** The vendor does not take what the connection shows it (any more); nothing was done. */
export function signInRefused({ id, title }: Named, why: string): NonRetriableError {
  return new NonRetriableError(`${title} does not accept the connection: ${why}.`, {
    code: 'sign_in_refused',
    mayHaveActed: false,
    fix: { label: `Connect ${title} again`, href: `/settings/connections?connector=${id}` },
  });
}

/** The vendor did nothing and says why; asking again does not help. */
export function refused({ title }: Pick<Named, 'title'>, why: string, code = 'refused'): NonRetriableError {
  return new NonRetriableError(`${title} refused the message: ${why}.`, { code, mayHaveActed: false });
}

/**
 * The vendor took a request, and what came of an act is not known: one that bears a key is done again, about another a
 * person is asked. A question is not asked twice.
 */
export function unreadableAnswer(title: string, isAct = true, cause?: unknown): StepError {
  const message = `${title} answered in a way that cannot be read.`;
  const options = { code: 'bad_answer', fault: 'vendor', mayHaveActed: isAct, cause } as const;
  return isAct ? new RetriableError(message, options) : new NonRetriableError(message, options);
}

/** The vendor did nothing and wants to be asked again, in so many seconds at the earliest. */
export function askedTooOften({ title }: Pick<Named, 'title'>, seconds: number, now: Date): RetryAfterError {
  const wait = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, MAX_WAIT_S) : DEFAULT_WAIT_S;
  const message = `${title} says that it was asked too often (429).`;
  return new RetryAfterError(message, new Date(now.getTime() + Math.ceil(wait * 1000)), { mayHaveActed: false });
}

/** What a vendor says of itself, as it may stand in a message: one short line. */
export function vendorWords(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.slice(0, 200).replace(/[.\s]+$/, '');
}

/** An answer as JSON; null for what is none. */
export function parsedAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The error of ours that a vendor's client has wrapped into its own; null where there is none. */
export function stepErrorIn(error: unknown): StepError | null {
  for (let cause: unknown = error; cause instanceof Error; cause = innerOf(cause)) {
    if (cause instanceof StepError) return cause;
  }
  return null;
}

function innerOf(error: Error): unknown {
  return error.cause ?? ('error' in error ? error.error : null);
}
