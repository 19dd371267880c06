import { Skeleton, Text } from '@mantine/core';
import type { Execution, StepResult } from '@model/execution.ts';
import type { Step } from '@model/step.ts';
import { type CSSProperties, useState } from 'react';
import { JsonTree } from '../../../components/ui/json-tree.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import { stepStatus } from '../../../lib/status.ts';
import { duration } from '../../../lib/time.ts';
import { agentNames, isFinished, stepWords } from '../../../lib/words.ts';
import { summaryOf, useOutput } from '../api/use-output.ts';
import { usePlannedSteps } from '../api/use-planned-steps.ts';
import classes from './executions.module.css';
import { StoredErrorNote } from './stored-error-note.tsx';

interface TimelineProps {
  readonly executionId: string;
  readonly execution: Execution;
  readonly now: Date;
}

/** The steps in their order: those that happened, the one that happens, those to come. */
export function StepTimeline({ executionId, execution, now }: TimelineProps) {
  const { stepResults, playbookId, versionId } = execution;
  const planned = usePlannedSteps(playbookId, versionId);
  const reached = new Set(stepResults.map(({ stepId }) => stepId));
  const ahead = planned.filter(({ id }) => !reached.has(id));
  const rest = stepStatus[isFinished(execution) ? 'not_reached' : 'pending'];
  if (stepResults.length === 0 && ahead.length === 0) {
    return <Text c="dimmed">{isFinished(execution) ? 'It took no step.' : 'It is about to start.'}</Text>;
  }
  return (
    <ol className={classes.timeline}>
      {stepResults.map((result) => (
        <ResultItem
          key={result.path}
          executionId={executionId}
          result={result}
          planned={planned.find(({ id }) => id === result.stepId)}
          now={now}
        />
      ))}
      {ahead.map((step) => {
        const { title, detail } = stepWords(step);
        return (
          <li key={step.id} className={classes.step} data-pending>
            <StatusDisc look={rest} />
            <div className={classes.body}>
              <div className={classes.head}>
                <span className={classes.stepTitle}>{title}</span>
                <span className={classes.timing}>{rest.word}</span>
              </div>
              {detail !== null && <div className={classes.aside}>{detail}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

interface ResultItemProps {
  readonly executionId: string;
  readonly result: StepResult;
  readonly planned: Step | undefined;
  readonly now: Date;
}

function ResultItem({ executionId, result, planned, now }: ResultItemProps) {
  const { status, agent, attempts, startedAt, completedAt, note, error, stepId } = result;
  const look = stepStatus[status];
  const { title, detail } = stepWords(planned ?? result);
  const depth = result.path.split('.').length - 1;
  const timing = [
    status === 'completed' ? null : look.word,
    status === 'skipped' ? null : duration(Number(completedAt ?? now) - Number(startedAt)),
    attempts > 1 ? `${attempts} attempts` : null,
  ].filter((part) => part !== null);
  const about = [agent === null ? null : agentNames[agent], detail].filter((part) => part !== null);
  const said = note ?? summaryOf(result);
  const hasOutput = result.outputStored || (result.outputJson !== null && result.outputJson !== 'null');
  return (
    <li className={classes.step} style={{ '--depth': depth } as CSSProperties}>
      <StatusDisc look={look} />
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.stepTitle} title={stepId}>
            {title}
          </span>
          <span className={classes.timing}>{timing.join(' · ')}</span>
        </div>
        {about.length > 0 && <div className={classes.aside}>{about.join(' · ')}</div>}
        {said !== null && (
          <Text size="sm" mt={4} style={{ whiteSpace: 'pre-line' }}>
            {said}
          </Text>
        )}
        {error !== null && (
          <div style={{ marginTop: 8 }}>
            <StoredErrorNote error={error} tone={status === 'failed' ? 'bad' : 'warn'} />
          </div>
        )}
        {hasOutput && <Output executionId={executionId} result={result} />}
      </div>
    </li>
  );
}

/** The output, read only when someone wants to see it. */
function Output({ executionId, result }: { readonly executionId: string; readonly result: StepResult }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={classes.more} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>What came out</summary>
      {isOpen && <OutputTree executionId={executionId} result={result} />}
    </details>
  );
}

function OutputTree({ executionId, result }: { readonly executionId: string; readonly result: StepResult }) {
  const live = useOutput(executionId, result);
  return (
    <LiveView live={live} loading={<Skeleton height={60} />}>
      {(value) => <JsonTree value={value} label={`Output of ${result.stepId}`} />}
    </LiveView>
  );
}
