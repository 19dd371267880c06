import { z } from 'zod';
import { type Ads, search } from '../../connectors/google-ads.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';

/** A keyword and its bid, in millionths of the account's currency. */
export const keywordSchema = z.object({
  resourceName: z.string(),
  keyword: z.string(),
  adGroup: z.string(),
  micros: z.number().positive(),
  currency: z.string(),
});
const micros = z.coerce.number().default(0);
const row = z.object({
  adGroupCriterion: z.object({
    resourceName: z.string(),
    cpcBidMicros: micros,
    effectiveCpcBidMicros: micros,
    keyword: z.object({ text: z.string() }).optional(),
  }),
  adGroup: z.object({ name: z.string().default('') }),
  customer: z.object({ currencyCode: z.string() }),
});

/** Both are digits only: they go into a query. */
export async function readKeyword(
  ads: Ads,
  { adGroupId, criterionId }: { readonly adGroupId: string; readonly criterionId: string },
): Promise<z.infer<typeof keywordSchema>> {
  const query = `SELECT ad_group_criterion.resource_name, ad_group_criterion.cpc_bid_micros, ad_group_criterion.effective_cpc_bid_micros, ad_group_criterion.keyword.text, ad_group.name, customer.currency_code FROM ad_group_criterion WHERE ad_group.id = ${adGroupId} AND ad_group_criterion.criterion_id = ${criterionId} LIMIT 1`;
  const [found] = await search(ads, query, row);
  const now = found?.adGroupCriterion.cpcBidMicros || found?.adGroupCriterion.effectiveCpcBidMicros || 0;
  if (!found || now <= 0) {
    const message = found
      ? 'That keyword has no bid of its own: Google sets it.'
      : `There is no keyword ${criterionId} in the ad group ${adGroupId}.`;
    throw new NonRetriableError(message, { code: 'not_found', mayHaveActed: false });
  }
  const { adGroupCriterion, adGroup, customer } = found;
  const { resourceName, keyword } = adGroupCriterion;
  return {
    resourceName,
    keyword: keyword?.text ?? criterionId,
    adGroup: adGroup.name,
    micros: now,
    currency: customer.currencyCode,
  };
}
