import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { retryAfter } from './http-status.ts';
import { callVendor, type VendorRequest } from './vendor-call.ts';
import { refusalBy, vendorHost } from './vendor-refusal.ts';

const settings = z.strictObject({
  host: vendorHost.describe('The server of the account, such as mastodon.social'),
});
const secrets = z.strictObject({ accessToken: z.string().trim().min(10).max(500) });
type MastodonAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

const title = 'Mastodon';
const words = z.object({ error: z.string() }).transform(({ error }) => error);

export const mastodon = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  id: 'mastodon',
  title,
  description: 'Posts in the name of a Mastodon account.',
  help: 'On your server open Preferences → Development → New application, give it the scopes write:statuses and read:accounts, and copy the access token.',
  icon: 'megaphone',
  settings,
  secrets,
  hosts: ({ host }) => [host],
  async test(access, context) {
    const request = { method: 'GET', url: '/api/v1/accounts/verify_credentials' } as const;
    const { acct } = await call(access, context, request, z.object({ acct: z.string() }));
    return `@${acct}@${access.settings.host}`;
  },
});

export interface Status {
  readonly text: string;
  readonly visibility: 'public' | 'unlisted' | 'private';
  readonly language: string | null;
}

/** Publishes a status. The server drops a second one under the same key for an hour. */
export async function postStatus(
  access: MastodonAccess,
  context: CallContext,
  { text, visibility, language }: Status,
  key: string,
): Promise<{ id: string; url: string }> {
  const json = { status: text, visibility, ...(language !== null && { language }) };
  const request = { method: 'POST', url: '/api/v1/statuses', headers: { 'idempotency-key': key }, json } as const;
  const answer = z.object({ id: z.string(), url: z.string().nullable() });
  const { id, url } = await call(access, context, request, answer);
  return { id, url: url ?? '' };
}

function call<T>(access: MastodonAccess, context: CallContext, request: VendorRequest, answer: z.ZodType<T>) {
  const now = context.clock.now();
  const waitOf = (headers: Headers) => {
    const reset = retryAfter(headers.get('x-ratelimit-reset'), now);
    return reset === null || headers.has('retry-after') ? null : (reset.getTime() - now.getTime()) / 1000;
  };
  const refusal = refusalBy({ id: 'mastodon', title, words, waitOf }, now);
  const headers = { ...request.headers, authorization: `Bearer ${access.secrets.accessToken}` };
  const url = `https://${access.settings.host}${request.url}`;
  return callVendor({ outbound: access.outbound, title, refusal }, context, { ...request, url, headers }, answer);
}
