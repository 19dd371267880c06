import { Button, Group, Stack } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { isStored } from '@model/ids.ts';
import type { JsonObject } from '@model/json.ts';
import { type ReactNode, useState } from 'react';
import { DocumentPage } from '../../../components/ui/document-page.tsx';
import { BackLink, ButtonLink } from '../../../components/ui/links.tsx';
import { Page, Section } from '../../../components/ui/page.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { executionStatus } from '../../../lib/status.ts';
import { useNow } from '../../../lib/time.ts';
import { isFinished } from '../../../lib/words.ts';
import { useExecution } from '../api/use-executions.ts';
import { usePlannedContent } from '../api/use-planned-content.ts';
import { AgainButtons } from './again-buttons.tsx';
import { CancelButton } from './cancel-button.tsx';
import { Comments } from './comments.tsx';
import { ExecutionBanners } from './execution-banners.tsx';
import { ExecutionContextView } from './execution-context.tsx';
import { ExecutionFacts } from './execution-facts.tsx';
import { ExecutionResult } from './execution-result.tsx';
import { ExecutionSteps } from './execution-steps.tsx';
import { ExecutionWhy } from './execution-why.tsx';
import { ShareMenu } from './share-menu.tsx';
import { StoredErrorNote } from './stored-error-note.tsx';

const back = <BackLink to="/executions">Executions</BackLink>;
const missing = {
  words: 'It is not kept any more, or it belongs to another business.',
  action: <ButtonLink to="/executions">See all executions</ButtonLink>,
};

interface DetailProps {
  readonly executionId: string;
  /** The question to people with that id, as long as it is open. */
  readonly renderApproval: (approvalId: string) => ReactNode;
  /** What a step of that kind does by these params, as the thing that it is (a mail); null where it is none. */
  readonly renderDeed: (action: string, params: JsonObject) => ReactNode;
  readonly onReplayed: (executionId: string) => void;
}

/** One execution, live: what started it, each step as it happens, and what came out. */
export function ExecutionDetail({ executionId, ...more }: DetailProps) {
  const live = useExecution(executionId);
  return (
    <DocumentPage live={live} kind="Execution" isWide back={back} missing={missing}>
      {(execution) => <Loaded executionId={executionId} execution={execution} {...more} />}
    </DocumentPage>
  );
}

function Loaded({
  executionId,
  execution,
  renderApproval,
  renderDeed,
  onReplayed,
}: DetailProps & { readonly execution: Execution }) {
  const { playbookName, playbookId, versionId, status, error, isForeign } = execution;
  const now = useNow(isFinished(execution) ? 30_000 : 1_000);
  const content = usePlannedContent(playbookId, versionId);
  const approvalIds = approvalsOf(execution);
  return (
    <Page
      isWide
      title={playbookName}
      mark={<StatusPill look={executionStatus[status]} />}
      back={back}
      actions={
        <Group gap="xs">
          <CancelButton executionId={executionId} execution={execution} />
          <AgainButtons executionId={executionId} execution={execution} content={content} onReplayed={onReplayed} />
          <ShareMenu executionId={executionId} approvalIds={approvalIds} />
          {isStored(playbookId) && !isForeign && (
            <ButtonLink to="/playbooks/$playbookId" params={{ playbookId }} variant="default">
              Open playbook
            </ButtonLink>
          )}
        </Group>
      }
    >
      <Stack>
        <ExecutionBanners execution={execution} now={now} />
        <Questions approvalIds={approvalIds} renderApproval={renderApproval} />
        {error !== null && <StoredErrorNote error={error} tone={status === 'skipped' ? 'neutral' : 'bad'} />}
        <ExecutionFacts execution={execution} now={now} />
      </Stack>
      {status !== 'skipped' && !isForeign && (
        <ExecutionSteps
          executionId={executionId}
          execution={execution}
          content={content}
          now={now}
          renderDeed={renderDeed}
        />
      )}
      <ExecutionResult executionId={executionId} execution={execution} />
      <Comments executionId={executionId} />
      <Section title="Why?">
        <ExecutionWhy executionId={executionId} execution={execution} />
      </Section>
      <Section title="What it knew when it started">
        <ExecutionContextView contextJson={execution.contextJson} />
      </Section>
    </Page>
  );
}

/** The first question, and on demand the others. */
function Questions({
  approvalIds,
  renderApproval,
}: Pick<DetailProps, 'renderApproval'> & { readonly approvalIds: readonly string[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? approvalIds : approvalIds.slice(0, 1);
  const more = approvalIds.length - shown.length;
  return (
    <>
      {shown.map(renderApproval)}
      {more > 0 && (
        <Button variant="subtle" onClick={() => setIsWhole(true)} style={{ alignSelf: 'start' }}>
          {more === 1 ? 'One more question waits' : `${more} more questions wait`}
        </Button>
      )}
    </>
  );
}

/** The questions that its steps wait for. */
function approvalsOf({ stepResults }: Execution): string[] {
  return stepResults.flatMap(({ wait }) => (wait?.kind === 'approval' ? [wait.approvalId] : []));
}
