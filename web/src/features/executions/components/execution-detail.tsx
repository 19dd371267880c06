import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { CircleAlert, FlaskConical, Globe, Hourglass, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { BackLink, ButtonLink, StoredLink } from '../../../components/ui/links.tsx';
import { Page, Section } from '../../../components/ui/page.tsx';
import { BrokenDocument, EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { executionStatus } from '../../../lib/status.ts';
import { useNow } from '../../../lib/time.ts';
import { humanize, isFinished } from '../../../lib/words.ts';
import { useExecution } from '../api/use-executions.ts';
import { AgainButtons } from './again-buttons.tsx';
import { CancelButton } from './cancel-button.tsx';
import { ExecutionContextView } from './execution-context.tsx';
import { ExecutionFacts } from './execution-facts.tsx';
import { ExecutionWhy } from './execution-why.tsx';
import { StepTimeline } from './step-timeline.tsx';
import { StoredErrorNote } from './stored-error-note.tsx';
import { waitLink, waitSentence } from './wait-words.ts';

const back = <BackLink to="/executions">Executions</BackLink>;

interface DetailProps {
  readonly executionId: string;
  /** The question to people with that id, as long as it is open. */
  readonly renderApproval: (approvalId: string) => ReactNode;
  readonly onReplayed: (executionId: string) => void;
}

/** One execution, live: what started it, each step as it happens, and what came out. */
export function ExecutionDetail({ executionId, renderApproval, onReplayed }: DetailProps) {
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
  const { data } = live.value;
  return <Loaded executionId={executionId} execution={data} renderApproval={renderApproval} onReplayed={onReplayed} />;
}

function Loaded({
  executionId,
  execution,
  renderApproval,
  onReplayed,
}: DetailProps & { readonly execution: Execution }) {
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
          <AgainButtons executionId={executionId} execution={execution} onReplayed={onReplayed} />
          <ButtonLink to="/playbooks/$playbookId" params={{ playbookId }} variant="default">
            Open playbook
          </ButtonLink>
        </Group>
      }
    >
      <Stack>
        <Banners execution={execution} now={now} />
        {approvalsOf(execution).map(renderApproval)}
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

/** The questions that its steps wait for. */
function approvalsOf({ stepResults }: Execution): string[] {
  return stepResults.flatMap(({ wait }) => (wait?.kind === 'approval' ? [wait.approvalId] : []));
}

function Banners({ execution, now }: { readonly execution: Execution; readonly now: Date }) {
  const { tenant } = useSession();
  const { mode, status, wait, failing, replayOf, parent, taint, isShare } = execution;
  const isRehearsed = isShare && !parent?.items;
  // What is asked stands right below.
  const link = wait === null || wait.kind === 'approval' ? null : waitLink(wait);
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
            {waitSentence(wait, tenant.timezone, now)}.{' '}
            {link !== null && <StoredLink href={link.href}>{link.label}</StoredLink>}
          </Text>
        </Note>
      )}
      {taint.length > 0 && (
        <Note tone="neutral" icon={Globe}>
          <Text size="sm">
            <b>It contains text that strangers wrote</b> ({taint.map(taintWords).join(', ')}). Where such text would
            choose whom it reaches, a person is asked first.
          </Text>
        </Note>
      )}
      {failing !== null && !isFinished(execution) && (
        <Note tone="bad" icon={CircleAlert} role="status">
          <Text size="sm">It has failed ({failing.message}); what the playbook does in that case is under way.</Text>
        </Note>
      )}
      {isRehearsed && (
        <Text size="sm" c="dimmed">
          A simulation rehearsed it; it stands in no list.
        </Text>
      )}
      {replayOf !== null && !isRehearsed && <Kin to={replayOf}>It repeats an earlier execution.</Kin>}
      {parent !== null && (
        <Kin to={parent.executionId}>
          {parent.items === null
            ? 'Another execution started it.'
            : `It does the items ${itemsOf(parent.items)} of a loop.`}
        </Kin>
      )}
    </>
  );
}

/** Where such text came in. */
function taintWords(source: string): string {
  if (source === 'event') return 'from the event that started it';
  return source === 'inputs' ? 'from its inputs' : `from the step “${humanize(source)}”`;
}

/** `1 to 100`, as people count. */
function itemsOf({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${from + 1} to ${to}`;
}

/** An execution that this one has to do with. */
function Kin({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children} <StoredLink href={`/executions/${to}`}>Open it</StoredLink>
    </Text>
  );
}
