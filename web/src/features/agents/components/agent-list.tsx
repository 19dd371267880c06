import { Button, Group, Skeleton, Text } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { useCallback, useState } from 'react';
import { LiveView } from '../../../components/ui/states.tsx';
import { useStepTypes } from '../../../lib/step-types.ts';
import { ago, useNow } from '../../../lib/time.ts';
import { useTenant } from '../../../lib/use-tenant.ts';
import { useAgents, useHeartbeat } from '../api/get-agents.ts';
import { AgentCard } from './agent-card.tsx';
import classes from './agents.module.css';

/** The agents, each with what it may do, what it finds, and what people have made of its work. */
export function AgentList() {
  const [looks, setLooks] = useState(0);
  const lookAgain = useCallback(() => setLooks((before) => before + 1), []);
  const agents = useAgents();
  const heartbeat = useHeartbeat(looks);
  const types = useStepTypes();
  const tenant = useTenant();
  const now = useNow();
  return (
    <LiveView live={agents} loading={<Skeletons />}>
      {(all) => (
        <>
          <Group gap="xs" mb="md">
            <Text size="sm" c="dimmed" role="status">
              {heartbeat.status === 'ready' ? `They looked ${ago(heartbeat.value.at, now)}.` : 'They look around…'}
            </Text>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<RotateCw size={13} aria-hidden />}
              onClick={lookAgain}
            >
              Look again
            </Button>
          </Group>
          <div className={classes.cards}>
            {all.map((agent) => (
              <AgentCard
                key={agent.agent}
                agent={agent}
                heartbeat={heartbeat}
                types={types}
                tenant={tenant}
                onSettled={lookAgain}
              />
            ))}
          </div>
        </>
      )}
    </LiveView>
  );
}

function Skeletons() {
  return (
    <div className={classes.cards} aria-hidden>
      {['craig', 'ezal', 'pops', 'money_mike'].map((agent) => (
        <Skeleton key={agent} height={320} radius="lg" />
      ))}
    </div>
  );
}
