import { SegmentedControl, Title } from '@mantine/core';
import { useMediaQuery, useViewportSize } from '@mantine/hooks';
import { isAgentsOwn } from '@model/agent-turn.ts';
import type { Execution, StepResult } from '@model/execution.ts';
import type { JsonObject } from '@model/json.ts';
import type { PlaybookContent } from '@model/playbook.ts';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { FlowPicture } from '../../../components/flow/flow-picture.tsx';
import { triggerWords } from '../../../lib/trigger-words.ts';
import { stepLooks, tellingResult } from '../api/step-looks.ts';
import { rowId } from './step-row.tsx';
import { StepTimeline } from './step-timeline.tsx';
import classes from './steps.module.css';

interface StepsProps {
  readonly executionId: string;
  readonly execution: Execution;
  readonly content: PlaybookContent | null;
  readonly now: Date;
  readonly renderDeed: (action: string, params: JsonObject) => ReactNode;
}

/** From here on both stand side by side. */
const WIDE = '(min-width: 72em)';
const [LEAST, MOST, AROUND] = [340, 760, 120];

/** What happened step by step, and the picture of it; what is selected in one is selected in the other. */
export function ExecutionSteps({ executionId, execution, content, now, renderDeed }: StepsProps) {
  const isWide = useMediaQuery(WIDE, false, { getInitialValueInEffect: false });
  const { height } = useViewportSize();
  const [tab, setTab] = useState<'steps' | 'picture'>('steps');
  const selection = useSelection(execution);
  const { show } = selection;
  const fromPicture = useCallback(
    (stepId: string) => {
      setTab('steps');
      show(stepId);
    },
    [show],
  );
  const isPicture = content !== null && (isWide || tab === 'picture');
  return (
    <section className={classes.section} aria-label="Steps">
      <div className={classes.top}>
        <Title order={2}>Steps</Title>
        {!isWide && content !== null && (
          <SegmentedControl
            aria-label="How the steps are shown"
            value={tab}
            onChange={(value) => setTab(value === 'picture' ? 'picture' : 'steps')}
            data={[
              { value: 'steps', label: 'List' },
              { value: 'picture', label: 'Picture' },
            ]}
          />
        )}
      </div>
      <div className={classes.panes} data-both={(isWide && content !== null) || undefined}>
        {(isWide || !isPicture) && (
          <StepTimeline
            {...{ executionId, execution, content, now, renderDeed }}
            selected={selection.path}
            onSelect={selection.toggle}
          />
        )}
        {isPicture && (
          <div className={classes.picture}>
            <Picture
              content={content}
              execution={execution}
              selected={stepIdOf(selection.path)}
              onSelect={fromPicture}
              height={Math.min(MOST, Math.max(LEAST, isWide ? height - AROUND : height * 0.62))}
            />
          </div>
        )}
      </div>
    </section>
  );
}

interface PictureProps {
  readonly content: PlaybookContent;
  readonly execution: Execution;
  readonly selected: string | null;
  readonly height: number;
  onSelect(stepId: string): void;
}

function Picture({ content, execution, ...more }: PictureProps) {
  const { stepResults, completedAt } = execution;
  const triggers = useMemo(() => content.triggers.map(triggerWords), [content]);
  const statuses = useMemo(
    () => stepLooks([...content.steps, ...content.onFailure], { stepResults, completedAt }),
    [content, stepResults, completedAt],
  );
  return (
    <FlowPicture
      triggers={triggers}
      steps={content.steps}
      onFailure={content.onFailure}
      statuses={statuses}
      {...more}
    />
  );
}

/** The step that is looked at, by its address; by its id where it has not been reached. */
function useSelection({ stepResults }: Execution) {
  // What failed is what people come for.
  const [path, setPath] = useState(() => failedPath(stepResults));
  const [shown, setShown] = useState<string | null>(null);
  const latest = useRef(stepResults);
  latest.current = stepResults;
  const toggle = useCallback((to: string) => setPath((before) => (before === to ? null : to)), []);
  const show = useCallback((stepId: string) => {
    const to = tellingResult(latest.current, stepId)?.path ?? stepId;
    setPath(to);
    setShown(to);
  }, []);
  // Once the list is there, what was chosen in the picture comes into view.
  useEffect(() => {
    if (shown === null) return;
    const row = document.getElementById(rowId(shown));
    row?.scrollIntoView({ block: 'nearest' });
    setShown(null);
  }, [shown]);
  return { path, toggle, show };
}

/** The innermost step that failed. */
function failedPath(results: readonly StepResult[]): string | null {
  // What an agent's tools refused, it has dealt with itself.
  const paths = results.flatMap(({ path, status, action }) => {
    const isAgents = isAgentsOwn(path) && action !== 'agent_turn';
    return status === 'failed' && !isAgents ? [path] : [];
  });
  return (
    paths.find(
      (path) =>
        !paths.some((other) => other !== path && /^[.[]/.test(other.slice(path.length)) && other.startsWith(path)),
    ) ?? null
  );
}

function stepIdOf(path: string | null): string | null {
  return path === null ? null : path.slice(path.lastIndexOf('.') + 1);
}
