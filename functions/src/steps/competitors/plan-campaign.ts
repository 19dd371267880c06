import { normalizedName } from '../../connectors/product-data.ts';
import { formatPercent } from '../money.ts';
import type { Gap } from '../pricing/compare-prices.ts';
import { type Facts, type Finding, priorityOf, short } from './plan-finding.ts';

/** What a competitor must undercut us by, or on how many products, before an answer to all of it is proposed. */
const CAMPAIGN_PERCENT = 20;
const CAMPAIGN_PRODUCTS = 3;

/** An answer to whoever undercuts us most widely. */
export function campaignFinding({ gaps, fromPercent, orgName }: Facts): Finding[] {
  const undercuts = gaps.filter(({ gap_percent }) => gap_percent >= fromPercent);
  const [widest] = [...Map.groupBy(undercuts, ({ competitor }) => competitor)].toSorted(
    ([, a], [, b]) => b.length - a.length || worstOf(b) - worstOf(a),
  );
  if (widest === undefined) return [];
  const [competitor, theirs] = widest;
  const worst = worstOf(theirs);
  if (theirs.length < CAMPAIGN_PRODUCTS && worst < CAMPAIGN_PERCENT) return [];
  const products = [...new Set(theirs.map(({ product }) => short(product)))].slice(0, 5);
  const goal = `${competitor} asks less for ${theirs.length} of your products, by up to ${formatPercent(worst)}`;
  const name = `Answer to ${short(competitor)}`;
  return [
    {
      about: `campaign|${normalizedName(competitor)}`,
      type: 'counter_campaign',
      title: name,
      recommendation: `${goal}. Remind your customers of what you have: ${products.join(', ')}.`,
      priority: priorityOf(worst),
      competitor,
      currency: null,
      data: { products, undercuts: theirs.length, worstPercent: worst },
      work: {
        action: 'create_campaign',
        params: { name, channel: 'email', goal: goal.slice(0, 500), message: letter(products, orgName) },
      },
    },
  ];
}

const worstOf = (gaps: readonly Gap[]) => Math.max(...gaps.map(({ gap_percent }) => gap_percent));

/** A draft to start from; whoever sends it makes it his own. */
function letter(products: readonly string[], orgName: string): string {
  return [
    'Hello {first_name|there},',
    `there are good reasons to come by this week: ${new Intl.ListFormat('en-US').format(products)}. Ask us for them, and for what goes well with them.`,
    `See you soon\n${orgName}`,
  ].join('\n\n');
}
