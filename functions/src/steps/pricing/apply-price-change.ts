import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { docIn } from '../../model/paths.ts';
import { collectionOf, documentId, noDocument } from '../data/documents.ts';
import { retryConflicts } from '../data/retry-conflicts.ts';
import { changeOf, priceChangeSchema, pricedOf } from './price-change.ts';

const params = z.strictObject({
  /** `products/{productId}`. */
  productId: documentId,
  newPrice: z.number().positive().max(10_000_000),
  /** What it is today, as far as known: another price by then stops the step. */
  oldPrice: z.number().nonnegative().nullable().default(null),
  maxChangePercent: z.number().positive().max(1_000).default(20),
  /** Left out: the `cost` of the product. */
  cost: z.number().nonnegative().nullable().default(null),
  /** The price stays so far above the cost, in percent of the price. */
  minMarginPercent: z.number().min(0).max(95).default(0),
  reason: z.string().max(1_000).nullable().default(null),
});
type Params = z.infer<typeof params>;

/** How far it moves the price, in percent, as far as its params tell. */
const move = ({ oldPrice, newPrice }: Params) =>
  oldPrice === null || oldPrice === 0 ? Number.POSITIVE_INFINITY : (Math.abs(newPrice - oldPrice) / oldPrice) * 100;

export const applyPriceChange = defineStep<Params, z.infer<typeof priceChangeSchema>>({
  id: 'apply_price_change',
  title: 'Change a price',
  description: 'Sets the price of one of your products, within limits.',
  modelDescription:
    'Sets products/{productId}.price. Refuses a change beyond maxChangePercent (20) and a price below cost or minMarginPercent. The output has oldPrice, and `undo`: params that take it back.',
  category: 'pricing',
  icon: 'tag',
  example: { productId: 'blue-dream', newPrice: 33.99, oldPrice: 35 },
  params,
  output: priceChangeSchema,
  risk: (given) => (move(given) <= 5 ? 'moderate' : 'high'),
  effect: 'idempotent',
  blast: ({ newPrice }) => ({ amount: newPrice, rows: 1 }),
  targets: ['productId'],
  tally: { done: 'changed', one: 'price', many: 'prices', to: 'productId' },
  timeoutMs: 15_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: {
    productId: ['suggest_price.productId'],
    newPrice: ['suggest_price.price'],
    oldPrice: ['suggest_price.currentPrice'],
    reason: ['suggest_price.explanation'],
  },
  run: (given, context) => retryConflicts(`products/${given.productId}`, () => change(given, context)),
  async dryRun(given, context) {
    const found = await context.store.find(docIn(collectionOf(context, 'products'), given.productId));
    const product = found?.data ? pricedOf(found.data) : null;
    const output = changeOf(
      given,
      product ?? { name: given.productId, price: given.oldPrice ?? given.newPrice },
      context,
    );
    return {
      output,
      wouldHave: `would have set the price of ${output.name} from ${output.oldPrice} to ${given.newPrice}`,
    };
  },
});

async function change(given: Params, context: StepContext) {
  const { store, idempotencyKey, clock, executionId, lastWrite } = context;
  const found = await store.find(docIn(collectionOf(context, 'products'), given.productId));
  if (!found?.data) throw noDocument('products', given.productId);
  const product = pricedOf(found.data);
  if (product === null)
    throw new NonRetriableError(`products/${given.productId} has no price to change`, { code: 'no_price' });
  // An earlier attempt has done it already.
  if (product.change?.key === idempotencyKey)
    return changeOf(given, { ...product, price: product.change.from }, context);
  const done = changeOf(given, product, context);
  if (!done.isChanged) return done;
  const priceChange = {
    key: idempotencyKey,
    from: product.price,
    to: given.newPrice,
    reason: given.reason,
    executionId,
  };
  context.assertLease();
  const fields = { price: given.newPrice, priceChange: { ...priceChange, at: clock.now() }, lastWrite };
  await store.commit([{ op: 'update', path: found.ref.path, fields, ifVersion: found.version }]);
  return done;
}
