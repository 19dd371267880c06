import { type AgentId, type Persona, personas } from '../../model/agent.ts';
import type { Goal } from './intent.ts';

export interface Agent extends Persona {
  readonly goals: readonly Goal[];
}

/** The personas that people talk to, and whose work is whose. */
export const agents: Readonly<Record<AgentId, Agent>> = {
  craig: { ...personas.craig, goals: [] },
  ezal: { ...personas.ezal, goals: ['competitor_report'] },
  pops: { ...personas.pops, goals: ['low_stock_alert'] },
  money_mike: { ...personas.money_mike, goals: ['price_alert'] },
};

/** The agent whose work a goal is. */
export function agentFor(goal: Goal): Agent {
  return Object.values(agents).find(({ goals }) => goals.includes(goal)) ?? agents.pops;
}
