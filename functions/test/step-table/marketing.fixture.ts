import { BLUESKY_PASSWORD, createBluesky } from '../vendors/bluesky.ts';
import { createDoor, DOOR_TOKEN } from '../vendors/door.ts';
import { createGoogleAds, GOOGLE_ADS_SECRETS } from '../vendors/google-ads.ts';
import { createMastodon, MASTODON_TOKEN } from '../vendors/mastodon.ts';
import { createShopify, SHOPIFY_TOKEN } from '../vendors/shopify.ts';
import { createReceiver, WEBHOOK_SECRET } from '../vendors/webhook-receiver.ts';
import { createWordPress, WORDPRESS_PASSWORD } from '../vendors/wordpress.ts';
import type { StepRow } from './row.ts';

const expected = (what: string, is: unknown, wanted: unknown): void => {
  if (JSON.stringify(is) !== JSON.stringify(wanted)) throw new Error(`${what} is ${JSON.stringify(is)}`);
};
const googleAds = createGoogleAds();

export const rows: readonly StepRow[] = [
  {
    action: 'send_newsletter',
    params: {
      audience: 'customers',
      subject: 'News for {first_name|you}',
      body: 'Hello {first_name|there}, see https://shop.example/menu',
      postalAddress: '1 Main Street, Syracuse',
    },
    bad: {
      params: { subject: 'Hello {nickname}', body: 'x', postalAddress: '1 Main Street' },
      path: 'subject',
    },
    secrets: { LINK_KEY: 'link-key-9s8d7f6g5h4j' },
    documents: {
      'customers/ada': { name: 'Ada Lovelace', email: 'ada@example.com' },
      'customers/bob': { name: 'Bob', email: 'bob@example.com', unsubscribed: true },
      'customers/eve': { name: 'Eve' },
    },
    check: ({ sent, unsubscribed, withoutAddress }) => {
      expected('what was sent', [sent, unsubscribed, withoutAddress], [1, 1, 1]);
    },
  },
  {
    action: 'publish_social_post',
    params: { network: 'mastodon', text: 'Fresh today #local', link: 'https://shop.example/menu' },
    bad: { params: { network: 'bluesky', text: 'x'.repeat(301) }, path: 'text' },
    connections: { mastodon: { settings: { host: 'mastodon.example' }, secrets: { accessToken: MASTODON_TOKEN } } },
    vendors: [createMastodon().vendor],
    check: ({ url }) => expected('the address', url, 'https://mastodon.example/@thrive/1001'),
  },
  {
    action: 'publish_social_post',
    params: { network: 'bluesky', text: 'Fresh today #local' },
    bad: { params: { network: 'myspace', text: 'x' }, path: 'network' },
    connections: {
      bluesky: {
        settings: { handle: 'thrive.bsky.social', service: 'bsky.social' },
        secrets: { appPassword: BLUESKY_PASSWORD },
      },
    },
    vendors: [createBluesky().vendor],
  },
  {
    action: 'publish_social_post',
    params: { network: 'webhook', text: 'Fresh today' },
    bad: { params: { network: 'webhook', text: '' }, path: 'text' },
    connections: {
      webhook: { settings: { url: 'https://hooks.example/in' }, secrets: { signingSecret: WEBHOOK_SECRET } },
    },
    vendors: [createReceiver().vendor],
    // Whatever is said with a good status is fine.
    shrugsOff: ['garbage'],
  },
  {
    action: 'build_email_sequence',
    params: { sequence_type: 'Welcome', num_emails: 5, product: 'our coffee', useModel: 'never' },
    bad: { params: { sequence_type: 'Welcome', num_emails: 50 }, path: 'num_emails' },
    check: ({ count, model }) => expected('the sequence', [count, model], [5, null]),
  },
  {
    action: 'create_campaign',
    params: { name: 'Spring menu', segment: 'loyal', budget: 200 },
    bad: {
      params: { name: 'Spring', startsAt: '2026-12-02T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' },
      path: 'endsAt',
    },
  },
  {
    action: 'segment_customers',
    params: { by: 'habits', select: 'new' },
    bad: { params: { collection: 'tenants' }, path: 'collection' },
    documents: {
      'customers/ada': { name: 'Ada', email: 'ada@example.com', totalSpent: 20, lastOrderAt: new Date() },
      'customers/bob': { name: 'Bob' },
    },
    check: ({ total, people }) => {
      expected('the segment', [total, people], [2, [{ id: 'ada', name: 'Ada', email: 'ada@example.com' }]]);
    },
  },
  {
    action: 'apply_seo_fix',
    params: { page: 'https://shop.example/menu', title: 'Menu | Thrive', imageAlts: [{ id: 7, alt: 'Our menu' }] },
    bad: { params: { page: 'https://shop.example/menu' }, path: 'title' },
    connections: {
      wordpress: {
        settings: { site: 'https://shop.example', user: 'editor' },
        secrets: { applicationPassword: WORDPRESS_PASSWORD },
      },
    },
    vendors: [createWordPress().vendor],
    check: ({ changed }) => expected('what was changed', changed, ['title', 'imageAlts']),
  },
  {
    action: 'adjust_ad_bid',
    params: { adGroupId: '111', criterionId: '222', changePercent: -10 },
    bad: { params: { adGroupId: '111 OR 1=1', criterionId: '222', changePercent: -10 }, path: 'adGroupId' },
    connections: {
      google_ads: {
        settings: { customerId: '123-456-7890', loginCustomerId: '999-888-7777' },
        secrets: GOOGLE_ADS_SECRETS,
      },
    },
    vendors: googleAds.vendors,
    check: ({ keyword }) => expected('the keyword', keyword, 'trail shoes'),
  },
  {
    action: 'update_shopify_price',
    params: { sku: 'BD-35', price: 36.5 },
    bad: { params: { sku: 'BD-35', price: 0 }, path: 'price' },
    connections: { shopify: { settings: { shop: 'thrive.myshopify.com' }, secrets: { accessToken: SHOPIFY_TOKEN } } },
    vendors: [createShopify().vendor],
    check: ({ after, product }) => expected('the price', [after, product], [36.5, 'Blue Dream']),
  },
  {
    action: 'set_door_access',
    params: { memberId: 'm-1042', allowed: false, reason: 'Two invoices past due' },
    bad: { params: { memberId: '../team', allowed: false }, path: 'memberId' },
    connections: { door: { settings: { url: 'https://doors.club.example/api' }, secrets: { token: DOOR_TOKEN } } },
    vendors: [createDoor().vendor],
    documents: { 'members/m-1042': { name: 'Ada', doorId: 'card 77', doorAccess: true } },
    check: ({ before, allowed }) => expected('the access', [before, allowed], [true, false]),
  },
];
