import { z } from 'zod';
import { NonRetriableError, RetriableError, RetryAfterError, StepError } from '../core/engine/errors.ts';
import { retryAfter, statusError } from './http-status.ts';

const DEFAULT_RETRY_AFTER_MS = 60_000;

interface Facts {
  /** How the API is called in messages: `Google Sheets`. */
  readonly title: string;
  /** The account in whose name it was called; null where it is the owner of a refresh token. */
  readonly who: string | null;
  readonly now: Date;
  /** Whether a call that changes something was sent. */
  readonly hasActed: boolean;
}

const answerSchema = z.object({ status: z.int(), headers: z.instanceof(Headers), data: z.unknown() });
/** Both shapes in which Google says what is wrong: that of its APIs, and that of its sign-in. */
const problemSchema = z
  .object({
    error: z.union([
      z.string().transform((reason) => ({ reasons: [reason] })),
      z
        .object({
          status: z.string().optional(),
          errors: z.array(z.object({ reason: z.string().optional() })).optional(),
          details: z.array(z.object({ reason: z.string().optional() })).optional(),
        })
        .transform(({ status, errors = [], details = [] }) => ({
          reasons: [status, ...errors.map(({ reason }) => reason), ...details.map(({ reason }) => reason)],
        })),
    ]),
  })
  .catch({ error: { reasons: [] } });

/** What went wrong at Google, in words a shop owner understands. */
export function explainedByGoogle(error: unknown, facts: Facts): StepError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof StepError) return facts.hasActed || !cause.mayHaveActed ? cause : withoutAct(cause);
    const answer = answerSchema.safeParse('response' in cause ? cause.response : null);
    if (answer.success) return refusal(answer.data, facts);
  }
  return new RetriableError(`${facts.title} could not be reached.`, {
    code: 'google_failed',
    cause: error,
    mayHaveActed: facts.hasActed,
  });
}

function refusal(response: z.infer<typeof answerSchema>, { title, who, now, hasActed }: Facts): StepError {
  const { status, headers, data } = response;
  const { reasons } = problemSchema.parse(data).error;
  const says = (pattern: RegExp) => reasons.some((reason) => reason !== undefined && pattern.test(reason));
  if (status === 429 || (status === 403 && says(/^(user)?ratelimitexceeded$|^quotaexceeded$|resource_exhausted/i))) {
    const retryAt = retryAfter(headers.get('retry-after'), now) ?? new Date(now.getTime() + DEFAULT_RETRY_AFTER_MS);
    return new RetryAfterError(`${title} says that it was asked too often.`, retryAt, { mayHaveActed: false });
  }
  if (status === 401 || says(/^(invalid_grant|invalid_client|unauthorized_client)$/)) {
    const message = `${title} does not accept the sign-in of the connection any more. Enter its key or refresh token again.`;
    return refused(message, 'google_sign_in', {
      label: 'Connect Google',
      href: '/settings/connections?connector=google',
    });
  }
  if (says(/^(accessNotConfigured|SERVICE_DISABLED)$/)) {
    return refused(`The API of ${title} is switched off. Enable it in your Google Cloud project.`, 'google_api_off');
  }
  if (says(/^storageQuotaExceeded$/)) {
    return refused(
      'There is no room for the file. A service account has none of its own: name a folder of a shared drive, or connect a person.',
      'google_no_room',
    );
  }
  if (says(/^forbiddenForServiceAccounts$/)) {
    return refused(
      'A service account cannot invite people. Set the person it acts for in the connection, or leave the guests out.',
      'google_no_invitations',
    );
  }
  if (status === 403 || status === 404) {
    const what = status === 404 ? 'has nothing there' : 'does not let us in';
    const whom = who === null ? 'the connected account' : who;
    return refused(
      `${title} ${what} (${status}). Check the id, and whether it is shared with ${whom}.`,
      `http_${status}`,
    );
  }
  return statusError(response, title, now, hasActed);
}

function refused(message: string, code: string, fix?: { label: string; href: string }): NonRetriableError {
  return new NonRetriableError(message, { code, mayHaveActed: false, ...(fix && { fix }) });
}

/** The same, with the proof that nothing was changed: only looking was under way. */
function withoutAct(error: StepError): StepError {
  const { message, code, fault, fix } = error;
  const options = { code, fault, cause: error, mayHaveActed: false, ...(fix && { fix }) };
  if (error instanceof RetryAfterError) return new RetryAfterError(message, error.retryAt, options);
  if (error instanceof RetriableError) return new RetriableError(message, options);
  return new NonRetriableError(message, options);
}
