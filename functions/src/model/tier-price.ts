import type { Tier } from './tier.ts';

/**
 * What whoever runs the deployment asks of a tenant for a month of each tier, in millionths of a US dollar. These are
 * examples: set them to your own. What the tier includes stands in `TIERS`.
 */
export const TIER_PRICES: Readonly<Record<Tier, number>> = {
  free: 0,
  starter: 29_000_000,
  pro: 99_000_000,
  enterprise: 499_000_000,
};
