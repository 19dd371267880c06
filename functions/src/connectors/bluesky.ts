import { z } from 'zod';
import { sha256Hex } from '../core/derive-id.ts';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { NonRetriableError } from '../core/engine/errors.ts';
import { callVendor, type VendorRequest } from './vendor-call.ts';
import { refusalBy, vendorHost } from './vendor-refusal.ts';

const settings = z.strictObject({
  handle: vendorHost.describe('Such as shop.bsky.social'),
  service: vendorHost.default('bsky.social').describe('The server of the account'),
});
const secrets = z.strictObject({ appPassword: z.string().trim().min(8).max(200) });
type BlueskyAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

const title = 'Bluesky';
const words = z
  .object({ error: z.string(), message: z.string().default('') })
  .transform((one) => one.message || one.error);
const POSTS = 'app.bsky.feed.post';

export const bluesky = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  id: 'bluesky',
  title,
  description: 'Posts in the name of a Bluesky account.',
  help: 'In Bluesky open Settings → Privacy and security → App passwords and make one for Playbooks; it is not the password that you sign in with.',
  icon: 'cloud',
  settings,
  secrets,
  hosts: ({ service }) => [service],
  test: async (access, context) => `@${(await signIn(access, context)).handle}`,
});

const sessionSchema = z.object({ accessJwt: z.string(), did: z.string(), handle: z.string() });

function signIn(access: BlueskyAccess, context: CallContext) {
  const json = { identifier: access.settings.handle, password: access.secrets.appPassword };
  const request = { method: 'POST', url: 'com.atproto.server.createSession', json } as const;
  return call(access, context, request, sessionSchema);
}

export interface Post {
  readonly text: string;
  readonly language: string | null;
  readonly createdAt: Date;
}

/** Publishes a post under a record key that follows from `key`: done twice, it is there once, as it was first. */
export async function postRecord(
  access: BlueskyAccess,
  context: CallContext,
  { text, language, createdAt }: Post,
  key: string,
): Promise<{ id: string; url: string }> {
  const { accessJwt, did, handle } = await signIn(access, context);
  const headers = { authorization: `Bearer ${accessJwt}` };
  const rkey = recordKey(key);
  const published = { id: `at://${did}/${POSTS}/${rkey}`, url: `https://bsky.app/profile/${handle}/post/${rkey}` };
  if (await isThere(access, context, headers, { did, rkey })) return published;
  const record = {
    $type: POSTS,
    text,
    createdAt: createdAt.toISOString(),
    facets: facetsOf(text),
    ...(language !== null && { langs: [language] }),
  };
  const json = { repo: did, collection: POSTS, rkey, record };
  const request = { method: 'POST', url: 'com.atproto.repo.putRecord', headers, json } as const;
  const { uri } = await call(access, context, request, z.object({ uri: z.string() }));
  return { ...published, id: uri };
}

async function isThere(
  access: BlueskyAccess,
  context: CallContext,
  headers: Readonly<Record<string, string>>,
  { did, rkey }: { readonly did: string; readonly rkey: string },
): Promise<boolean> {
  const query = new URLSearchParams({ repo: did, collection: POSTS, rkey });
  const request = { method: 'GET', url: `com.atproto.repo.getRecord?${query}`, headers } as const;
  try {
    await call(access, context, request, z.object({ uri: z.string() }));
    return true;
  } catch (error) {
    // The servers of Bluesky say 400 for a record that is not there.
    const isMissing = error instanceof NonRetriableError && /^http_40[04]$/.test(error.code);
    if (isMissing) return false;
    throw error;
  }
}

function call<T>(access: BlueskyAccess, context: CallContext, request: VendorRequest, answer: z.ZodType<T>) {
  const now = context.clock.now();
  // In seconds since 1970.
  const waitOf = (headers: Headers) => {
    const reset = headers.get('ratelimit-reset');
    return reset === null ? null : Number(reset) - now.getTime() / 1000;
  };
  const refusal = refusalBy({ id: 'bluesky', title, words, waitOf }, now);
  const url = `https://${access.settings.service}/xrpc/${request.url}`;
  return callVendor({ outbound: access.outbound, title, refusal }, context, { ...request, url }, answer);
}

const TID = '234567abcdefghijklmnopqrstuvwxyz';
const TID_LENGTH = 13;
/** 2024: a key has the form of a time, and that of one to come would be odd. */
const TID_FROM = 1_704_067_200_000_000n;
const TID_SPAN = 31_536_000_000_000n;

/** A record key of the kind that posts have (13 characters: microseconds and a clock's number), out of a key of ours. */
export function recordKey(key: string): string {
  const hash = BigInt(`0x${sha256Hex(key).slice(0, 32)}`);
  let value = ((TID_FROM + ((hash >> 10n) % TID_SPAN)) << 10n) | (hash & 1023n);
  let text = '';
  for (let at = 0; at < TID_LENGTH; at++) {
    text = (TID[Number(value & 31n)] ?? '') + text;
    value >>= 5n;
  }
  return text;
}

const PARTS = /(?<link>https?:\/\/[^\s<>"']+)|(?<=^|\s)#(?<tag>[\p{L}\p{N}_]{1,64})/gu;

/** What of a text is a link or a tag, by its place in bytes of UTF-8. */
export function facetsOf(text: string) {
  return [...text.matchAll(PARTS)].map((match) => {
    const link = match.groups?.link?.replace(/[.,;:!?)\]]+$/, '');
    const shown = link ?? match[0];
    const byteStart = Buffer.byteLength(text.slice(0, match.index));
    const feature: Record<string, string> =
      link === undefined
        ? { $type: 'app.bsky.richtext.facet#tag', tag: match.groups?.tag ?? '' }
        : { $type: 'app.bsky.richtext.facet#link', uri: link };
    return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(shown) }, features: [feature] };
  });
}
