import { type AgentId, agentIds } from '@model/agent.ts';
import { agentNames } from '../../../lib/words.ts';

/** An `@` that is being typed: from where on, and whom it may mean so far. */
export interface Mention {
  readonly from: number;
  readonly agents: readonly AgentId[];
}

/** At the end of what stands before the caret; an address such as `sam@shop` mentions nobody. */
const TYPED = /(?:^|\s)@([a-z]*(?: [a-z]*)?)$/i;

/** What is typed right before the caret, if it may still become the name of an agent. */
export function mentionAt(text: string, caret: number): Mention | null {
  const [, typed] = TYPED.exec(text.slice(0, caret)) ?? [];
  if (typed === undefined) return null;
  const names = (id: AgentId) => [agentNames[id], ...agentNames[id].split(' ')];
  const agents = agentIds.filter((id) => names(id).some((name) => name.toLowerCase().startsWith(typed.toLowerCase())));
  return agents.length === 0 ? null : { from: caret - typed.length - 1, agents };
}

/** The text with the whole name, and where the caret stands then. */
export function withMention(
  text: string,
  caret: number,
  { from }: Mention,
  agent: AgentId,
): { readonly text: string; readonly caret: number } {
  const before = `${text.slice(0, from)}@${agentNames[agent]} `;
  return { text: before + text.slice(caret).trimStart(), caret: before.length };
}
