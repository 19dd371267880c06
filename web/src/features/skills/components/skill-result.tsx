import { Badge, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import type { SkillRunView, SkillView } from '@model/skill.ts';
import { Download, PencilLine, TriangleAlert } from 'lucide-react';
import type { Ref } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { ButtonLink, StoredLink } from '../../../components/ui/links.tsx';
import { ResultView } from '../../../components/ui/result-view.tsx';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { saveFile } from '../../../lib/save-file.ts';
import { useSkillRun } from '../../../lib/skills.ts';
import { executionStatus } from '../../../lib/status.ts';
import { duration, useNow } from '../../../lib/time.ts';
import { waitWords } from '../../../lib/words.ts';
import { fileOf, textOf } from '../api/result-file.ts';
import { useSkillExecution } from '../api/use-skill-executions.ts';
import classes from './skills.module.css';

interface ResultProps {
  /** The heading, which is gone to when something begins. */
  readonly ref: Ref<HTMLHeadingElement>;
  readonly executionId: string | null;
  readonly skill: SkillView;
  /** Whoever looks wants to give it something else. */
  onOther(): void;
}

/** What comes out, live: how it stands, how long it took, and what can be taken away. */
export function SkillResult({ ref, executionId, skill, onOther }: ResultProps) {
  const live = useSkillExecution(executionId);
  const execution = live.status === 'ready' ? (live.value?.data ?? null) : null;
  return (
    <section className={classes.result} aria-labelledby="skill-result">
      <div className={classes.head}>
        <Title order={2} id="skill-result" ref={ref} tabIndex={-1}>
          Result
        </Title>
        {execution !== null && <Standing execution={execution} />}
      </div>
      {executionId === null ? (
        <Text c="dimmed">Fill in what it is given, and press Run. What comes out appears here.</Text>
      ) : (
        <LiveView live={live} loading={<Skeleton height={120} />}>
          {(entry) => {
            if (entry === null) return <Text c="dimmed">This execution is not kept any more.</Text>;
            if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
            return <Outcome executionId={executionId} execution={entry.data} skill={skill} onOther={onOther} />;
          }}
        </LiveView>
      )}
    </section>
  );
}

/** Its status, and how long it took, or has been at it. */
function Standing({ execution: { status, mode, startedAt, completedAt } }: { readonly execution: Execution }) {
  const now = useNow(completedAt === null ? 1_000 : null);
  const lasted = startedAt === null ? null : Number(completedAt ?? now) - Number(startedAt);
  return (
    <>
      <span role="status">
        <StatusPill look={executionStatus[status]} />
      </span>
      {lasted !== null && (
        <span className={classes.soft}>
          {completedAt === null ? 'for' : 'took'} {duration(lasted)}
        </span>
      )}
      {mode === 'dry_run' && <Badge color="blue">Dry run</Badge>}
    </>
  );
}

interface OutcomeProps {
  readonly executionId: string;
  readonly execution: Execution;
  readonly skill: SkillView;
  onOther(): void;
}

function Outcome({ executionId, execution, skill, onOther }: OutcomeProps) {
  const { completedAt, wait, error } = execution;
  const details = (
    <ButtonLink to="/executions/$executionId" params={{ executionId }} variant="subtle">
      See each step
    </ButtonLink>
  );
  if (completedAt === null) {
    return (
      <>
        <Text c="dimmed">{wait === null ? 'It is at work.' : `${waitWords[wait.kind]}.`}</Text>
        <div className={classes.actions}>{details}</div>
      </>
    );
  }
  const other = (
    <Button variant="default" leftSection={<PencilLine size={15} aria-hidden />} onClick={onOther}>
      Run again with other inputs
    </Button>
  );
  return (
    <Stack gap={0}>
      {error !== null && (
        <Note tone={execution.status === 'failed' ? 'bad' : 'neutral'} icon={TriangleAlert} role="alert">
          <Text size="sm">
            {error.message} {error.fix !== null && <StoredLink href={error.fix.href}>{error.fix.label}</StoredLink>}
          </Text>
        </Note>
      )}
      {execution.status === 'completed' ? (
        <Came executionId={executionId} moment={completedAt.toISOString()} skill={skill}>
          {other}
          {details}
        </Came>
      ) : (
        <div className={classes.actions}>
          {other}
          {details}
        </div>
      )}
    </Stack>
  );
}

interface CameProps {
  readonly executionId: string;
  readonly moment: string;
  readonly skill: SkillView;
  readonly children: React.ReactNode;
}

function Came({ executionId, moment, skill, children }: CameProps) {
  const live = useSkillRun(executionId, moment);
  const result = live.status === 'ready' ? live.value.result : null;
  return (
    <>
      <div className={`${classes.actions} ${classes.above}`}>
        {result !== null && <CopyButton text={textOf(result)} label="Copy the result" />}
        {result !== null && <DownloadButton file={fileOf(result, skill.name)} />}
        {children}
      </div>
      <LiveView live={live} loading={<Skeleton height={120} />}>
        {(run: SkillRunView) => <ResultView result={run.result} />}
      </LiveView>
    </>
  );
}

function DownloadButton({ file }: { readonly file: ReturnType<typeof fileOf> }) {
  if (file === null) return null;
  const { name, type, content } = file;
  return (
    <Button
      variant="default"
      leftSection={<Download size={15} aria-hidden />}
      aria-label="Download the result"
      onClick={() => saveFile(name, new Blob([content], { type }))}
    >
      Download
    </Button>
  );
}
