import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { FlaskConical, Hourglass, SearchX } from 'lucide-react';
import { BackLink, ButtonLink } from '../../../components/ui/links.tsx';
import { Page, Section } from '../../../components/ui/page.tsx';
import { BrokenDocument, EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { executionStatus } from '../../../lib/status.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { isFinished, waitWords } from '../../../lib/words.ts';
import { useExecution } from '../api/use-executions.ts';
import { CancelButton } from './cancel-button.tsx';
import { ExecutionContextView } from './execution-context.tsx';
import { ExecutionFacts } from './execution-facts.tsx';
import { ExecutionWhy } from './execution-why.tsx';
import { StepTimeline } from './step-timeline.tsx';
import { StoredErrorNote } from './stored-error-note.tsx';

const back = <BackLink to="/executions">Executions</BackLink>;

/** One execution, live: what started it, each step as it happens, and what came out. */
export function ExecutionDetail({ executionId }: { readonly executionId: string }) {
  const live = useExecution(executionId);
  if (live.status === 'loading') {
    return (
      <Page title="Execution" back={back} subtitle={<Skeleton height={14} width={240} />}>
        <ListSkeleton />
      </Page>
    );
  }
  if (live.status === 'error') {
    return (
      <Page title="Execution" back={back}>
        <ErrorState message={live.message} retry={live.retry} />
      </Page>
    );
  }
  if (live.value === null) {
    return (
      <Page title="Execution" back={back}>
        <EmptyState
          icon={SearchX}
          title="This execution is not there"
          action={<ButtonLink to="/executions">See all executions</ButtonLink>}
        >
          It is not kept any more, or it belongs to another business.
        </EmptyState>
      </Page>
    );
  }
  if (live.value.data === null) {
    return (
      <Page title="Execution" back={back}>
        <BrokenDocument path={live.value.path} problem={live.value.problem} />
      </Page>
    );
  }
  return <Loaded executionId={executionId} execution={live.value.data} />;
}

function Loaded({ executionId, execution }: { readonly executionId: string; readonly execution: Execution }) {
  const { playbookName, playbookId, status, error } = execution;
  const now = useNow(isFinished(execution) ? 30_000 : 1_000);
  return (
    <Page
      title={playbookName}
      mark={<StatusPill look={executionStatus[status]} />}
      back={back}
      actions={
        <Group gap="xs">
          <CancelButton executionId={executionId} execution={execution} />
          <ButtonLink to="/playbooks/$playbookId" params={{ playbookId }} variant="default">
            Open playbook
          </ButtonLink>
        </Group>
      }
    >
      <Stack>
        <Banners execution={execution} now={now} />
        {error !== null && <StoredErrorNote error={error} tone={status === 'skipped' ? 'neutral' : 'bad'} />}
        <ExecutionFacts execution={execution} now={now} />
      </Stack>
      {status !== 'skipped' && (
        <Section title="Steps">
          <StepTimeline executionId={executionId} execution={execution} now={now} />
        </Section>
      )}
      <Section title="Why?">
        <ExecutionWhy executionId={executionId} execution={execution} />
      </Section>
      <Section title="What it knew when it started">
        <ExecutionContextView contextJson={execution.contextJson} />
      </Section>
    </Page>
  );
}

function Banners({ execution, now }: { readonly execution: Execution; readonly now: Date }) {
  const { tenant } = useSession();
  const { mode, status, wait } = execution;
  return (
    <>
      {mode === 'dry_run' && (
        <Note tone="info" icon={FlaskConical}>
          <Text size="sm">
            <b>Dry run.</b> It reads for real; nothing is sent, written or changed. Each step says what it would have
            done.
          </Text>
        </Note>
      )}
      {status === 'waiting' && wait !== null && (
        <Note tone="warn" icon={Hourglass} role="status">
          <Text size="sm">
            {waitWords[wait.kind]}: {dateTime(wait.wakeAt, tenant.timezone, now)} ({relative(wait.wakeAt, now)}).
          </Text>
        </Note>
      )}
    </>
  );
}
