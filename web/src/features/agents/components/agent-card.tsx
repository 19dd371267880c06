import { Card, Skeleton, Text, Title } from '@mantine/core';
import type { Tenant } from '@model/tenant.ts';
import { CircleCheck } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { AgentDisc } from '../../../components/ui/agent.tsx';
import { TextLink } from '../../../components/ui/links.tsx';
import { ErrorState } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import type { StepTypes } from '../../../lib/step-types.ts';
import type { Live } from '../../../lib/use-live.ts';
import { agentNames, agentRoles, sentence } from '../../../lib/words.ts';
import type { Agent, Heartbeat } from '../api/get-agents.ts';
import { AgentTools } from './agent-tools.tsx';
import classes from './agents.module.css';
import { Findings } from './findings.tsx';
import { trustLook, trustWords } from './trust-words.ts';

interface CardProps {
  readonly agent: Agent;
  readonly heartbeat: Live<Heartbeat>;
  readonly types: Live<StepTypes>;
  /** Null while it is not known. */
  readonly tenant: Tenant | null;
  /** When something of what it has found is decided. */
  onSettled(): void;
}

/** One agent. */
export function AgentCard({
  agent: { agent, role, trust, tasks, playbooks },
  heartbeat,
  types,
  tenant,
  onSettled,
}: CardProps) {
  const id = useId();
  return (
    <Card component="article" aria-labelledby={id} className={classes.card}>
      <header className={classes.head}>
        <AgentDisc agent={agent} size={44} />
        <div>
          <Title order={2} id={id}>
            {agentNames[agent]}
          </Title>
          <Text size="sm" c="dimmed">
            {agentRoles[agent]}
          </Text>
        </div>
      </header>
      <Text>{sentence(role.slice(role.indexOf(':') + 1).trim())}.</Text>
      <Part title="What it has found">
        <Looked agent={agent} heartbeat={heartbeat} onSettled={onSettled} />
      </Part>
      <Part title="Earned trust" mark={<StatusPill look={trustLook(trust)} />}>
        <Text size="sm">{trustWords(trust)}</Text>
      </Part>
      <Part title="At work">
        <Text size="sm" component="div">
          <Work agent={agent} tasks={tasks} playbooks={playbooks} />
        </Text>
      </Part>
      {types.status === 'loading' && <Skeleton height={28} mt="md" />}
      {types.status === 'error' && <ErrorState message={types.message} retry={types.retry} />}
      {types.status === 'ready' && <AgentTools agent={agent} types={types.value} tenant={tenant} />}
    </Card>
  );
}

interface PartProps {
  readonly title: string;
  readonly mark?: ReactNode;
  readonly children: ReactNode;
}

function Part({ title, mark, children }: PartProps) {
  return (
    <section className={classes.part}>
      <div className={classes.partHead}>
        <Title order={3}>{title}</Title>
        {mark}
      </div>
      {children}
    </section>
  );
}

function Looked({ agent, heartbeat, onSettled }: Pick<Agent, 'agent'> & Pick<CardProps, 'heartbeat' | 'onSettled'>) {
  switch (heartbeat.status) {
    case 'loading':
      return <Skeleton height={18} width="60%" />;
    case 'error':
      return <ErrorState message={heartbeat.message} retry={heartbeat.retry} />;
    case 'ready': {
      const checks = heartbeat.value.items.find((one) => one.agent === agent)?.checks ?? [];
      const alerts = checks.filter(({ status }) => status === 'alert');
      if (alerts.length > 0) return <Findings alerts={alerts} onSettled={onSettled} />;
      return <StatusPill look={{ word: 'All is well', tone: 'good', icon: CircleCheck }} />;
    }
  }
}

function Work({ agent, tasks, playbooks }: Pick<Agent, 'agent' | 'tasks' | 'playbooks'>) {
  return (
    <>
      {playbooks.count === 0 ? (
        <p className={classes.line}>None of your active playbooks is {agentNames[agent]}’s.</p>
      ) : (
        <>
          <TextLink to="/playbooks" search={{ agent }}>
            {playbooks.count === 1 ? 'One active playbook' : `${playbooks.count} active playbooks`}
          </TextLink>
          <ul className={classes.things}>
            {playbooks.first.map(({ playbookId, name }) => (
              <li key={playbookId}>
                <TextLink to="/playbooks/$playbookId" params={{ playbookId }}>
                  {name}
                </TextLink>
              </li>
            ))}
          </ul>
        </>
      )}
      {tasks.count === 0 ? (
        <p className={classes.line}>No open task.</p>
      ) : (
        <>
          <TextLink to="/tasks">{tasks.count === 1 ? 'One open task' : `${tasks.count} open tasks`}</TextLink>
          <ul className={classes.things}>
            {tasks.first.map(({ taskId, title }) => (
              <li key={taskId}>
                <TextLink to="/tasks/$taskId" params={{ taskId }}>
                  {title}
                </TextLink>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
