import { z } from 'zod';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { competitiveActionSchema } from '../../model/competitive-action.ts';
import { pricedProductSchema } from '../../model/competitor.ts';
import { createOnce } from '../data/create-once.ts';
import { gapSchema } from '../pricing/compare-prices.ts';
import { ownProducts } from '../pricing/own-products.ts';
import { ENDINGS } from '../pricing/price-rules.ts';
import { newOnes, told, writesOf } from './plan-actions.ts';
import { countWords, findingsIn } from './plan-findings.ts';

const { type, priority, assignedAgent } = competitiveActionSchema.shape;
const percent = z.number().min(0).max(95);

const params = z.strictObject({
  gaps: z.array(gapSchema).max(10_000),
  competitors: z.array(z.looseObject({ name: z.string(), products: z.array(pricedProductSchema) })).default([]),
  /** From how many percent below ours a price is answered. */
  fromPercent: percent.default(5),
  minMarginPercent: percent.default(0),
  maxChangePercent: z.number().positive().max(95).default(15),
  rounding: z.enum(ENDINGS).default('.99'),
  mostPrices: z.int().min(1).max(20).default(5),
});
type Params = z.infer<typeof params>;
const output = z.object({
  actions: z.array(
    z.object({
      ...{ type, priority, assignedAgent, title: z.string(), recommendation: z.string() },
      ...{ actionId: z.string(), taskId: z.string() },
    }),
  ),
  /** How many were found that wait for an answer since an earlier time. */
  waiting: z.int(),
  summary: z.string(),
  /** The summary and a line for each, for a mail. */
  markdown: z.string(),
});

export const planCompetitiveActions = defineStep<Params, z.infer<typeof output>>({
  id: 'plan_competitive_actions',
  title: 'Suggest what to do about competitors',
  description: 'Makes suggestions of what competitors ask and sell: prices, a campaign, what you lack.',
  modelDescription:
    'Turns analyze_pricing and scan_competitors into competitive_actions with a task each: Money Mike changes a price, Craig drafts a campaign (both once a person has said yes), Pops notes what others sell and we do not. Put it after generate_competitor_report; it sends nothing.',
  category: 'competitors',
  icon: 'swords',
  example: { gaps: [], fromPercent: 10, minMarginPercent: 20 },
  params,
  output,
  risk: 'safe',
  effect: 'idempotent',
  blast: ({ mostPrices }) => ({ rows: mostPrices + 2 }),
  tally: { done: 'made', one: 'round of suggestions', many: 'rounds of suggestions' },
  timeoutMs: 60_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: { gaps: ['analyze_pricing.gaps'], competitors: ['scan_competitors.competitors'] },
  async run(given, context) {
    const { found, waiting } = await plan(given, context);
    for (const one of found) await createOnce(context, writesOf(context, one));
    return told(context, found, waiting);
  },
  async dryRun(given, context) {
    const { found, waiting } = await plan(given, context);
    const what = found.length === 0 ? 'nothing new' : countWords(found);
    return { output: told(context, found, waiting), wouldHave: `would have suggested ${what}` };
  },
});

async function plan(given: Params, context: StepContext) {
  const { org, user } = context;
  const place = { currency: org.currency, locale: user.locale, orgName: org.name };
  return newOnes(context, findingsIn({ ...given, ...place, own: await ownProducts(context) }));
}
