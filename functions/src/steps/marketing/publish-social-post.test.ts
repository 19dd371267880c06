import { afterEach, describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { BLUESKY_PASSWORD, createBluesky } from '../../../test/vendors/bluesky.ts';
import { createMastodon, MASTODON_TOKEN } from '../../../test/vendors/mastodon.ts';
import { startVendors, type Vendor, type VendorServer } from '../../../test/vendors/vendor.ts';
import { createReceiver, WEBHOOK_SECRET } from '../../../test/vendors/webhook-receiver.ts';
import { bluesky, facetsOf, recordKey } from '../../connectors/bluesky.ts';
import { mastodon } from '../../connectors/mastodon.ts';
import { webhook } from '../../connectors/webhook-out.ts';
import { cutToFit, excessOf, withLink } from './post-text.ts';
import { publishSocialPost } from './publish-social-post.ts';

const now = new Date('2026-11-20T14:00:00Z');
let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});
const connections = {
  mastodon: { settings: { host: 'mastodon.example' }, secrets: { accessToken: MASTODON_TOKEN } },
  bluesky: { settings: { handle: 'thrive.bsky.social' }, secrets: { appPassword: BLUESKY_PASSWORD } },
  webhook: { settings: { url: 'https://hooks.example/in?from=us' }, secrets: { signingSecret: WEBHOOK_SECRET } },
};
async function open(vendor: Vendor, own = connections) {
  server = await startVendors([vendor]);
  const world = stepContext({ detours: server.detours, connections: own, now });
  return { ...world, server };
}

describe('a post on Mastodon', () => {
  it('goes out once however often it is tried, with its link', async () => {
    const { vendor, statuses } = createMastodon();
    const { context } = await open(vendor);
    const params = { network: 'mastodon', text: 'Fresh today', link: 'https://shop.example/menu', language: 'en' };
    const first = await runStep(publishSocialPost, params, context);
    expect(first).toMatchObject({ id: '1001', url: 'https://mastodon.example/@thrive/1001' });
    expect(await runStep(publishSocialPost, params, context)).toEqual(first);
    expect([...statuses.values()].map(({ content }) => content)).toEqual(['Fresh today\n\nhttps://shop.example/menu']);
  });

  it('waits for as long as the server says in its own header', async () => {
    const reset = new Date(now.getTime() + 90_000).toISOString();
    const limited = { status: 429, headers: { 'x-ratelimit-reset': reset }, body: { error: 'Too many requests' } };
    const { context } = await open({ ...createMastodon().vendor, answer: () => limited });
    await expect(runStep(publishSocialPost, { network: 'mastodon', text: 'x' }, context)).rejects.toMatchObject({
      name: 'RetryAfterError',
      retryAt: new Date(reset),
      mayHaveActed: false,
    });
  });

  it('says what the server says, and leads to the connection when it is not let in', async () => {
    const { vendor } = createMastodon();
    const { context, server: vendors } = await open(vendor);
    vendors.fail('refused');
    const post = () => runStep(publishSocialPost, { network: 'mastodon', text: 'x' }, context);
    await expect(post()).rejects.toThrow("Mastodon says: Validation failed: Text can't be blank (422)");
    vendors.close();
    const wrong = {
      ...connections,
      mastodon: { ...connections.mastodon, secrets: { accessToken: 'of-somebody-else' } },
    };
    const other = await open(vendor, wrong);
    await expect(runStep(publishSocialPost, { network: 'mastodon', text: 'x' }, other.context)).rejects.toMatchObject({
      name: 'NonRetriableError',
      mayHaveActed: false,
      fix: { href: '/settings/connections?connector=mastodon' },
    });
  });
});

describe('a post on Bluesky', () => {
  it('is one record however often it is tried, as it was first, with links and tags by their bytes', async () => {
    const { vendor, records } = createBluesky();
    const { context, clock, server: vendors } = await open(vendor);
    const params = { network: 'bluesky', text: 'Grüße 🌿 #frisch', link: 'https://shop.example/menu', language: 'de' };
    const first = await runStep(publishSocialPost, params, context);
    clock.at = new Date(now.getTime() + 60_000);
    expect(await runStep(publishSocialPost, params, context)).toEqual(first);
    expect(vendors.calls.filter(({ path }) => path.endsWith('putRecord'))).toHaveLength(1);
    const [[rkey, record] = ['', null]] = records;
    expect(first).toMatchObject({ url: `https://bsky.app/profile/thrive.bsky.social/post/${rkey}` });
    expect(record).toMatchObject({ createdAt: now.toISOString(), langs: ['de'] });
    const bytes = Buffer.from(record?.text ?? '');
    const shown = record?.facets.map(({ index }) => bytes.subarray(index.byteStart, index.byteEnd).toString());
    expect(shown).toEqual(['#frisch', 'https://shop.example/menu']);
  });

  it('waits until the time in RateLimit-Reset', async () => {
    const at = Math.floor(now.getTime() / 1000) + 120;
    const limited = { status: 429, headers: { 'ratelimit-reset': String(at) }, body: { error: 'RateLimitExceeded' } };
    const { context } = await open({ ...createBluesky().vendor, answer: () => limited });
    await expect(runStep(publishSocialPost, { network: 'bluesky', text: 'x' }, context)).rejects.toMatchObject({
      retryAt: new Date(at * 1000),
    });
  });

  it('has keys of the form of a time, one for each key of ours', () => {
    const keys = Array.from({ length: 500 }, (_, index) => recordKey(`key ${index}`));
    expect(keys.filter((key) => !/^[234567abcdefghij][234567a-z]{12}$/.test(key))).toEqual([]);
    expect(new Set(keys).size).toBe(500);
    expect(recordKey('key 1')).toBe(keys[1]);
  });

  it('links without the full stop behind them', () => {
    const [facet] = facetsOf('See (https://a.example/b).');
    expect(facet?.features).toEqual([{ $type: 'app.bsky.richtext.facet#link', uri: 'https://a.example/b' }]);
  });
});

describe('a post by a webhook', () => {
  it('is signed as our own hooks take it, and named so that a repeat can be told', async () => {
    const { vendor, messages } = createReceiver(() => now);
    const { context, server: vendors } = await open(vendor);
    await runStep(publishSocialPost, { network: 'webhook', text: 'Grüße', link: 'https://shop.example' }, context);
    expect(vendors.calls[0]?.query.get('from')).toBe('us');
    expect([...messages]).toEqual([
      [context.idempotencyKey, expect.objectContaining({ type: 'social_post', text: 'Grüße\n\nhttps://shop.example' })],
    ]);
  });

  it('is never repeated without proof that it did not arrive', () => {
    const effect = publishSocialPost.effect as (params: unknown) => string;
    expect(effect({ network: 'webhook' })).toBe('once');
    expect(effect({ network: 'mastodon' })).toBe('idempotent');
  });
});

describe('the length of a post', () => {
  it('is counted as the network counts, and cut at a word when that is wanted', async () => {
    const link = `https://shop.example/${'x'.repeat(400)}`;
    expect(excessOf('mastodon', withLink('x'.repeat(475), link))).toBe(0);
    expect(excessOf('mastodon', withLink('x'.repeat(476), link))).toBe(1);
    expect(excessOf('bluesky', '👩‍👩‍👧'.repeat(300))).toBe(0);
    const cut = cutToFit('bluesky', 'word '.repeat(100), 'https://shop.example');
    expect(cut).toMatch(/word…$/);
    expect(excessOf('bluesky', withLink(cut, 'https://shop.example'))).toBe(0);
    const params = { network: 'bluesky', text: 'word '.repeat(100) };
    expect(publishSocialPost.params.safeParse(params).error?.issues[0]?.path).toEqual(['text']);
    const { context } = stepContext();
    const { wouldHave } = await rehearseStep(publishSocialPost, { ...params, whenTooLong: 'cut' }, context);
    expect(wouldHave).toMatch(/^would have published on bluesky: 'word/);
  });
});

describe('their connections', () => {
  it('are tested by calls that change nothing', async () => {
    const [social, sky, hook] = [createMastodon(), createBluesky(), createReceiver(() => now)];
    server = await startVendors([social.vendor, sky.vendor, hook.vendor]);
    const { context } = stepContext({ detours: server.detours, connections, now });
    expect(await mastodon.test(await context.connect(mastodon, null), context)).toBe('@thrive@mastodon.example');
    expect(await bluesky.test(await context.connect(bluesky, null), context)).toBe('@thrive.bsky.social');
    expect(await webhook.test(await context.connect(webhook, null), context)).toBe('hooks.example');
    expect([social.statuses.size, sky.records.size]).toEqual([0, 0]);
  });
});
