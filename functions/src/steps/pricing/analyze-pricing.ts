import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { productSchema } from '../../model/competitor.ts';
import { comparePrices, gapSchema } from './compare-prices.ts';
import { ownProducts } from './own-products.ts';
import { pricingSummary } from './pricing-summary.ts';

const theirProduct = productSchema.extend({
  price: z.number().nonnegative(),
  url: z.string().nullish(),
  inStock: z.boolean().nullish(),
});
const params = z.strictObject({
  competitors: z.array(z.looseObject({ name: z.string(), products: z.array(theirProduct) })),
  /** Our own products and prices; left out, those of the `products` collection. */
  ours: z.array(productSchema).optional(),
});
const output = z.object({
  /** By how many percent the worst competitor undercuts us; 0 when nobody does. */
  price_gap: z.number(),
  worst: gapSchema.nullable(),
  gaps: z.array(gapSchema),
  undercut_by: z.array(z.string()),
  compared: z.int(),
  unmatched: z.int(),
  summary: z.string(),
});

export const analyzePricing = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'analyze_pricing',
  title: 'Analyze pricing',
  description: 'Compares the prices of competitors with your own, product by product.',
  modelDescription: 'Price gaps between competitors and our own products; price_gap is the worst one in percent.',
  category: 'pricing',
  icon: 'scale',
  example: { competitors: '{{steps.scan_competitors.competitors}}' },
  params,
  output,
  risk: 'safe',
  effect: 'none',
  timeoutMs: 60_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: { competitors: ['scan_competitors.competitors'] },
  async run({ competitors, ours }, context) {
    const own = ours ?? (await ownProducts(context));
    if (own.length === 0) {
      throw new NonRetriableError('There are no products of your own to compare with. Add them with their prices.', {
        code: 'no_own_products',
      });
    }
    const { gaps, unmatched } = comparePrices(own, competitors, context.org.currency);
    const undercuts = gaps.filter(({ gap_percent }) => gap_percent > 0);
    const [worst] = undercuts;
    return {
      price_gap: worst?.gap_percent ?? 0,
      worst: worst ?? null,
      gaps,
      undercut_by: [...new Set(undercuts.map(({ competitor }) => competitor))],
      compared: gaps.length,
      unmatched,
      summary: pricingSummary(undercuts, gaps.length, context.user.locale),
    };
  },
});
