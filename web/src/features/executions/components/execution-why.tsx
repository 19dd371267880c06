import { Button, Card } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { ExplanationView } from '../../../components/ui/explanation.tsx';
import { useExplanation } from '../api/get-explanation.ts';

interface WhyProps {
  readonly executionId: string;
  readonly execution: Execution;
}

/** Why it is as it is, in plain words; read only when someone asks. */
export function ExecutionWhy({ executionId, execution }: WhyProps) {
  const [isAsked, setIsAsked] = useState(false);
  if (!isAsked) {
    return (
      <Button variant="default" leftSection={<CircleHelp size={15} aria-hidden />} onClick={() => setIsAsked(true)}>
        Explain in plain words
      </Button>
    );
  }
  return <Asked executionId={executionId} execution={execution} />;
}

/** The button that had it is gone. */
function takeFocus(card: HTMLElement | null): void {
  card?.focus();
}

function Asked({ executionId, execution }: WhyProps) {
  const { status, stepResults, wait } = execution;
  const steps = stepResults.map((result) => `${result.path}=${result.status}`).join();
  const live = useExplanation(executionId, [status, wait?.wakeAt.getTime(), steps].join('|'));
  return (
    <Card tabIndex={-1} ref={takeFocus}>
      <ExplanationView live={live} />
    </Card>
  );
}
