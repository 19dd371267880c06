import { Button } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { CircleStop } from 'lucide-react';
import { useCallback } from 'react';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { isFinished } from '../../../lib/words.ts';
import { cancelExecution } from '../api/cancel-execution.ts';

interface CancelButtonProps {
  readonly executionId: string;
  readonly execution: Execution;
}

/** Stops an execution that has not ended, for those who may; says so while its worker has not seen it yet. */
export function CancelButton({ executionId, execution }: CancelButtonProps) {
  const { api, mayEdit } = useSession();
  const cancel = useCommand(
    useCallback(() => cancelExecution(api, executionId), [api, executionId]),
    'It was not stopped',
  );
  if (isFinished(execution) || !mayEdit) return null;
  const isAsked = Object.values(execution.signals).some(({ kind }) => kind === 'cancel');
  return (
    <Button
      variant="default"
      leftSection={<CircleStop size={15} aria-hidden />}
      loading={cancel.busy}
      disabled={isAsked}
      onClick={() => cancel.run()}
    >
      {isAsked ? 'Stopping…' : 'Stop'}
    </Button>
  );
}
