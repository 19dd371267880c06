import { z } from 'zod';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const BLUESKY_PASSWORD = 'abcd-efgh-ijkl-mnop';
const JWT = 'eyJ.bluesky.session';
const DID = 'did:plc:thrive';
const facet = z.strictObject({
  index: z.strictObject({ byteStart: z.int().min(0), byteEnd: z.int().min(0) }),
  features: z.array(z.looseObject({ $type: z.string() })),
});
const put = z.strictObject({
  repo: z.literal(DID),
  collection: z.literal('app.bsky.feed.post'),
  rkey: z.string().regex(/^[234567abcdefghij][234567a-z]{12}$/),
  record: z.strictObject({
    $type: z.literal('app.bsky.feed.post'),
    text: z.string().max(3_000),
    createdAt: z.iso.datetime(),
    langs: z.array(z.string()).optional(),
    facets: z.array(facet),
  }),
});
export type BlueskyRecord = z.infer<typeof put>['record'];

const wrong = (error: string, message: string, status = 400): VendorAnswer => ({ status, body: { error, message } });

/** The personal data server of Bluesky (XRPC): a session by an app password, records by their keys. */
export function createBluesky() {
  const records = new Map<string, BlueskyRecord>();
  const vendor: Vendor = {
    host: 'bsky.social',
    answer: (call) => answer(call, records),
    mishaps: {
      refused: wrong('InvalidRequest', 'Invalid app.bsky.feed.post record'),
      get rate_limited(): VendorAnswer {
        const reset = String(Math.ceil(Date.now() / 1000) + 30);
        return { ...wrong('RateLimitExceeded', 'Rate Limit Exceeded', 429), headers: { 'ratelimit-reset': reset } };
      },
    },
  };
  return { vendor, records };
}

function answer({ method, path, query, headers, json }: SeenCall, records: Map<string, BlueskyRecord>): VendorAnswer {
  const name = path.replace(/^\/xrpc\//, '');
  if (method === 'POST' && name === 'com.atproto.server.createSession') {
    const session = z.strictObject({ identifier: z.string(), password: z.string() }).parse(json());
    if (session.identifier !== 'thrive.bsky.social' || session.password !== BLUESKY_PASSWORD) {
      return wrong('AuthenticationRequired', 'Invalid identifier or password', 401);
    }
    return { status: 200, body: { accessJwt: JWT, refreshJwt: 'r', handle: session.identifier, did: DID } };
  }
  if (headers.authorization !== `Bearer ${JWT}`) return wrong('AuthMissing', 'Authentication Required', 401);
  if (method === 'GET' && name === 'com.atproto.repo.getRecord') {
    const found = records.get(query.get('rkey') ?? '');
    const uri = `at://${DID}/app.bsky.feed.post/${query.get('rkey')}`;
    if (!found) return wrong('RecordNotFound', `Could not locate record: ${uri}`);
    return { status: 200, body: { uri, cid: 'bafy', value: { text: found.text } } };
  }
  if (method !== 'POST' || name !== 'com.atproto.repo.putRecord') return wrong('MethodNotImplemented', name, 501);
  const parsed = put.safeParse(json());
  if (!parsed.success) return wrong('InvalidRequest', parsed.error.message);
  if ([...new Intl.Segmenter().segment(parsed.data.record.text)].length > 300) {
    return wrong('InvalidRequest', 'Record/text must not be longer than 300 graphemes');
  }
  records.set(parsed.data.rkey, parsed.data.record);
  return { status: 200, body: { uri: `at://${DID}/app.bsky.feed.post/${parsed.data.rkey}`, cid: 'bafy' } };
}
