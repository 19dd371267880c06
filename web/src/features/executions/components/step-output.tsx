import { Skeleton } from '@mantine/core';
import type { StepResult } from '@model/execution.ts';
import { useState } from 'react';
import { JsonTree } from '../../../components/ui/json-tree.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { useOutput } from '../api/use-output.ts';
import classes from './executions.module.css';

interface OutputProps {
  readonly executionId: string;
  readonly result: StepResult;
}

/** The output, read only when someone wants to see it. */
export function StepOutput({ executionId, result }: OutputProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={classes.more} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>What came out</summary>
      {isOpen && <OutputTree executionId={executionId} result={result} />}
    </details>
  );
}

function OutputTree({ executionId, result }: OutputProps) {
  const live = useOutput(executionId, result);
  return (
    <LiveView live={live} loading={<Skeleton height={60} />}>
      {(value) => <JsonTree value={value} label={`Output of ${result.stepId}`} />}
    </LiveView>
  );
}
