import type { HeldChoice } from '@model/pause.ts';
import type { Playbook } from '@model/playbook.ts';
import { useCallback } from 'react';
import ResumeDialog from '../../../components/ui/resume-dialog.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { resumePlaybook } from '../api/change-playbook.ts';
import { heldWords, useHeld } from '../api/use-held.ts';

interface ResumePlaybookProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
  onClose(): void;
}

/** Ends the pause of one playbook. */
export default function ResumePlaybook({ playbookId, playbook, onClose }: ResumePlaybookProps) {
  const { api } = useSession();
  const held = useHeld(playbookId, 'resume');
  const isScheduled = playbook.triggers.some(({ type }) => type === 'schedule');
  const resume = useCommand(
    useCallback(
      async (choice: HeldChoice) => {
        await resumePlaybook(api, playbookId, choice);
        toastDone('It is active');
        onClose();
      },
      [api, playbookId, onClose],
    ),
    'It was not resumed',
  );
  return (
    <ResumeDialog title={`Resume “${playbook.name}”?`} busy={resume.busy} onResume={resume.run} onClose={onClose}>
      {held === null ? 'Counting what is held…' : heldWords(held)}
      {isScheduled && ' Times of its schedule that passed meanwhile follow the same choice.'}
    </ResumeDialog>
  );
}
