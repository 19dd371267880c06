import { z } from 'zod';
import { googleAds, openAds, setBid } from '../../connectors/google-ads.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { notedBefore } from '../noted-before.ts';
import { keywordSchema, readKeyword } from './ad-keyword.ts';
import { newBid } from './bid.ts';

const number = z.string().regex(/^\d{1,20}$/, 'Copy the number from Google Ads');
const params = z
  .strictObject({
    connection: connectionParam,
    adGroupId: number,
    /** The number of the keyword. */
    criterionId: number,
    /** The new bid for a click, in the currency of the account. */
    bid: z.number().positive().max(10_000).nullable().default(null),
    /** Or by how much: -10 is ten percent less. */
    changePercent: z.number().min(-90).max(500).nullable().default(null),
    /** A change by more is refused. */
    maxChangePercent: z.number().positive().max(500).default(20),
  })
  .refine(({ bid, changePercent }) => (bid === null) !== (changePercent === null), {
    path: ['bid'],
    error: "Give either 'bid' or 'changePercent'",
  });
type Params = z.infer<typeof params>;
const output = z.object({
  keyword: z.string(),
  adGroup: z.string(),
  before: z.number(),
  after: z.number(),
  changePercent: z.number(),
  currency: z.string(),
});

export const adjustAdBid = defineStep<Params, z.infer<typeof output>>({
  id: 'adjust_ad_bid',
  title: 'Adjust a bid in Google Ads',
  description: 'Raises or lowers what a click on a keyword may cost, within bounds.',
  modelDescription:
    'Sets the cost-per-click bid of one Google Ads keyword, absolute (bid) or relative (changePercent); changes beyond maxChangePercent are refused.',
  category: 'marketing',
  icon: 'badge-dollar-sign',
  example: { adGroupId: '123456789', criterionId: '987654321', changePercent: -10 },
  params,
  output,
  // Lower is harmless; where only the new bid is known, it may be higher.
  risk: ({ changePercent }) => (changePercent !== null && changePercent <= 0 ? 'moderate' : 'high'),
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  targets: ['adGroupId', 'criterionId'],
  literals: ['connection'],
  connectors: [googleAds.id],
  tally: { done: 'adjusted', one: 'bid', many: 'bids', to: 'keyword' },
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 600_000 },
  async run(given, context) {
    const ads = await openAds(await context.connect(googleAds, given.connection), context);
    const found = await notedBefore(context, keywordSchema, () => readKeyword(ads, given));
    const { resourceName, keyword, adGroup, micros, currency } = found;
    const after = newBid(micros, given, currency);
    await setBid(ads, resourceName, after);
    const changePercent = Math.round(((after - micros) / micros) * 1000) / 10;
    return { keyword, adGroup, before: micros / 1e6, after: after / 1e6, changePercent, currency };
  },
  async dryRun({ bid, changePercent, criterionId }) {
    const how = bid === null ? `changed the bid by ${changePercent} %` : `set the bid to ${bid}`;
    return {
      output: {
        keyword: criterionId,
        adGroup: '',
        before: 0,
        after: bid ?? 0,
        changePercent: changePercent ?? 0,
        currency: '',
      },
      wouldHave: `would have ${how} for the keyword ${criterionId}`,
    };
  },
});
