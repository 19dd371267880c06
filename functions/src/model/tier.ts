import type { TenantLimits } from './limit.ts';
import type { Tenant } from './tenant.ts';

export type Tier = Tenant['tier'];

export interface TierTerms {
  readonly monthlyExecutions: number;
  /** In millionths of a US dollar. */
  readonly monthlyCost: number;
  readonly executionCost: number;
  /** How long executions, their outputs, effects and approvals are kept. */
  readonly keptDays: number;
}

/** What each tier has a month, and how long its history is kept. A deployment for oneself may set `limits` higher. */
export const TIERS: Readonly<Record<Tier, TierTerms>> = {
  free: { monthlyExecutions: 5_000, monthlyCost: 5_000_000, executionCost: 500_000, keptDays: 30 },
  starter: { monthlyExecutions: 50_000, monthlyCost: 50_000_000, executionCost: 2_000_000, keptDays: 90 },
  pro: { monthlyExecutions: 500_000, monthlyCost: 500_000_000, executionCost: 10_000_000, keptDays: 365 },
  enterprise: { monthlyExecutions: 10_000_000, monthlyCost: 10_000_000_000, executionCost: 50_000_000, keptDays: 730 },
};

/** What holds for a tenant: its own numbers, else those of its tier. */
export function termsOf({ tier, limits }: { readonly tier: Tier; readonly limits: TenantLimits }): TierTerms {
  const { monthlyExecutions, monthlyCost, executionCost, keptDays } = TIERS[tier];
  return {
    monthlyExecutions: limits.monthlyExecutions ?? monthlyExecutions,
    monthlyCost: limits.monthlyCost ?? monthlyCost,
    executionCost: limits.executionCost ?? executionCost,
    keptDays,
  };
}
