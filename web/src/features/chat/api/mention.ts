import { type AgentId, agentIds } from '@model/agent.ts';
import type { Mention } from '../../../lib/use-mention.ts';
import { agentNames } from '../../../lib/words.ts';

/** At the end of what stands before the caret; an address such as `sam@shop` mentions nobody. */
const TYPED = /(?:^|\s)@([a-z]*(?: [a-z]*)?)$/i;

/** What is typed right before the caret, if it may still become the name of an agent. */
export function mentionAt(text: string, caret: number): Mention<AgentId> | null {
  const [, typed] = TYPED.exec(text.slice(0, caret)) ?? [];
  if (typed === undefined) return null;
  const names = (id: AgentId) => [agentNames[id], ...agentNames[id].split(' ')];
  const options = agentIds.filter((id) => names(id).some((name) => name.toLowerCase().startsWith(typed.toLowerCase())));
  return options.length === 0 ? null : { from: caret - typed.length - 1, options };
}
