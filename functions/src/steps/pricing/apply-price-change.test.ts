import { describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import type { ActionType } from '../../core/engine/step-type.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { applyPriceChange } from './apply-price-change.ts';

async function shop(product: JsonObject = { name: 'Blue Dream', price: 35, cost: 18 }) {
  const kit = stepContext();
  const ref = docIn(tenantPaths(kit.context.orgId).domain('products'), 'bd');
  await kit.context.store.commit([{ op: 'set', path: ref.path, data: product }]);
  return {
    ...kit,
    ref,
    apply: (params: JsonObject) => runStep(applyPriceChange, { productId: 'bd', ...params }, kit.context),
    product: async () => (await kit.context.store.find(ref))?.data,
  };
}
const risk = (params: JsonObject) => {
  const { risk: of, params: schema } = applyPriceChange as unknown as ActionType;
  return typeof of === 'function' ? of(schema.parse({ productId: 'bd', ...params })) : of;
};

describe('apply_price_change', () => {
  it('sets the price, keeps the old one, and tells how to take it back', async () => {
    const { apply, product } = await shop();
    const output = (await apply({ newPrice: 30, reason: 'They went down' })) as { undo: JsonObject };
    expect(output).toEqual({
      productId: 'bd',
      name: 'Blue Dream',
      oldPrice: 35,
      newPrice: 30,
      changePercent: -14.3,
      currency: 'USD',
      isChanged: true,
      undo: { productId: 'bd', newPrice: 35, oldPrice: 30, maxChangePercent: 20 },
    });
    expect(await product()).toMatchObject({
      price: 30,
      cost: 18,
      priceChange: { from: 35, to: 30, reason: 'They went down', executionId: 'exec1' },
      lastWrite: { executionId: 'exec1' },
    });
  });

  it('takes it back by what it gave', async () => {
    const { context, apply, product } = await shop();
    const { undo } = (await apply({ newPrice: 29 })) as { undo: JsonObject };
    await runStep(applyPriceChange, undo, { ...context, idempotencyKey: 'another act' });
    expect(await product()).toMatchObject({ price: 35 });
  });

  it('happens once, however often it is tried, and gives the same again', async () => {
    const { context, apply, product, ref } = await shop();
    const first = await apply({ newPrice: 34, oldPrice: 35 });
    expect(await apply({ newPrice: 34, oldPrice: 35 })).toEqual(first);
    await context.store.commit([{ op: 'update', path: ref.path, fields: { price: 40 } }]);
    expect(await apply({ newPrice: 34, oldPrice: 35 })).toEqual(first);
    expect(await product()).toMatchObject({ price: 40 });
  });

  it.each<[JsonObject, RegExp]>([
    [{ newPrice: 27 }, /by 22.9%; at most 20%/],
    [{ newPrice: 43 }, /at most 20%/],
    [{ newPrice: 30, maxChangePercent: 5 }, /at most 5%/],
    [{ newPrice: 17, maxChangePercent: 90 }, /below what it costs \(\$18.00\)/],
    [{ newPrice: 29, minMarginPercent: 40 }, /below a margin of 40% \(\$30.00\)/],
    [{ newPrice: 29, cost: 29.5 }, /below what it costs \(\$29.50\)/],
    [{ newPrice: 34, oldPrice: 33 }, /costs \$35.00 by now, not \$33.00/],
  ])('refuses %j', async (params, words) => {
    const { apply, product } = await shop();
    await expect(apply(params)).rejects.toThrow(words);
    expect(await product()).toEqual({ name: 'Blue Dream', price: 35, cost: 18 });
  });

  it('says what is missing', async () => {
    const { context, apply } = await shop({ name: 'Tea' });
    await expect(apply({ newPrice: 3 })).rejects.toThrow(/no price to change/);
    const other = runStep(applyPriceChange, { productId: 'none', newPrice: 3 }, context);
    await expect(other).rejects.toThrow(/no document none/);
  });

  it('is moderate while it moves little, and known to', () => {
    expect(risk({ newPrice: 34, oldPrice: 35 })).toBe('moderate');
    expect(risk({ newPrice: 30, oldPrice: 35 })).toBe('high');
    expect(risk({ newPrice: 34 })).toBe('high');
  });

  it('changes nothing in a dry run, and refuses there what it would refuse', async () => {
    const { context, product } = await shop();
    const said = await rehearseStep(applyPriceChange, { productId: 'bd', newPrice: 33 }, context);
    expect(said.wouldHave).toBe('would have set the price of Blue Dream from 35 to 33');
    await expect(rehearseStep(applyPriceChange, { productId: 'bd', newPrice: 9 }, context)).rejects.toThrow(
      /at most 20%/,
    );
    expect(await product()).toMatchObject({ price: 35 });
  });
});
