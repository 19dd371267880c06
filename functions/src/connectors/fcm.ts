import { z } from 'zod';
import { NonRetriableError, RetriableError, type StepError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import type { OutboundResponse } from '../core/ports.ts';
import { type GoogleAccount, SCOPES, withGoogle } from './google-account.ts';
import { cutText } from './message-text.ts';
import { askedTooOften, parsedAnswer, refused, vendorWords } from './refusals.ts';
import { callVendor } from './vendor-call.ts';

const title = 'Firebase Cloud Messaging';
const PLATFORM_SECRET = 'GOOGLE_SERVICE_ACCOUNT_JSON';
/** A message may have 4 KB in all; phones show far less. */
const MAX_TITLE = 150;
const MAX_BODY = 1_000;

type Context = Pick<
  StepContext,
  'outbound' | 'secret' | 'identity' | 'signal' | 'clock' | 'meter' | 'assertLease' | 'executionId' | 'idempotencyKey'
>;

export interface Push {
  readonly title: string;
  readonly body: string;
  /** The page that it opens; null for none. */
  readonly link: string | null;
}
/** Sends a message to one device. `gone`: nobody is reached by that token any more. */
export type Pusher = (token: string) => Promise<'sent' | 'gone'>;

/** Whoever may send push messages of the platform's Firebase project: its functions, or else its service account. */
export async function openPush(context: Context, push: Push): Promise<Pusher> {
  const { token: accessToken, projectId } = await standingOf(context);
  const url = `https://fcm.googleapis.com/v1/projects/${projectId}/messages:send`;
  const headers = { authorization: `Bearer ${accessToken}` };
  return async (token) => {
    let isGone = false;
    const refusal = (response: OutboundResponse, text: string) => {
      const meaning = meaningOf(response, text, context.clock.now());
      isGone = meaning === 'gone';
      return isGone ? gone() : (meaning as StepError | null);
    };
    const callee = { outbound: context.outbound, title, refusal };
    try {
      const json = { message: messageTo(token, push, context) };
      await callVendor(callee, context, { method: 'POST', url, headers, json }, sentSchema);
      return 'sent';
    } catch (error) {
      if (isGone) return 'gone';
      throw error;
    }
  };
}
const sentSchema = z.object({ name: z.string().startsWith('projects/') });

async function standingOf(context: Context): Promise<{ token: string; projectId: string }> {
  const own = await context.identity().catch(noStanding);
  if (own !== null) return own;
  const json = await context.secret(PLATFORM_SECRET);
  if (json === null) {
    throw notSetUp(
      `Push messages are not set up. Put the JSON key of a service account into the secret ${PLATFORM_SECRET}.`,
    );
  }
  const account = accountSchema.safeParse(parsedAnswer(json));
  if (!account.success) {
    throw notSetUp(`The secret ${PLATFORM_SECRET} is not the JSON key of a service account. Store it unchanged.`);
  }
  const platform: GoogleAccount = {
    settings: { subject: null },
    secrets: { serviceAccountJson: json },
    outbound: context.outbound,
    connectionId: null,
  };
  const token = await withGoogle(platform, context, { title, scopes: [SCOPES.push] }, async ({ auth }) => {
    const { token: given } = await auth.getAccessToken();
    return given;
  });
  if (!token) throw new RetriableError(`${title} gave no access.`, { code: 'push_failed', mayHaveActed: false });
  return { token, projectId: account.data.project_id };
}
function noStanding(cause: unknown): never {
  throw new RetriableError(`${title} gave no access.`, { code: 'push_failed', mayHaveActed: false, cause });
}

const accountSchema = z.object({
  project_id: z.string().regex(/^[a-z0-9-]{4,40}$/),
  client_email: z.email(),
  private_key: z.string().includes('PRIVATE KEY'),
});

function messageTo(token: string, { title: head, body, link }: Push, { executionId, idempotencyKey }: Context) {
  const isSecure = link?.startsWith('https://') ?? false;
  return {
    token,
    notification: { title: cutText(head, MAX_TITLE).text, body: cutText(body, MAX_BODY).text },
    data: { executionId, ...(link !== null && { link }) },
    // The same message twice is shown once.
    android: { collapse_key: idempotencyKey.slice(0, 60), notification: { tag: idempotencyKey } },
    webpush: {
      notification: { tag: idempotencyKey },
      ...(link !== null && isSecure && { fcm_options: { link } }),
    },
  };
}

/** What an answer means; null for one that is fine or has no more to say than its status. */
function meaningOf({ status, headers }: OutboundResponse, text: string, now: Date): StepError | 'gone' | null {
  if (status < 400) return null;
  const { error } = problemSchema.parse(parsedAnswer(text));
  const codes = [error.status, ...error.details.map(({ errorCode }) => errorCode)];
  const fields = error.details.flatMap(({ fieldViolations }) => fieldViolations.map(({ field }) => field));
  if (codes.includes('UNREGISTERED') || codes.includes('SENDER_ID_MISMATCH')) return 'gone';
  if (codes.includes('INVALID_ARGUMENT') && fields.includes('message.token')) return 'gone';
  if (status === 429) return askedTooOften({ title }, Number(headers.get('retry-after')), now);
  if (codes.includes('THIRD_PARTY_AUTH_ERROR')) {
    return notSetUp('The key for Apple or web push of the Firebase project is missing or not right.');
  }
  if (status === 401 || status === 403) {
    return notSetUp(
      'The account of the platform may not send push messages. Give it the role roles/firebasecloudmessaging.admin.',
    );
  }
  if (status < 500 && error.message !== '')
    return refused({ title }, `it says '${vendorWords(error.message)}' (${status})`);
  return null;
}
const detailSchema = z
  .object({
    errorCode: z.string().optional(),
    fieldViolations: z.array(z.object({ field: z.string().optional() })).default([]),
  })
  .catch({ fieldViolations: [] });
const problemSchema = z
  .object({
    error: z.object({
      status: z.string().optional(),
      message: z.string().default(''),
      details: z.array(detailSchema).default([]),
    }),
  })
  .catch({ error: { message: '', details: [] } });

function gone(): NonRetriableError {
  return new NonRetriableError('The device takes no messages any more.', { code: 'device_gone', mayHaveActed: false });
}

function notSetUp(message: string): NonRetriableError {
  return new NonRetriableError(message, { code: 'push_not_set_up', mayHaveActed: false });
}
