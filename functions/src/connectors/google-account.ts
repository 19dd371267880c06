import type { OAuth2Client } from 'google-auth-library';
import { z } from 'zod';
import { commonJs } from '../core/common-js.ts';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { NonRetriableError, StepError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import type { Outbound } from '../core/ports.ts';
import { explainedByGoogle } from './google-errors.ts';
import { type GuardedFetch, guardedFetch } from './guarded-fetch.ts';

const LIMITS = { timeoutMs: 60_000, maxBytes: 10_000_000 };
const TOKEN_HOST = 'oauth2.googleapis.com';
const PLATFORM_SECRET = 'GOOGLE_SERVICE_ACCOUNT_JSON';

const accountSchema = z.object({
  client_email: z.email(),
  private_key: z.string().includes('PRIVATE KEY'),
});

const settingsSchema = z.strictObject({
  subject: z
    .email('Write the e-mail address of a person of your Google Workspace')
    .nullable()
    .default(null)
    .describe('Whom a service account acts for, where the domain allows it (domain-wide delegation)'),
});
const secretsSchema = z
  .strictObject({
    serviceAccountJson: z
      .string()
      .max(10_000)
      .refine((text) => readAccount(text) !== null, 'Paste the whole JSON key of a service account, unchanged')
      .optional(),
    clientId: z.string().min(1).optional(),
    clientSecret: z.string().min(1).optional(),
    refreshToken: z.string().min(1).optional(),
  })
  .refine(
    (given) => (given.serviceAccountJson !== undefined) !== isComplete(given),
    'Give either the JSON key of a service account, or the id, the secret and the refresh token of an OAuth client',
  );
type Settings = z.infer<typeof settingsSchema>;
type Secrets = z.infer<typeof secretsSchema>;

/** Google Workspace: sheets, documents, files, the calendar and mail, by a service account or for one person. */
export const google = defineConnector<Settings, Secrets>({
  id: 'google',
  title: 'Google',
  description: 'Google Sheets, Docs, Drive, Calendar and Gmail.',
  help: "Either create a service account in the Google Cloud console, paste its JSON key here and share your sheets, folders and calendars with the account's address; or paste the id and secret of an OAuth client and a refresh token of your own account.",
  icon: 'badge-check',
  settings: settingsSchema,
  secrets: secretsSchema,
  platformSecret: PLATFORM_SECRET,
  hosts: () => [TOKEN_HOST, 'www.googleapis.com', 'sheets.googleapis.com', 'gmail.googleapis.com'],
  async test(access, context) {
    const { client, who } = await signIn(accountOf(access), context, [SCOPES.files], null);
    try {
      await client.getAccessToken();
    } catch (error) {
      throw explainedByGoogle(error, { title: 'Google', who, now: context.clock.now(), hasActed: false });
    }
    return who === null
      ? 'signed in for the owner of the refresh token'
      : `signed in as ${who}: share with this address`;
  },
});

/** The least that each use needs. What a refresh token may do was settled when it was given. */
export const SCOPES = {
  readSheets: 'https://www.googleapis.com/auth/spreadsheets.readonly',
  sheets: 'https://www.googleapis.com/auth/spreadsheets',
  files: 'https://www.googleapis.com/auth/drive.file',
  events: 'https://www.googleapis.com/auth/calendar.events',
  readMail: 'https://www.googleapis.com/auth/gmail.readonly',
  changeMail: 'https://www.googleapis.com/auth/gmail.modify',
  sendMail: 'https://www.googleapis.com/auth/gmail.send',
  push: 'https://www.googleapis.com/auth/firebase.messaging',
} as const;
type Scope = (typeof SCOPES)[keyof typeof SCOPES];

/** In whose name Google is called, and through which door. */
export interface GoogleAccount {
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly outbound: Outbound;
  /** Null for the account of the platform. */
  readonly connectionId: string | null;
}
export type GoogleContext = CallContext & Pick<StepContext, 'connect' | 'secret' | 'outbound'>;

/** The tenant's connection; without any, the account of the platform. Null where there is neither. */
async function findGoogleAccount(context: GoogleContext, connectionId: string | null): Promise<GoogleAccount | null> {
  try {
    return accountOf(await context.connect(google, connectionId));
  } catch (error) {
    if (connectionId !== null || !(error instanceof StepError) || error.code !== 'not_connected') throw error;
  }
  const json = await context.secret(PLATFORM_SECRET);
  if (json === null) return null;
  const secrets = secretsSchema.safeParse({ serviceAccountJson: json });
  if (!secrets.success) {
    throw new NonRetriableError(
      `The secret ${PLATFORM_SECRET} is not the JSON key of a service account. Download a new key and store it unchanged.`,
      { code: 'google_not_set_up', mayHaveActed: false },
    );
  }
  return { settings: { subject: null }, secrets: secrets.data, outbound: context.outbound, connectionId: null };
}

export async function googleAccount(context: GoogleContext, connectionId: string | null): Promise<GoogleAccount> {
  const account = await findGoogleAccount(context, connectionId);
  if (account !== null) return account;
  throw new NonRetriableError(
    `Google is not connected. Connect it, or put the JSON key of a service account into the secret ${PLATFORM_SECRET}.`,
    {
      code: 'google_not_set_up',
      mayHaveActed: false,
      fix: { label: 'Connect Google', href: '/settings/connections?connector=google' },
    },
  );
}

export function accountOf({ settings, secrets, outbound, connectionId }: Access<Settings, Secrets>): GoogleAccount {
  return { settings, secrets, outbound, connectionId };
}

/** What Google's own clients are made with. */
export interface ClientOptions {
  readonly auth: OAuth2Client;
  readonly fetchImplementation: GuardedFetch;
  readonly retry: false;
}
interface Errand {
  /** How the API is called in messages: `Google Sheets`. */
  readonly title: string;
  readonly scopes: readonly Scope[];
}

/**
 * Does something with Google's clients. Each of their calls is counted and stops at the step's end; before one that
 * changes something the lease is looked at. What is thrown is a `StepError`, whose `mayHaveActed` is false as long as
 * no such call was sent.
 */
export async function withGoogle<T>(
  account: GoogleAccount,
  context: CallContext,
  { title, scopes }: Errand,
  errand: (options: ClientOptions) => Promise<T>,
): Promise<T> {
  const progress: Progress = { hasActed: false };
  let name: string | null = null;
  try {
    const { client, who, fetchImplementation } = await signIn(account, context, scopes, progress);
    name = who;
    return await errand({ auth: client, fetchImplementation, retry: false });
  } catch (error) {
    throw explainedByGoogle(error, { title, who: name, now: context.clock.now(), hasActed: progress.hasActed });
  }
}

interface Progress {
  hasActed: boolean;
}

async function signIn(
  { settings, secrets, outbound }: GoogleAccount,
  context: CallContext,
  scopes: readonly Scope[],
  progress: Progress | null,
) {
  const { JWT, OAuth2Client } = commonJs(await import('google-auth-library'));
  const fetchImplementation = watchedFetch(guardedFetch(outbound, LIMITS), context, progress);
  const transporterOptions = { fetchImplementation };
  const account = secrets.serviceAccountJson === undefined ? null : readAccount(secrets.serviceAccountJson);
  if (account === null) {
    const { clientId = '', clientSecret = '', refreshToken = '' } = secrets;
    const client = new OAuth2Client({ clientId, clientSecret, transporterOptions });
    client.setCredentials({ refresh_token: refreshToken });
    return { client, who: null, fetchImplementation };
  }
  const { client_email: email, private_key: key } = account;
  const { subject } = settings;
  const client = new JWT({ email, key, scopes: [...scopes], ...(subject && { subject }), transporterOptions });
  return { client, who: subject ?? email, fetchImplementation };
}

function watchedFetch(fetch: GuardedFetch, context: CallContext, progress: Progress | null): GuardedFetch {
  return (input, init) => {
    const { host } = new URL(input instanceof Request ? input.url : input);
    const isAct = host !== TOKEN_HOST && (init?.method ?? 'GET').toUpperCase() !== 'GET';
    if (isAct) {
      context.assertLease();
      if (progress !== null) progress.hasActed = true;
    }
    context.meter({ vendorCalls: 1 });
    return fetch(input, { ...init, signal: context.signal });
  };
}

function readAccount(text: string): z.infer<typeof accountSchema> | null {
  try {
    return accountSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function isComplete(given: { clientId?: unknown; clientSecret?: unknown; refreshToken?: unknown }): boolean {
  const parts = [given.clientId, given.clientSecret, given.refreshToken];
  return parts.every((part) => part !== undefined);
}
