import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { parsedAnswer, signInRefused } from './refusals.ts';
import { callVendor, type VendorRequest } from './vendor-call.ts';
import { refusalBy } from './vendor-refusal.ts';

const customer = z
  .string()
  .trim()
  .regex(/^\d{3}-?\d{3}-?\d{4}$/, 'Write the number of the account, such as 123-456-7890');
const settings = z.strictObject({
  customerId: customer,
  loginCustomerId: customer.nullable().default(null).describe('Of the manager account, where access comes through one'),
  /** Google retires a version about a year after it came. */
  apiVersion: z
    .string()
    .regex(/^v\d{2,3}$/, 'Write a version such as v25')
    .default('v25'),
});
const token = z.string().trim().min(8).max(1_000);
const secrets = z.strictObject({ developerToken: token, clientId: token, clientSecret: token, refreshToken: token });
export type GoogleAdsAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

const title = 'Google Ads';
const HOST = 'googleads.googleapis.com';
const TOKENS = 'oauth2.googleapis.com';

export const googleAds = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  id: 'google_ads',
  title,
  description: 'Reads and changes bids of a Google Ads account.',
  help: 'You need a developer token (Tools → API Center of your manager account) and an OAuth client with a refresh token for the scope https://www.googleapis.com/auth/adwords.',
  icon: 'badge-dollar-sign',
  settings,
  secrets,
  hosts: () => [HOST, TOKENS],
  async test(access, context) {
    const ads = await openAds(access, context);
    const query = 'SELECT customer.descriptive_name FROM customer LIMIT 1';
    const [row] = await search(
      ads,
      query,
      z.object({ customer: z.object({ descriptiveName: z.string().default('') }) }),
    );
    return `account ${row?.customer.descriptiveName || access.settings.customerId}`;
  },
});

/** An account, opened by an access token that lasts an hour. */
export interface Ads {
  readonly access: GoogleAdsAccess;
  readonly context: CallContext;
  readonly accessToken: string;
}

export async function openAds(access: GoogleAdsAccess, context: CallContext): Promise<Ads> {
  const { clientId, clientSecret, refreshToken } = access.secrets;
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
  const refusal = ({ status }: { readonly status: number }) =>
    status === 400 || status === 401
      ? signInRefused({ id: 'google_ads', title }, 'Google takes its sign-in no more')
      : null;
  const request = { method: 'POST', url: `https://${TOKENS}/token`, form } as const;
  const callee = { outbound: access.outbound, title: 'Google', refusal };
  const answer = z.object({ access_token: z.string() });
  const { access_token: accessToken } = await callVendor(callee, context, request, answer);
  return { access, context, accessToken };
}

/** The rows of a query in Google's own language. */
export async function search<T>(ads: Ads, query: string, row: z.ZodType<T>): Promise<T[]> {
  const answer = z.object({ results: z.array(row).default([]) });
  return (await call(ads, { method: 'POST', url: 'googleAds:search', json: { query } }, answer)).results;
}

/** Sets the bid for a click on a keyword, in millionths of the account's currency. */
export async function setBid(ads: Ads, resourceName: string, micros: number): Promise<void> {
  const update = { resourceName, cpcBidMicros: String(micros) };
  const json = { operations: [{ updateMask: 'cpcBidMicros', update }] };
  const answer = z.object({ results: z.array(z.object({ resourceName: z.string() })).length(1) });
  await call(ads, { method: 'POST', url: 'adGroupCriteria:mutate', json }, answer);
}

const failure = z.object({
  error: z.object({
    message: z.string().default(''),
    details: z
      .array(
        z.looseObject({
          errors: z
            .array(
              z.looseObject({
                message: z.string().default(''),
                details: z
                  .looseObject({ quotaErrorDetails: z.looseObject({ retryDelay: z.string().optional() }).optional() })
                  .optional(),
              }),
            )
            .default([]),
        }),
      )
      .default([]),
  }),
});
const detailsOf = (error: z.infer<typeof failure>['error']) => error.details.flatMap(({ errors }) => errors);
const words = failure.transform(({ error }) => detailsOf(error)[0]?.message || error.message);

function call<T>({ access, context, accessToken }: Ads, request: VendorRequest, answer: z.ZodType<T>) {
  const { customerId, loginCustomerId, apiVersion } = access.settings;
  const headers = {
    authorization: `Bearer ${accessToken}`,
    'developer-token': access.secrets.developerToken,
    ...(loginCustomerId !== null && { 'login-customer-id': digits(loginCustomerId) }),
  };
  const url = `https://${HOST}/${apiVersion}/customers/${digits(customerId)}/${request.url}`;
  const waitOf = (_: Headers, text: string) => quotaWait(text);
  const refusal = refusalBy({ id: 'google_ads', title, words, waitOf }, context.clock.now());
  return callVendor({ outbound: access.outbound, title, refusal }, context, { ...request, url, headers }, answer);
}

/** RESOURCE_EXHAUSTED says in its details after how many seconds to come back: `retryDelay: '30s'`. */
function quotaWait(text: string): number | null {
  const parsed = failure.safeParse(parsedAnswer(text));
  const errors = parsed.success ? detailsOf(parsed.data.error) : [];
  const delays = errors.map(({ details }) => Number.parseFloat(details?.quotaErrorDetails?.retryDelay ?? ''));
  const known = delays.filter(Number.isFinite);
  return known.length === 0 ? null : Math.max(...known);
}

function digits(text: string): string {
  return text.replaceAll('-', '');
}
