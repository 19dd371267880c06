import { NonRetriableError, RetriableError, StepError } from '../core/engine/errors.ts';

/** What is known of one exchange. `sent`: its bytes may have left, so that the other side may have acted. */
export interface Exchange {
  host: string;
  sent: boolean;
}

export function blocked(message: string, cause?: unknown): NonRetriableError {
  return new NonRetriableError(message, { code: 'blocked_address', fault: 'user', mayHaveActed: false, cause });
}

/** What a failed exchange means for the step: whether it may be tried again, and whether the act may have happened. */
export function explained(error: unknown, { host, sent }: Exchange, timedOut: boolean): StepError {
  const chain = [...causes(error)];
  const known = chain.find((cause) => cause instanceof StepError);
  if (known) return sent && !known.mayHaveActed ? afterSending(known) : known;
  const options = { mayHaveActed: sent, cause: error };
  if (timedOut) {
    return new RetriableError(`${host} did not answer in time.`, { ...options, code: 'timeout' });
  }
  if (chain.some((cause) => cause.name === 'AbortError')) {
    return new RetriableError(`The call to ${host} was stopped.`, { ...options, code: 'aborted', fault: 'system' });
  }
  if (chain.some((cause) => cause.message === 'bad port'))
    return blocked(`That port of ${host} cannot be called.`, error);
  const codes = chain.map((cause) => codeOf(cause)).filter((code) => code !== '');
  if (sent) {
    const message = `The connection to ${host} ended before its answer was complete.`;
    return new RetriableError(message, { ...options, code: 'connection_cut' });
  }
  if (codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN')) {
    return new RetriableError(`The name ${host} was not found. Check the spelling of the address.`, {
      ...options,
      code: 'name_not_found',
    });
  }
  if (codes.some((code) => /CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code))) {
    return new RetriableError(`No secure connection to ${host}: its certificate or TLS is wrong.`, {
      ...options,
      code: 'tls_failed',
    });
  }
  return new RetriableError(`No connection to ${host}.`, { ...options, code: 'connection_failed' });
}

/** A refusal met after a redirect: the request before it was delivered. */
function afterSending(error: StepError): StepError {
  const { message, code, fault } = error;
  return new NonRetriableError(message, { code, fault, mayHaveActed: true, cause: error });
}

function* causes(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return;
  yield error;
  if (error instanceof AggregateError) for (const inner of error.errors) yield* causes(inner);
  yield* causes(error.cause);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
