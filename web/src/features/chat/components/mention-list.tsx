import { Text } from '@mantine/core';
import type { AgentId } from '@model/agent.ts';
import { AgentDisc } from '../../../components/ui/agent.tsx';
import { agentNames, agentRoles } from '../../../lib/words.ts';
import classes from './chat.module.css';

interface MentionListProps {
  readonly id: string;
  readonly agents: readonly AgentId[];
  /** The place of the one that Enter takes. */
  readonly active: number;
  onPick(agent: AgentId): void;
}

/** Whom an `@` may mean. The keyboard stays in the field. */
export function MentionList({ id, agents, active, onPick }: MentionListProps) {
  return (
    <div id={id} className={classes.mentions} role="listbox" aria-label="Agents">
      {agents.map((agent, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
        // biome-ignore lint/a11y/useFocusableInteractive: so is the focus
        <div
          key={agent}
          id={`${id}-${place}`}
          className={classes.mention}
          role="option"
          aria-selected={place === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(agent)}
        >
          <AgentDisc agent={agent} />
          {agentNames[agent]}
          <Text span size="xs" c="dimmed">
            {agentRoles[agent]}
          </Text>
        </div>
      ))}
    </div>
  );
}
