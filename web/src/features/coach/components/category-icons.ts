import type { RecommendationCategory } from '@model/recommendation.ts';
import { Banknote, type LucideIcon, Package, Percent, Sprout, TrendingUp, Wrench } from 'lucide-react';

export const categoryIcons: Readonly<Record<RecommendationCategory, LucideIcon>> = {
  cash_flow: Banknote,
  inventory: Package,
  revenue: TrendingUp,
  profitability: Percent,
  operations: Wrench,
  growth: Sprout,
};
