import { describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { analyzePricing } from './analyze-pricing.ts';

const found = (name: string, price: number, more: JsonObject = {}) => ({
  name,
  sku: null,
  price,
  currency: 'USD',
  url: null,
  inStock: null,
  ...more,
});
const shop = (name: string, ...products: JsonObject[]) => ({ name, url: 'https://x.example', products });
const ours = [
  { name: 'Blue Dream', sku: 'BD', price: 35 },
  { name: 'Sour Diesel', price: 30, currency: 'USD' },
];
const analyze = (competitors: JsonObject[], more: JsonObject = { ours }) =>
  runStep(analyzePricing, { competitors, ...more }, stepContext().context);

describe('analyze_pricing', () => {
  it('names the shop, the product, the percentage and both prices of the worst undercut', async () => {
    const higher = shop(
      'Higher Level Syracuse',
      found('Blue Dream', 29.75, { url: 'https://x.example/bd' }),
      found('Sour  DIESEL', 29.1),
    );
    expect(await analyze([higher, shop('Dear Shop', found('Blue Dream', 40), found('Unknown', 1))])).toEqual({
      price_gap: 15,
      worst: {
        competitor: 'Higher Level Syracuse',
        product: 'Blue Dream',
        product_id: null,
        our_price: 35,
        their_price: 29.75,
        currency: 'USD',
        gap_percent: 15,
        url: 'https://x.example/bd',
      },
      gaps: [
        expect.objectContaining({ gap_percent: 15 }),
        expect.objectContaining({ gap_percent: 3 }),
        expect.objectContaining({ gap_percent: -14.3 }),
      ],
      undercut_by: ['Higher Level Syracuse'],
      compared: 3,
      unmatched: 1,
      summary:
        'Higher Level Syracuse sells Blue Dream for 15% less than you ($29.75, yours $35.00); 1 more price is below yours.',
    });
    expect(await analyze([shop('Higher Level Syracuse', found('Blue Dream', 29.75))])).toMatchObject({
      summary: 'Higher Level Syracuse sells Blue Dream for 15% less than you ($29.75, yours $35.00).',
    });
  });

  it('says so when nobody undercuts us, and when nothing could be compared', async () => {
    expect(await analyze([shop('A', found('Blue Dream', 35))])).toMatchObject({
      price_gap: 0,
      worst: null,
      undercut_by: [],
      compared: 1,
      summary: 'No competitor is cheaper than you (1 price compared).',
    });
    expect(await analyze([shop('A', found('Other', 1))])).toMatchObject({
      price_gap: 0,
      worst: null,
      compared: 0,
      unmatched: 1,
    });
    expect(await analyze([])).toMatchObject({ price_gap: 0, compared: 0 });
  });

  it('trusts the sku over the name, and compares only the same currency and what can be bought', async () => {
    expect(await analyze([shop('A', found('Renamed', 28, { sku: 'bd' }))])).toMatchObject({
      price_gap: 20,
      worst: { product: 'Blue Dream' },
    });
    expect(
      await analyze([
        shop('A', found('Blue Dream', 1, { currency: 'EUR' }), found('Sour Diesel', 1, { inStock: false })),
      ]),
    ).toMatchObject({ price_gap: 0, compared: 0, unmatched: 2 });
    expect(await analyze([shop('A', found('Blue Dream', 28, { currency: null }))])).toMatchObject({ price_gap: 20 });
  });

  it('reads our own products page by page, and leaves out what is no product', async () => {
    const { context, usage } = stepContext();
    const products = tenantPaths(context.orgId).domain('products');
    const many = Array.from({ length: 620 }, (_, index) => ({
      id: `p${String(index).padStart(4, '0')}`,
      // As a shop's own program writes them.
      data: { name: `Product ${index}`, price: 10, updatedAt: new Date('2026-11-01T09:00:00Z') },
    }));
    const odd = { id: 'p9999', data: { title: 'no name' } };
    await context.store.commit(
      [...many, odd].map(({ id, data }) => ({ op: 'create', path: docIn(products, id).path, data })),
    );
    const output = await runStep(analyzePricing, { competitors: [shop('A', found('Product 619', 9))] }, context);
    expect(output).toMatchObject({ price_gap: 10, compared: 1 });
    expect(usage.vendorCalls).toBe(0);
  });

  it('says what is missing when there are no own products', async () => {
    await expect(analyze([shop('A', found('Blue Dream', 1))], {})).rejects.toMatchObject({
      name: 'NonRetriableError',
      code: 'no_own_products',
    });
  });
});
