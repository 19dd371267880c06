import type { AgentId } from '@model/agent.ts';
import { agentNames } from '../../lib/words.ts';
import classes from './agent.module.css';

/** An agent as a small coloured disc with initials; its name stands beside it. */
export function AgentDisc({ agent, size = 26 }: { readonly agent: AgentId; readonly size?: number }) {
  const initials = agentNames[agent]
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');
  return (
    <span className={classes.disc} data-agent={agent} style={{ width: size, height: size }} aria-hidden>
      {initials}
    </span>
  );
}
