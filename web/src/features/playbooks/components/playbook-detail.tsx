import { Card, Skeleton, Text } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { BackLink, ButtonLink } from '../../../components/ui/links.tsx';
import { Page, Section } from '../../../components/ui/page.tsx';
import { BrokenDocument, EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { playbookStatus } from '../../../lib/status.ts';
import { agentNames, agentRoles, humanize } from '../../../lib/words.ts';
import { usePlaybook } from '../api/use-playbooks.ts';
import { useWholePlaybook } from '../api/use-whole-playbook.ts';
import { PlaybookActions } from './playbook-actions.tsx';
import { PlaybookContract } from './playbook-contract.tsx';
import { PlaybookForesight } from './playbook-foresight.tsx';
import { PlaybookNotes } from './playbook-notes.tsx';
import { PlaybookSimulation } from './playbook-simulation.tsx';
import { PlaybookSteps } from './playbook-steps.tsx';
import { PlaybookWhy } from './playbook-why.tsx';

interface DetailProps {
  readonly playbookId: string;
  /** Its recent executions, which another feature shows. */
  readonly executions: ReactNode;
  onStarted(executionId: string): void;
  onDeleted(): void;
}

const back = <BackLink to="/playbooks">Playbooks</BackLink>;

export function PlaybookDetail({ playbookId, executions, onStarted, onDeleted }: DetailProps) {
  const live = usePlaybook(playbookId);
  if (live.status === 'loading') {
    return (
      <Page title="Playbook" back={back} subtitle={<Skeleton height={14} width={260} />}>
        <ListSkeleton />
      </Page>
    );
  }
  if (live.status === 'error') {
    return (
      <Page title="Playbook" back={back}>
        <ErrorState message={live.message} retry={live.retry} />
      </Page>
    );
  }
  if (live.value === null) {
    return (
      <Page title="Playbook" back={back}>
        <EmptyState
          icon={SearchX}
          title="This playbook is not there"
          action={<ButtonLink to="/playbooks">See all playbooks</ButtonLink>}
        >
          It was deleted, or it belongs to another business.
        </EmptyState>
      </Page>
    );
  }
  if (live.value.data === null) {
    return (
      <Page title="Playbook" back={back}>
        <BrokenDocument path={live.value.path} problem={live.value.problem} />
      </Page>
    );
  }
  return (
    <Known
      playbookId={playbookId}
      playbook={live.value.data}
      executions={executions}
      onStarted={onStarted}
      onDeleted={onDeleted}
    />
  );
}

function Known({ playbookId, playbook, executions, onStarted, onDeleted }: DetailProps & { playbook: Playbook }) {
  const { mayEdit } = useSession();
  const live = useWholePlaybook(playbookId, String(playbook.updatedAt?.getTime()));
  const whole = live.status === 'ready' ? live.value : null;
  return (
    <Page
      title={playbook.name}
      mark={<StatusPill look={playbookStatus[playbook.status]} />}
      subtitle={<Subtitle playbook={playbook} />}
      back={back}
      actions={
        <PlaybookActions playbookId={playbookId} playbook={playbook} onStarted={onStarted} onDeleted={onDeleted} />
      }
    >
      <PlaybookNotes playbookId={playbookId} playbook={playbook} missing={whole?.missingConnections ?? []} />
      {whole !== null && whole.contract !== null && (
        <Section title="What was asked for">
          <PlaybookContract contract={whole.contract} examples={whole.examples} />
        </Section>
      )}
      <PlaybookForesight playbookId={playbookId} playbook={playbook} />
      <Section title="What it does">
        <Card>
          <PlaybookSteps playbook={playbook} />
        </Card>
      </Section>
      {mayEdit && playbook.status !== 'archived' && (
        <Section title="What would it have done?">
          <PlaybookSimulation playbookId={playbookId} playbook={playbook} />
        </Section>
      )}
      <Section title="Recent executions">{executions}</Section>
      <Section title="Why did it not run?">
        <PlaybookWhy playbookId={playbookId} />
      </Section>
    </Page>
  );
}

function Subtitle({
  playbook: { description, sentence, contractJson, agent, category },
}: {
  readonly playbook: Playbook;
}) {
  const about = [
    agent === null ? null : `${agentNames[agent]}, ${agentRoles[agent].toLowerCase()}`,
    category === 'general' ? null : humanize(category),
  ].filter((part) => part !== null);
  return (
    <>
      {description !== '' && description !== sentence && <div>{description}</div>}
      {sentence !== null && contractJson === null && <div>You said: “{sentence}”</div>}
      {about.length > 0 && (
        <Text size="sm" mt={4}>
          {about.join(' · ')}
        </Text>
      )}
    </>
  );
}
