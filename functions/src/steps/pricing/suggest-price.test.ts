import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { analyzePricing } from './analyze-pricing.ts';
import { applyPriceChange } from './apply-price-change.ts';
import { ENDINGS, REFERENCES, STRATEGIES } from './price-rules.ts';
import { suggestPrice } from './suggest-price.ts';

const { context } = stepContext();
const suggest = async (params: JsonObject) => (await runStep(suggestPrice, params, context)) as JsonObject;
const ours = { product: 'Blue Dream', price: 35, cost: 18 };
const prices = [36, 29.75, 31];

describe('suggest_price', () => {
  it.each<[JsonObject, number]>([
    [{ strategy: 'match' }, 29.75],
    [{ strategy: 'match', against: 'median' }, 31],
    [{ strategy: 'match', against: 'average' }, 32.25],
    [{ strategy: 'match', against: 'highest' }, 36],
    [{ strategy: 'undercut' }, 29.45],
    [{ strategy: 'undercut', percent: 10 }, 26.78],
    [{ strategy: 'premium', against: 'highest' }, 39.6],
    [{ strategy: 'margin' }, 30],
    [{ strategy: 'margin', percent: 50, prices: [] }, 36],
    [{ strategy: 'match', rounding: '.99' }, 28.99],
    [{ strategy: 'margin', rounding: '.99' }, 29.99],
    [{ strategy: 'premium', rounding: '.50' }, 32.5],
    [{ strategy: 'match', maxChangePercent: 5 }, 33.25],
    [{ strategy: 'premium', price: 30.33, maxChangePercent: 1 }, 30.63],
    [{ strategy: 'undercut', percent: 60 }, 18],
    [{ strategy: 'undercut', percent: 60, minMarginPercent: 20 }, 22.5],
    [{ strategy: 'match', prices: [{ price: 20, inStock: false }, { price: 30 }] }, 30],
  ])('%j: %s', async (wish, price) => {
    expect((await suggest({ ...ours, prices, ...wish })).price).toBe(price);
  });

  it('explains itself', async () => {
    expect(
      await suggest({ ...ours, prices, strategy: 'undercut', rounding: '.99', minMarginPercent: 40 }),
    ).toMatchObject({
      price: 30,
      currentPrice: 35,
      changePercent: -14.3,
      marginPercent: 40,
      isChange: true,
      reference: 29.75,
      floor: 30,
      explanation:
        'Blue Dream: $30.00 instead of $35.00. That is 1% below the lowest price of others ($29.75), rounded to .99, raised to $30.00, since a margin of 40% is the floor. Its margin is 40%.',
    });
  });

  it('takes up the comparison of analyze_pricing: the worst gap, or that of its product', async () => {
    const gap = (product: string, our_price: number, their_price: number) => {
      return { competitor: 'Rival', product, our_price, their_price, currency: 'EUR', gap_percent: 1, url: null };
    };
    const gaps = [gap('Tea', 10, 7), gap('Pot', 30, 28), gap('Tea', 10, 8)];
    expect(await suggest({ gaps })).toMatchObject({
      product: 'Tea',
      currentPrice: 10,
      price: 7,
      currency: 'EUR',
      compared: 2,
    });
    expect(await suggest({ gaps, product: 'POT' })).toMatchObject({ currentPrice: 30, price: 28 });
  });

  it('leads from the comparison to the price of the very product', async () => {
    const { path } = docIn(tenantPaths(context.orgId).domain('products'), 'bd');
    await context.store.commit([{ op: 'set', path, data: { name: 'Blue Dream', price: 35 } }]);
    const competitors = [{ name: 'Rival', products: [{ name: 'blue dream', price: 33 }] }];
    const { gaps } = (await runStep(analyzePricing, { competitors }, context)) as { gaps: JsonObject[] };
    const { productId, price, currentPrice } = (await suggest({ gaps })) as JsonObject;
    const done = await runStep(
      applyPriceChange,
      { productId, newPrice: price, oldPrice: currentPrice } as JsonObject,
      context,
    );
    expect(done).toMatchObject({ productId: 'bd', oldPrice: 35, newPrice: 33, isChanged: true });
  });

  it('does not mix a comparison with prices that were given without a name', async () => {
    const gaps = [
      { competitor: 'R', product: 'Tea', our_price: 10, their_price: 7, currency: 'EUR', gap_percent: 30, url: null },
    ];
    expect(await suggest({ prices: [20], gaps })).toMatchObject({
      product: null,
      price: 20,
      compared: 1,
      currency: 'USD',
    });
  });

  it('knows yen', async () => {
    expect(
      await suggest({ price: 1000, cost: 333, prices: [901], strategy: 'undercut', currency: 'JPY' }),
    ).toMatchObject({
      price: 892,
    });
    expect(await suggest({ cost: 333.3, strategy: 'margin', percent: 0, currency: 'JPY' })).toMatchObject({
      price: 334,
    });
  });

  it('says what it lacks', async () => {
    await expect(suggest({ product: 'Tea' })).rejects.toThrow(/Nobody else's price for Tea/);
    await expect(suggest({ product: 'Tea', strategy: 'margin', prices })).rejects.toThrow(/Give 'cost'/);
  });

  it('is never below the floor, and never dearer than others who are to be undercut, but for the floor', async () => {
    const amount = fc.integer({ min: 50, max: 100_000 }).map((cents) => cents / 100);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          price: amount,
          cost: amount,
          prices: fc.array(amount, { minLength: 1, maxLength: 5 }),
          strategy: fc.constantFrom(...STRATEGIES),
          against: fc.constantFrom(...REFERENCES),
          rounding: fc.constantFrom(...ENDINGS),
          minMarginPercent: fc.integer({ min: 0, max: 90 }),
        }),
        async (given) => {
          const { price, floor, reference } = await suggest(given);
          expect(Number(price)).toBeGreaterThanOrEqual(Number(floor) - 1e-6);
          expect(Math.round(Number(price) * 100) / 100).toBe(price);
          if (given.strategy === 'undercut' && Number(price) > Number(floor) + 0.01)
            expect(Number(price)).toBeLessThanOrEqual(Number(reference));
        },
      ),
    );
  });
});
