import type { Analytics } from './get-analytics.ts';

export const tierNames: Readonly<Record<Analytics['tiers'][number]['tier'], string>> = {
  free: 'Free',
  starter: 'Starter',
  pro: 'Pro',
  enterprise: 'Enterprise',
};
