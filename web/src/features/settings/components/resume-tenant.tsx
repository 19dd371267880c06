import type { HeldChoice } from '@model/pause.ts';
import { useCallback } from 'react';
import ResumeDialog from '../../../components/ui/resume-dialog.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { resumeTenant, useTenantSettings } from '../api/tenant-settings.ts';

interface ResumeTenantProps {
  onClose(): void;
  /** It goes on. */
  onResumed?(): void;
}

/** Ends the pause of the whole business. */
export default function ResumeTenant({ onClose, onResumed }: ResumeTenantProps) {
  const { api } = useSession();
  const settings = useTenantSettings('resume');
  const resume = useCommand(
    useCallback(
      async (held: HeldChoice) => {
        await resumeTenant(api, held);
        toastDone('Everything goes on');
        onResumed?.();
        onClose();
      },
      [api, onClose, onResumed],
    ),
    'It was not resumed',
  );
  return (
    <ResumeDialog title="Resume everything?" busy={resume.busy} onResume={resume.run} onClose={onClose}>
      {settings.status === 'ready' ? heldWords(settings.value.held.pause) : 'Counting what is held…'} Times of schedules
      that passed meanwhile follow the same choice.
    </ResumeDialog>
  );
}

function heldWords(held: number): string {
  if (held === 0) return 'No execution is held.';
  return held === 1 ? 'One execution is held.' : `${held.toLocaleString('en-US')} executions are held.`;
}
