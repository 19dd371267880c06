import { afterEach, describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { createShopify, SHOPIFY_TOKEN, THROTTLED } from '../../../test/vendors/shopify.ts';
import { startVendors, type Vendor, type VendorServer } from '../../../test/vendors/vendor.ts';
import { shopify } from '../../connectors/shopify.ts';
import { updateShopifyPrice } from './update-shopify-price.ts';

const now = new Date('2026-11-20T14:00:00Z');
const ID = 'gid://shopify/ProductVariant/11';
let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});
async function open(answer?: Vendor['answer'], accessToken = SHOPIFY_TOKEN) {
  const { vendor, prices } = createShopify();
  server = await startVendors([answer ? { ...vendor, answer } : vendor]);
  const connections = { shopify: { settings: { shop: 'thrive.myshopify.com' }, secrets: { accessToken } } };
  return { prices, ...stepContext({ detours: server.detours, connections, now }) };
}

describe('update_shopify_price', () => {
  it('sets the price of a variant by its id or its very stock number, and gives the one before', async () => {
    const { context, prices } = await open();
    expect(await runStep(updateShopifyPrice, { sku: 'BD-35', price: 36 }, context)).toEqual({
      variantId: ID,
      product: 'Blue Dream',
      sku: 'BD-35',
      before: 40,
      after: 36,
      changePercent: -10,
    });
    await runStep(updateShopifyPrice, { variantId: '12', price: 19 }, { ...context, path: 'other' });
    expect([...prices.values()]).toEqual(['36.00', '19.00']);
  });

  it('that is tried again still knows the price before', async () => {
    const { context } = await open();
    const first = await runStep(updateShopifyPrice, { variantId: ID, price: 36.5 }, context);
    expect(await runStep(updateShopifyPrice, { variantId: ID, price: 36.5 }, context)).toEqual(first);
  });

  it('refuses a jump and a price of nothing, unless they are meant', async () => {
    const { context, prices } = await open();
    const half = { variantId: ID, price: 20 };
    await expect(runStep(updateShopifyPrice, half, context)).rejects.toMatchObject({
      code: 'change_too_large',
      mayHaveActed: false,
      message: expect.stringContaining('from 40 to 20 (-50 %)'),
    });
    expect(prices.get(ID)).toBe('40.00');
    for (const price of [0, 0.004]) {
      expect(updateShopifyPrice.params.safeParse({ ...half, price }).error?.issues[0]?.path).toEqual(['price']);
    }
    expect(await runStep(updateShopifyPrice, { ...half, maxChangePercent: 50 }, context)).toMatchObject({ after: 20 });
    const free = { variantId: ID, price: 0, allowZero: true, maxChangePercent: 100 };
    expect(await runStep(updateShopifyPrice, free, { ...context, path: 'other' })).toMatchObject({
      after: 0,
    });
  });

  it('waits for as long as Shopify needs to refill, says what it says, and leads to the connection', async () => {
    const throttled = await open(() => THROTTLED);
    const price = { variantId: ID, price: 39 };
    await expect(runStep(updateShopifyPrice, price, throttled.context)).rejects.toMatchObject({
      name: 'RetryAfterError',
      retryAt: new Date(now.getTime() + 8_000),
      mayHaveActed: false,
    });
    server?.close();
    const high = await open();
    const params = { variantId: ID, price: 200_000, maxChangePercent: 1_000 };
    high.prices.set(ID, '150000.00');
    await expect(runStep(updateShopifyPrice, params, high.context)).rejects.toThrow('Shopify says: Price is too high');
    await expect(runStep(updateShopifyPrice, { sku: 'none', price: 1 }, high.context)).rejects.toMatchObject({});
    server?.close();
    const denied = { errors: [{ message: 'Access denied for field', extensions: { code: 'ACCESS_DENIED' } }] };
    const refused = await open(() => ({ status: 200, body: denied }));
    await expect(runStep(updateShopifyPrice, price, refused.context)).rejects.toMatchObject({
      code: 'sign_in_refused',
    });
    server?.close();
    const wrong = await open(undefined, 'shpat_of_somebody');
    await expect(runStep(updateShopifyPrice, price, wrong.context)).rejects.toMatchObject({ code: 'sign_in_refused' });
  });

  it('has a connection to a shop of Shopify only, that is tested by its name', async () => {
    const { context } = await open();
    expect(await shopify.test(await context.connect(shopify, null), context)).toBe('shop Thrive');
    for (const shop of ['evil.example', 'x.myshopify.com.evil.example', 'myshopify.com', 'a/b.myshopify.com']) {
      expect([shop, shopify.settings.safeParse({ shop }).success]).toEqual([shop, false]);
    }
  });
});
