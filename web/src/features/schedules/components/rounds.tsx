import { Card, Skeleton, Text, Title } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { ButtonLink, TextLink } from '../../../components/ui/links.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { recurrenceWords } from '../../../lib/recurrence.ts';
import { useSession } from '../../../lib/session.ts';
import { executionStatus, playbookStatus } from '../../../lib/status.ts';
import { ago, duration, useNow } from '../../../lib/time.ts';
import { doerOf, type Planned, ROUNDS } from '../api/planned.ts';
import { useLatest } from '../api/use-schedules.ts';
import classes from './schedules.module.css';

/** What a club does by the clock: each round with how it went last, or the way to set it up. */
export function Rounds({ planned }: { readonly planned: readonly Planned[] }) {
  return (
    <div className={classes.rounds}>
      {ROUNDS.map((round) => {
        const doer = doerOf(planned, round);
        return doer === null ? (
          <Unset key={round.template} round={round} />
        ) : (
          <Round key={round.template} name={round.name} doer={doer} />
        );
      })}
    </div>
  );
}

function Unset({ round: { template, name, usual } }: { readonly round: (typeof ROUNDS)[number] }) {
  const { mayEdit } = useSession();
  return (
    <Card padding="md">
      <Title order={3}>{name}</Title>
      <Text size="sm" c="dimmed">
        Usually {usual.charAt(0).toLowerCase() + usual.slice(1)}
      </Text>
      <Text size="sm" mt="sm">
        Not set up.
      </Text>
      {mayEdit && (
        <ButtonLink
          to="/templates/$templateId"
          params={{ templateId: template }}
          variant="default"
          size="compact-sm"
          mt="xs"
          style={{ alignSelf: 'flex-start' }}
          aria-label={`Set up: ${name}`}
        >
          Set up
        </ButtonLink>
      )}
    </Card>
  );
}

function Round({ name, doer }: { readonly name: string; readonly doer: Planned }) {
  const { playbookId, playbook, schedule } = doer;
  const latest = useLatest(playbookId);
  return (
    <Card padding="md">
      <Title order={3}>
        <TextLink to="/playbooks/$playbookId" params={{ playbookId }}>
          {name}
        </TextLink>
      </Title>
      <Text size="sm" c="dimmed">
        {recurrenceWords(schedule)}
      </Text>
      <div className={classes.outcome}>
        {playbook.status === 'paused' && <StatusPill look={playbookStatus.paused} />}
        {latest === undefined && <Skeleton height={20} width={120} />}
        {latest === null && <Text size="sm">Has not run yet.</Text>}
        {latest?.data != null && <Outcome executionId={latest.id} execution={latest.data} />}
      </div>
    </Card>
  );
}

interface OutcomeProps {
  readonly executionId: string;
  readonly execution: Execution;
}

/** What the last one did: how it ended, when, how long it took, its steps, and what went wrong. */
function Outcome({
  executionId,
  execution: { status, createdAt, startedAt, completedAt, stepResults, error },
}: OutcomeProps) {
  const now = useNow();
  const done = stepResults.filter((one) => one.status === 'completed').length;
  const facts = [
    `${done} of ${stepResults.length} ${stepResults.length === 1 ? 'step' : 'steps'} done`,
    ...(startedAt && completedAt ? [duration(completedAt.getTime() - startedAt.getTime())] : []),
  ];
  return (
    <>
      <StatusPill look={executionStatus[status]} />
      <Text size="sm" span>
        <TextLink to="/executions/$executionId" params={{ executionId }}>
          {ago(createdAt, now)}
        </TextLink>
        {' · '}
        {facts.join(' · ')}
      </Text>
      {error !== null && (
        <Text size="sm" c="var(--bad-ink)" className={classes.error}>
          {error.message}
        </Text>
      )}
    </>
  );
}
