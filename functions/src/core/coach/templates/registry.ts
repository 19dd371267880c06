import { cashFlowAdvice } from './cash-flow.ts';
import { growthAdvice } from './growth.ts';
import { inventoryAdvice } from './inventory.ts';
import { operationsAdvice } from './operations.ts';
import { profitabilityAdvice } from './profitability.ts';
import { revenueAdvice } from './revenue.ts';
import type { CoachTemplate } from './template.ts';

/** Every template of a recommendation; of two that are as urgent as each other the first is told first. */
export const coachTemplates: readonly CoachTemplate[] = [
  ...cashFlowAdvice,
  ...profitabilityAdvice,
  ...inventoryAdvice,
  ...revenueAdvice,
  ...operationsAdvice,
  ...growthAdvice,
];

export function coachTemplateOf(kind: string): CoachTemplate | undefined {
  return coachTemplates.find(({ id }) => id === kind);
}
