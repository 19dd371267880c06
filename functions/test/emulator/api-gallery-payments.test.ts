import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhookSchemes } from '../../src/core/triggering/webhook-schemes.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type GalleryKit, type Shop, startGallery } from '../kit/gallery-kit.ts';
import { createStripeApi, STRIPE_KEY, stripeEvent } from '../vendors/stripe.ts';
import { startVendors, type VendorServer } from '../vendors/vendor.ts';

const SECRET = 'whsec_t3stt3stt3stt3st';
let vendors: VendorServer;
let kit: GalleryKit;
let publisher: Shop;
let itemId: string;
beforeAll(async () => {
  vendors = await startVendors([createStripeApi()]);
  const detours = Object.entries(vendors.detours).map(([host, to]) => `${host}=${to}`);
  kit = await startGallery({ OUTBOUND_DETOURS: detours.join(','), APP_ORIGIN: 'https://app.example' });
  await kit.api.addSecret('STRIPE_SECRET_KEY', STRIPE_KEY);
  await kit.api.addSecret('STRIPE_WEBHOOK_SECRET', SECRET);
  publisher = await kit.shop();
  const steps = [{ id: 'set', action: 'set_variables', params: { values: { answer: 42 } } }];
  itemId = await publisher.share(await publisher.playbook(steps), { price: { amount: 900, currency: 'USD' } });
  await kit.letIn(itemId);
});
afterAll(async () => {
  await kit.api.close();
  vendors.close();
});

interface Page {
  readonly orderId: string;
  readonly url: string;
}
const buy = (shop: Shop) => shop.ask('POST', `/api/gallery/${itemId}/buy`);
const install = (shop: Shop) => shop.ask('POST', `/api/gallery/${itemId}/install`, {});
const statusOf = async (shop: Shop, { orderId }: Page) =>
  (await shop.ask('GET', `/api/gallery/orders/${orderId}`)).body.status;

/** As Stripe sends it: signed over the bytes. */
async function deliver(type: string, object: object, how: { secret?: string; at?: Date } = {}): Promise<number> {
  const text = stripeEvent(type, object);
  const { secret = SECRET, at = new Date() } = how;
  const headers = webhookSchemes.stripe.sign({ secret, body: Buffer.from(text), now: at, id: '' });
  return (await kit.api.call('POST', '/api/payments/stripe', { text, headers })).status;
}
const sessionOf = (shop: Shop, { orderId, url }: Page, more = {}) => ({
  id: url.split('/').at(-1),
  object: 'checkout.session',
  amount_total: 900,
  currency: 'usd',
  payment_intent: `pi_${orderId}`,
  payment_status: 'paid',
  metadata: { orgId: shop.orgId, orderId, itemId },
  ...more,
});
const chargeOf = (shop: Shop, { orderId }: Page, more = {}) => ({
  id: 'ch_1',
  object: 'charge',
  refunded: true,
  payment_intent: `pi_${orderId}`,
  metadata: { orgId: shop.orgId, orderId, itemId },
  ...more,
});

describe('an item that costs money', () => {
  it('is asked for by Stripe’s own protocol, and twice clicked is one page', async () => {
    const shop = await buyer();
    const [page, twin] = await Promise.all([buy(shop), buy(shop)]);
    expect(twin.body).toEqual(page.body);
    expect(page).toMatchObject({ status: 201, body: { url: expect.stringContaining('https://checkout.stripe.com/') } });
    expect((await buy(shop)).body).toEqual(page.body);
    const [call, ...more] = vendors.calls.filter((one) => one.body.includes(shop.orgId));
    // Asked twice at one moment, Stripe knows them as one by their key.
    for (const one of more) expect(one.headers['idempotency-key']).toBe(call?.headers['idempotency-key']);
    expect(await store().query(queries.galleryOrdersOf(shop.orgId, itemId))).toHaveLength(1);
    expect(Object.fromEntries(call?.form() ?? [])).toMatchObject({
      mode: 'payment',
      client_reference_id: page.body.orderId,
      'line_items[0][price_data][unit_amount]': '900',
      'line_items[0][price_data][currency]': 'usd',
      'line_items[0][price_data][product_data][name]': 'Stock by mail',
      'payment_intent_data[metadata][orderId]': page.body.orderId,
      success_url: `https://app.example/gallery/${itemId}?order=${page.body.orderId}`,
    });
    expect(call?.headers['idempotency-key']).toBe(`playbooks-${page.body.orderId}`);
    expect(await statusOf(shop, page.body)).toBe('open');
    const stranger = await kit.shop();
    expect((await stranger.ask('GET', `/api/gallery/orders/${page.body.orderId}`)).status).toBe(404);
  });

  it('is the buyer’s once the payment is told, and told again changes nothing', async () => {
    const shop = await buyer();
    const page: Page = (await buy(shop)).body;
    const session = sessionOf(shop, page);
    expect(await deliver('checkout.session.completed', { ...session, payment_status: 'unpaid' })).toBe(200);
    expect(await statusOf(shop, page)).toBe('open');
    const all = await Promise.all([1, 2, 3].map(() => deliver('checkout.session.completed', session)));
    expect(all).toEqual([200, 200, 200]);
    expect(await deliver('checkout.session.async_payment_succeeded', session)).toBe(200);
    expect(await deliver('checkout.session.expired', session)).toBe(200);
    expect(await statusOf(shop, page)).toBe('paid');
    expect((await buy(shop)).problem).toMatchObject({ status: 409, type: 'urn:playbooks:problem:owned' });
    expect((await install(shop)).status).toBe(201);
    const entries = await store().query(queries.audit(shop.orgId, { limit: 20 }));
    expect(entries.filter(({ data }) => data?.action === 'gallery_order.paid')).toHaveLength(1);
    const told = await store().query(queries.notifications(shop.orgId, shop.uid, { limit: 20 }));
    expect(told.map(({ data }) => data?.title)).toEqual(['Your payment has arrived']);
  });

  it('is taken back with the money, however late and in whatever order that is told', async () => {
    const shop = await buyer();
    const page: Page = (await buy(shop)).body;
    await deliver('checkout.session.completed', sessionOf(shop, page));
    expect(await deliver('charge.refunded', chargeOf(shop, page, { refunded: false }))).toBe(200);
    expect(await deliver('charge.refunded', chargeOf(shop, page, { payment_intent: 'pi_other' }))).toBe(200);
    expect(await statusOf(shop, page)).toBe('paid');
    expect(await deliver('charge.refunded', chargeOf(shop, page))).toBe(200);
    expect(await deliver('checkout.session.completed', sessionOf(shop, page))).toBe(200);
    expect(await statusOf(shop, page)).toBe('refunded');
    expect((await install(shop)).status).toBe(402);
    const again: Page = (await buy(shop)).body;
    expect(again.orderId).not.toBe(page.orderId);
    await deliver('charge.refunded', chargeOf(shop, again));
    await deliver('checkout.session.completed', sessionOf(shop, again));
    expect((await install(shop)).status).toBe(402);
    // A late refund of the first is not one of a third that was paid.
    const third: Page = (await buy(shop)).body;
    await deliver('checkout.session.completed', sessionOf(shop, third));
    await deliver('charge.refunded', chargeOf(shop, page));
    expect((await install(shop)).status).toBe(201);
  });

  it('is not given for what does not fit the order, nor by whoever cannot sign', async () => {
    const shop = await buyer();
    const page: Page = (await buy(shop)).body;
    const session = sessionOf(shop, page);
    const odd = [
      { ...session, amount_total: 1 },
      { ...session, currency: 'eur' },
      { ...session, id: 'cs_of_another' },
      { ...session, metadata: { ...session.metadata, orderId: 'none' } },
      { ...session, metadata: { ...session.metadata, orgId: 'a/b' } },
      { ...session, metadata: {} },
    ];
    for (const one of odd) expect(await deliver('checkout.session.completed', one)).toBe(200);
    expect(await deliver('customer.created', { id: 'cus_1' })).toBe(200);
    expect(await deliver('checkout.session.completed', session, { secret: 'whsec_other' })).toBe(403);
    const early = new Date(Date.now() - 301_000);
    expect(await deliver('checkout.session.completed', session, { at: early })).toBe(403);
    const text = stripeEvent('checkout.session.completed', session);
    expect((await kit.api.call('POST', '/api/payments/stripe', { text })).status).toBe(403);
    expect(await statusOf(shop, page)).toBe('open');
    expect(await store().get(tenantPaths(shop.orgId).entitlement(itemId))).toBeNull();
    await deliver('checkout.session.expired', session);
    expect(await statusOf(shop, page)).toBe('expired');
    expect((await buy(shop)).body.orderId).not.toBe(page.orderId);
  });

  it('says that it cannot be paid now where Stripe is down, and goes on with the same order', async () => {
    const shop = await buyer();
    vendors.fail('broken');
    const refused = await buy(shop);
    expect(refused.problem).toMatchObject({ status: 503, type: 'urn:playbooks:problem:payment_unavailable' });
    vendors.fail(null);
    expect((await buy(shop)).status).toBe(201);
    expect(await store().query(queries.galleryOrdersOf(shop.orgId, itemId))).toHaveLength(1);
    expect(JSON.stringify(refused.body)).not.toContain(STRIPE_KEY);
  });

  it('stays with its buyers when it is withdrawn, and is sold to nobody more', async () => {
    const shop = await buyer();
    const page: Page = (await buy(shop)).body;
    await deliver('checkout.session.completed', sessionOf(shop, page));
    await publisher.ask('POST', `/api/gallery/${itemId}/withdraw`);
    expect((await install(shop)).status).toBe(201);
    expect((await buy(await kit.shop())).status).toBe(404);
  });
});

const store = () => kit.api.app.engine.store;
const buyer = () => kit.shop();
