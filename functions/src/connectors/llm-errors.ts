import { NonRetriableError, RetriableError, StepError } from '../core/engine/errors.ts';
import { statusError } from './http-status.ts';

/** How vendors say that a prompt is longer than their model reads, whatever the status. */
const TOO_LONG =
  /context.?(?:length|window)|maximum context|prompt is too long|too many (?:input )?tokens|input token count|reduce the length/i;
const NO_CREDIT = /insufficient_quota|credit balance|billing|payment required/i;

/** What the failure of a call means for a step; `provider` is named in the words. */
export async function explained(error: unknown, provider: string, now: Date): Promise<StepError> {
  const { APICallError } = await import('ai');
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StepError) return cause;
    if (APICallError.isInstance(cause) && cause.statusCode !== undefined && cause.statusCode >= 400) {
      const { statusCode: status, responseHeaders, responseBody = '' } = cause;
      // Without an answer nothing was spent, either.
      const refusal = refusalOf(status, responseBody, provider, cause);
      return refusal ?? statusError({ status, headers: new Headers(responseHeaders) }, provider, now, false);
    }
  }
  return new RetriableError(`${provider} gave an answer that could not be used.`, { code: 'llm_failed', cause: error });
}

function refusalOf(status: number, body: string, provider: string, cause: Error): NonRetriableError | null {
  const options = { mayHaveActed: false, cause };
  if (status === 401 || status === 403) {
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
