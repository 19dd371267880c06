import { Text } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { allSteps } from '@model/step.ts';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import { stepStatus } from '../../../lib/status.ts';
import { isFinished, stepWords } from '../../../lib/words.ts';
import { usePlannedSteps } from '../api/use-planned-steps.ts';
import classes from './executions.module.css';
import { StepItems } from './step-items.tsx';
import { stepTree } from './step-tree.ts';

interface TimelineProps {
  readonly executionId: string;
  readonly execution: Execution;
  readonly now: Date;
}

/** The steps in their order: those that happened, with what happened inside of them, and those to come. */
export function StepTimeline({ executionId, execution, now }: TimelineProps) {
  const { stepResults, playbookId, versionId, parent } = execution;
  const planned = usePlannedSteps(playbookId, versionId);
  const reached = new Set(stepResults.map(({ stepId }) => stepId));
  const isPart = parent !== null && parent.items !== null;
  const ahead = isPart ? [] : planned.filter(({ id }) => !reached.has(id));
  const rest = stepStatus[isFinished(execution) ? 'not_reached' : 'pending'];
  if (stepResults.length === 0 && ahead.length === 0) {
    return <Text c="dimmed">{isFinished(execution) ? 'It took no step.' : 'It is about to start.'}</Text>;
  }
  return (
    <ol className={classes.timeline}>
      <StepItems
        nodes={stepTree(stepResults)}
        depth={0}
        view={{
          executionId,
          now,
          isDryRun: execution.mode === 'dry_run',
          planned: new Map(allSteps(planned).map((step) => [step.id, step])),
        }}
      />
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
