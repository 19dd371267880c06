import { actionAgents, type CompetitiveAction } from '../../model/competitive-action.ts';
import type { Priority } from '../../model/task.ts';
import { campaignFinding } from './plan-campaign.ts';
import { counted, type Facts, type Finding } from './plan-finding.ts';
import { missingFinding } from './plan-missing.ts';
import { priceFindings } from './plan-prices.ts';

/** Prices to follow, a campaign to answer with, and what others sell and we do not. Pure; the most urgent first. */
export function findingsIn(facts: Facts): Finding[] {
  return [...priceFindings(facts), ...campaignFinding(facts), ...missingFinding(facts)];
}

/** How urgent its task is. */
export const urgency: Readonly<Record<CompetitiveAction['priority'], Priority>> = {
  low: 'low',
  medium: 'normal',
  high: 'high',
  critical: 'urgent',
};

/** How many of each, for people: `2 prices, 1 campaign`. */
export function countWords(findings: readonly Pick<Finding, 'type'>[]): string {
  const count = (agent: string) => findings.filter(({ type }) => actionAgents[type] === agent).length;
  const words: readonly (readonly [number, string, string])[] = [
    [count('money_mike'), 'price', 'prices'],
    [count('craig'), 'campaign', 'campaigns'],
    [count('pops'), 'note on what you lack', 'notes on what you lack'],
  ];
  return words.flatMap(([of, one, many]) => (of === 0 ? [] : [counted(of, one, many)])).join(', ');
}
