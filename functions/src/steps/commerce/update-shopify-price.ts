import { z } from 'zod';
import { setVariantPrice, shopify, variantSchema } from '../../connectors/shopify.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { notedBefore } from '../noted-before.ts';
import { variantOf } from './shopify-variant.ts';

const params = z
  .strictObject({
    connection: connectionParam,
    variantId: z
      .string()
      .regex(/^(gid:\/\/shopify\/ProductVariant\/)?\d{1,20}$/, 'Copy the number of the variant from Shopify')
      .nullable()
      .default(null),
    /** Or its stock number. */
    sku: z.string().trim().min(1).max(255).nullable().default(null),
    /** In the currency of the shop. */
    price: z.number().min(0).max(10_000_000),
    /** A change by more is refused. */
    maxChangePercent: z.number().positive().max(1_000).default(30),
    /** Whether a price of 0 is meant. */
    allowZero: z.boolean().default(false),
  })
  .refine(({ variantId, sku }) => (variantId === null) !== (sku === null), {
    path: ['variantId'],
    error: "Give either 'variantId' or 'sku'",
  })
  .refine(({ price, allowZero }) => Number(price.toFixed(2)) > 0 || allowZero, {
    path: ['price'],
    error: 'A price of 0 gives it away; say allowZero if that is meant',
  });
type Params = z.infer<typeof params>;
const output = z.object({
  variantId: z.string(),
  product: z.string(),
  sku: z.string(),
  before: z.number(),
  after: z.number(),
  changePercent: z.number(),
});

export const updateShopifyPrice = defineStep<Params, z.infer<typeof output>>({
  id: 'update_shopify_price',
  title: 'Change a price in Shopify',
  description: 'Sets the price of a product variant in a Shopify shop, within bounds.',
  modelDescription:
    'Sets the price of one Shopify variant by id or sku. A change beyond maxChangePercent (30) and a price of 0 are refused. Gives the price before.',
  category: 'commerce',
  icon: 'shopping-bag',
  example: { sku: 'BD-35', price: 34.9 },
  params,
  output,
  risk: 'high',
  effect: 'idempotent',
  blast: ({ price }) => ({ rows: 1, amount: price }),
  targets: ['variantId', 'sku'],
  literals: ['connection'],
  connectors: [shopify.id],
  tally: { done: 'changed', one: 'price', many: 'prices', to: 'product' },
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 2_000, maxDelayMs: 120_000 },
  async run(given, context) {
    const access = await context.connect(shopify, given.connection);
    const variant = await notedBefore(context, variantSchema, () => variantOf(access, context, given));
    const before = Number(variant.price);
    const changePercent = before === 0 ? 0 : Math.round(((given.price - before) / before) * 1000) / 10;
    if (Math.abs(changePercent) > given.maxChangePercent) {
      const message = `That would change the price of ${variant.product.title} from ${before} to ${given.price} (${changePercent} %), more than the ${given.maxChangePercent} % of 'maxChangePercent'. Nothing was changed.`;
      throw new NonRetriableError(message, { code: 'change_too_large', mayHaveActed: false });
    }
    const after = Number(await setVariantPrice(access, context, variant, given.price.toFixed(2)));
    const { id: variantId, product, sku } = variant;
    return { variantId, product: product.title, sku: sku ?? '', before, after, changePercent };
  },
  async dryRun({ variantId, sku, price }) {
    const named = sku ?? variantId ?? '';
    const output = {
      variantId: variantId ?? '',
      product: '',
      sku: sku ?? '',
      before: 0,
      after: price,
      changePercent: 0,
    };
    return { output, wouldHave: `would have set the price of ${named} to ${price}` };
  },
});
