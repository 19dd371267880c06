import { Button } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import type { PlaybookContent } from '@model/playbook.ts';
import { Play, RotateCcw } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { isFinished } from '../../../lib/words.ts';

const ResumeForm = lazy(() => import('./resume-form.tsx'));
const ReplayForm = lazy(() => import('./replay-form.tsx'));

interface AgainButtonsProps {
  readonly executionId: string;
  readonly execution: Execution;
  readonly content: PlaybookContent | null;
  onReplayed(executionId: string): void;
}

/** What can be done with an execution that has ended: go on where it stopped, or do the same once more. */
export function AgainButtons({ executionId, execution, content, onReplayed }: AgainButtonsProps) {
  const { mayEdit } = useSession();
  const [asked, setAsked] = useState<'resume' | 'replay' | null>(null);
  const close = () => setAsked(null);
  const { status, parent, isForeign } = execution;
  // A part of a loop goes on, and is repeated, with the whole.
  const isPart = parent !== null && parent.items !== null;
  if (!mayEdit || !isFinished(execution) || status === 'skipped' || isPart || isForeign) return null;
  return (
    <>
      {(status === 'failed' || status === 'canceled') && (
        <Button leftSection={<Play size={15} aria-hidden />} onClick={() => setAsked('resume')}>
          Resume
        </Button>
      )}
      <Button variant="default" leftSection={<RotateCcw size={15} aria-hidden />} onClick={() => setAsked('replay')}>
        Replay
      </Button>
      <Suspense fallback={null}>
        {asked === 'resume' && (
          <ResumeForm executionId={executionId} execution={execution} content={content} onClose={close} />
        )}
        {asked === 'replay' && <ReplayForm executionId={executionId} onReplayed={onReplayed} onClose={close} />}
      </Suspense>
    </>
  );
}
