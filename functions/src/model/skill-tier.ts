import type { Tier } from './tier.ts';

/** Skills of ours that come with a higher tier than the lowest; who runs the deployment may write others here. */
const LEAST_TIERS: ReadonlyMap<string, Tier> = new Map([
  ['ad-copy-variants', 'starter'],
  ['price-comparison', 'starter'],
]);

/** The lowest tier that has a skill. */
export function leastTierOf(skillId: string): Tier {
  return LEAST_TIERS.get(skillId) ?? 'free';
}
