import { Text } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import type { JsonObject } from '@model/json.ts';
import type { PlaybookContent } from '@model/playbook.ts';
import { allSteps, type Step } from '@model/step.ts';
import { type ReactNode, useMemo } from 'react';
import { aboutStep } from '../../../components/flow/flow-words.ts';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import { stepStatus } from '../../../lib/status.ts';
import { isFinished, stepWords } from '../../../lib/words.ts';
import { StepItems } from './step-items.tsx';
import { rowId } from './step-row.tsx';
import { stepTree } from './step-tree.ts';
import classes from './steps.module.css';

interface TimelineProps {
  readonly executionId: string;
  readonly execution: Execution;
  readonly content: PlaybookContent | null;
  readonly now: Date;
  /** The address of the step that is open. */
  readonly selected: string | null;
  onSelect(path: string): void;
  readonly renderDeed: (action: string, params: JsonObject) => ReactNode;
}

/** From so many on, what is not seen is not drawn. */
const MANY = 60;

const none: readonly Step[] = [];

/** The steps in their order: those that happened, with what happened inside of them, and those to come. */
export function StepTimeline(props: TimelineProps) {
  const { executionId, execution, content, now, selected, onSelect, renderDeed } = props;
  const { stepResults, parent, mode } = execution;
  const steps = content?.steps ?? none;
  const reached = new Set(stepResults.map(({ stepId }) => stepId));
  const isPart = parent !== null && parent.items !== null;
  const ahead = isPart ? [] : steps.filter(({ id }) => !reached.has(id));
  const rest = stepStatus[isFinished(execution) ? 'not_reached' : 'pending'];
  const nodes = useMemo(() => stepTree(stepResults), [stepResults]);
  const planned = useMemo(
    () => new Map(allSteps([...steps, ...(content?.onFailure ?? none)]).map((step) => [step.id, step])),
    [steps, content],
  );
  const isDryRun = mode === 'dry_run';
  const view = useMemo(
    () => ({ executionId, isDryRun, planned, selected, onSelect, renderDeed }),
    [executionId, isDryRun, planned, selected, onSelect, renderDeed],
  );
  if (stepResults.length === 0 && ahead.length === 0) {
    return <Text c="dimmed">{isFinished(execution) ? 'It took no step.' : 'It is about to start.'}</Text>;
  }
  return (
    <ol className={classes.timeline} data-many={stepResults.length > MANY || undefined}>
      <StepItems nodes={nodes} depth={0} view={view} now={now} />
      {ahead.map((step) => {
        const { title } = stepWords(step);
        const detail = aboutStep(step);
        return (
          <li
            key={step.id}
            id={rowId(step.id)}
            className={classes.step}
            data-pending
            data-selected={selected === step.id || undefined}
          >
            <StatusDisc look={rest} />
            <div className={classes.body}>
              <div className={classes.head}>
                <span className={classes.title}>{title}</span>
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
