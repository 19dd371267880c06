import { Menu, Text } from '@mantine/core';
import { type AgentId, agentIds } from '@model/agent.ts';
import { AtSign, Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { AgentDisc } from '../../../components/ui/agent.tsx';
import { useOpening } from '../../../components/ui/menu-in-time.tsx';
import { agentNames, agentRoles } from '../../../lib/words.ts';

interface AgentDropdownProps {
  readonly agent: AgentId | null;
  /** The button that it hangs on. */
  readonly children: ReactElement;
  onAgent(agent: AgentId | null): void;
}

export default function AgentDropdown({ agent, children, onAgent }: AgentDropdownProps) {
  const opening = useOpening();
  return (
    <Menu {...opening} withInitialFocusPlaceholder={false} position="top-start" width={280} shadow="md" radius="lg">
      <Menu.Target>{children}</Menu.Target>
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
