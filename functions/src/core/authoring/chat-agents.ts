import { type AgentId, agentIds } from '../../model/agent.ts';
import type { Understanding } from './understanding.ts';

/**
 * What an agent leaves to others: he is not given the tool and hands over instead. Money is Money Mike's and what waits
 * for a decision is the work of operations, so those who only watch or write decide nothing.
 */
const LEFT_TO_OTHERS: Readonly<Record<AgentId, readonly string[]>> = {
  craig: ['decide_approval'],
  ezal: ['decide_approval'],
  pops: [],
  money_mike: [],
};
/** Who takes what nobody else is known for, and what others leave. */
export const ALL_ROUND: AgentId = 'pops';

export function hasTool(agent: AgentId, tool: string): boolean {
  return !LEFT_TO_OTHERS[agent].includes(tool);
}

const MENTION = /@(craig|ezal|pops|money[ _-]?mike|mike)\b[,:]?\s*/i;

/** `@Craig write …`: who is spoken to, and the rest of what was said. */
export function readMention(message: string): { readonly agent: AgentId | null; readonly rest: string } {
  const found = MENTION.exec(message);
  if (found === null) return { agent: null, rest: message };
  const name = (found[1] ?? '').toLowerCase().replace(/[ -]/, '_');
  const agent = agentIds.find((id) => id === name || id.endsWith(`_${name}`)) ?? null;
  const rest = message.replace(MENTION, '').trim();
  return { agent, rest: rest === '' ? message : rest };
}

/** Whose work it is; null where any of them may answer. */
export function agentFor(understanding: Understanding): AgentId | null {
  return understanding.kind === 'create' ? understanding.contract.agent : null;
}
