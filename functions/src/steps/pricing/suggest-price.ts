import { z } from 'zod';
import { normalizedName } from '../../connectors/product-data.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { gapSchema } from './compare-prices.ts';
import { ENDINGS, REFERENCES, STRATEGIES } from './price-rules.ts';
import { suggestion, suggestionSchema } from './suggestion.ts';

const percent = z.number().min(0).max(95);
const theirPrice = z.union([
  z
    .number()
    .positive()
    .transform((price) => ({ price, inStock: null })),
  z.looseObject({ price: z.number().nonnegative(), inStock: z.boolean().nullish() }),
]);

const params = z.strictObject({
  /** Its name; the product with the worst gap when left out. */
  product: z.string().trim().min(1).max(300).nullable().default(null),
  /** `products/{id}`, handed on to apply_price_change. */
  productId: z.string().min(1).max(128).nullable().default(null),
  /** Ours today, and what it costs us. */
  price: z.number().positive().nullable().default(null),
  cost: z.number().nonnegative().nullable().default(null),
  /** What others ask: numbers, or objects with a price, such as documents of competitor_prices. */
  prices: z.array(theirPrice).max(1_000).default([]),
  /** The comparison of analyze_pricing, of which those of the product are taken. */
  gaps: z.array(gapSchema).max(10_000).default([]),
  strategy: z.enum(STRATEGIES).default('match'),
  against: z.enum(REFERENCES).default('lowest'),
  /** How far below (1) or above (10) others, or the margin that is wanted (40), in percent. */
  percent: percent.nullable().default(null),
  minMarginPercent: percent.default(0),
  maxChangePercent: z.number().min(0).max(1_000).nullable().default(null),
  rounding: z.enum(ENDINGS).default('none'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .default(null),
});
type PriceParams = z.infer<typeof params>;

export const suggestPrice = defineStep<PriceParams, z.infer<typeof suggestionSchema>>({
  id: 'suggest_price',
  title: 'Suggest a price',
  description: 'Works out a price from what others ask and what it costs, and says why.',
  modelDescription:
    "Suggests a price by strategy: match, undercut or premium against competitors' prices (`prices`, or `gaps` of analyze_pricing), margin over `cost`. Never below cost and minMarginPercent. Explains itself; changes nothing: apply_price_change does.",
  category: 'pricing',
  icon: 'badge-percent',
  example: { product: 'Blue Dream', price: 35, cost: 18, prices: [29.75, 36], strategy: 'undercut', rounding: '.99' },
  params,
  output: suggestionSchema,
  risk: 'safe',
  effect: 'none',
  timeoutMs: 10_000,
  retry: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 },
  wires: { gaps: ['analyze_pricing.gaps'] },
  async run(given, { org, user }) {
    // A comparison that was filled in by itself says nothing about prices that were given without a name.
    const compared = given.product === null && given.prices.length > 0 ? [] : given.gaps;
    const product = given.product ?? compared[0]?.product ?? null;
    const gaps = compared.filter((gap) => product !== null && normalizedName(gap.product) === normalizedName(product));
    const sold = given.prices.filter(({ inStock, price }) => inStock !== false && price > 0);
    const theirs = [...sold, ...gaps.map(({ their_price }) => ({ price: their_price }))].map(({ price }) => price);
    const productId = given.productId ?? gaps[0]?.product_id ?? null;
    const ours = { ...given, product, productId, price: given.price ?? gaps[0]?.our_price ?? null };
    const currency = given.currency ?? gaps[0]?.currency ?? org.currency;
    const found = suggestion(ours, theirs, { currency, locale: user.locale });
    if (found !== null) return found;
    throw new NonRetriableError(
      given.strategy === 'margin'
        ? "Without its cost no price can be worked out. Give 'cost'."
        : `Nobody else's price for ${product ?? 'the product'} is known. Put scan_competitors and analyze_pricing before this step, or give 'prices'.`,
      {
        code: 'nothing_to_go_by',
        errors: [{ path: given.strategy === 'margin' ? 'cost' : 'prices', message: 'Missing' }],
      },
    );
  },
});
