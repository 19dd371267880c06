import { Menu, Text, UnstyledButton } from '@mantine/core';
import { type AgentId, agentIds } from '@model/agent.ts';
import { AtSign, Check } from 'lucide-react';
import { AgentDisc } from '../../../components/ui/agent.tsx';
import { agentNames, agentRoles } from '../../../lib/words.ts';
import classes from './chat.module.css';

interface AgentMenuProps {
  readonly agent: AgentId | null;
  readonly isDisabled: boolean;
  onAgent(agent: AgentId | null): void;
}

/** Who is asked: the one whose work it is, unless somebody is chosen. */
export function AgentMenu({ agent, isDisabled, onAgent }: AgentMenuProps) {
  const asked = agent === null ? 'whoever knows best' : agentNames[agent];
  return (
    <Menu withInitialFocusPlaceholder={false} position="top-start" width={280} shadow="md" radius="lg">
      <Menu.Target>
        <UnstyledButton className={classes.agent} disabled={isDisabled} aria-label={`Ask: ${asked}`}>
          {agent === null ? <AtSign size={18} aria-hidden /> : <AgentDisc agent={agent} size={28} />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Ask</Menu.Label>
        <Menu.Item
          leftSection={<AtSign size={18} aria-hidden style={{ marginInline: 4 }} />}
          rightSection={agent === null ? <Check size={14} aria-label="chosen" /> : undefined}
          onClick={() => onAgent(null)}
        >
          Whoever knows best
        </Menu.Item>
        {agentIds.map((id) => (
          <Menu.Item
            key={id}
            leftSection={<AgentDisc agent={id} />}
            rightSection={agent === id ? <Check size={14} aria-label="chosen" /> : undefined}
            onClick={() => onAgent(id)}
          >
            {agentNames[id]}
            <Text size="xs" c="dimmed">
              {agentRoles[id]}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
