import { TIERS, type Tier } from '../../model/tier.ts';
import { TIER_PRICES } from '../../model/tier-price.ts';

/** What a month of a tier would be; money in millionths of a US dollar. */
interface TierCost {
  readonly tier: Tier;
  readonly priceMicros: number;
  readonly includedExecutions: number;
  readonly includedMicros: number;
  /** What the executions use up of Google's and the model's bill, which the price includes. */
  readonly runningMicros: number;
  /** Null where there are no executions. */
  readonly perExecutionMicros: number | null;
  /** Which of what is included would not do; null: the tier fits. */
  readonly exceeds: 'executions' | 'cost' | null;
}

/** Each tier for so many executions a month, of so much each; `fits`: the cheapest that includes them. */
export function costOf(
  executions: number,
  executionMicros: number,
): { readonly tiers: readonly TierCost[]; readonly fits: Tier | null } {
  const runningMicros = Math.round(executions * executionMicros);
  const tiers = (Object.keys(TIERS) as Tier[]).map((tier): TierCost => {
    const { monthlyExecutions, monthlyCost } = TIERS[tier];
    const priceMicros = TIER_PRICES[tier];
    return {
      tier,
      priceMicros,
      includedExecutions: monthlyExecutions,
      includedMicros: monthlyCost,
      runningMicros,
      perExecutionMicros: executions > 0 ? Math.round(priceMicros / executions) : null,
      exceeds: executions > monthlyExecutions ? 'executions' : runningMicros > monthlyCost ? 'cost' : null,
    };
  });
  const fitting = tiers.filter(({ exceeds }) => exceeds === null).sort((a, b) => a.priceMicros - b.priceMicros);
  return { tiers, fits: fitting[0]?.tier ?? null };
}
