import { UnstyledButton } from '@mantine/core';
import type { AgentId } from '@model/agent.ts';
import { AtSign } from 'lucide-react';
import { lazy } from 'react';
import { AgentDisc } from '../../../components/ui/agent.tsx';
import { MenuInTime } from '../../../components/ui/menu-in-time.tsx';
import { agentNames } from '../../../lib/words.ts';
import classes from './chat.module.css';

const load = () => import('./agent-dropdown.tsx');
const AgentDropdown = lazy(load);

interface AgentMenuProps {
  readonly agent: AgentId | null;
  readonly isDisabled: boolean;
  onAgent(agent: AgentId | null): void;
}

/** Who is asked: the one whose work it is, unless somebody is chosen. */
export function AgentMenu({ agent, isDisabled, onAgent }: AgentMenuProps) {
  const asked = agent === null ? 'whoever knows best' : agentNames[agent];
  const button = (
    <UnstyledButton className={classes.agent} disabled={isDisabled} aria-label={`Ask: ${asked}`}>
      {agent === null ? <AtSign size={18} aria-hidden /> : <AgentDisc agent={agent} size={28} />}
    </UnstyledButton>
  );
  return (
    <MenuInTime button={button} load={load}>
      {(target) => (
        <AgentDropdown agent={agent} onAgent={onAgent}>
          {target}
        </AgentDropdown>
      )}
    </MenuInTime>
  );
}
