import { ActionIcon } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { recurrenceWords } from '../../../lib/recurrence.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { deleteSchedule } from '../api/change-schedule.ts';
import type { Planned } from '../api/planned.ts';

/** Takes a schedule away, once one has said so twice. */
export function DeleteSchedule({ planned: { id, playbook, schedule } }: { readonly planned: Planned }) {
  const { api, mayEdit } = useSession();
  const [isAsked, setIsAsked] = useState(false);
  const command = useCommand(
    useCallback(async () => {
      await deleteSchedule(api, id);
      setIsAsked(false);
      toastDone('The schedule is deleted');
    }, [api, id]),
    'It was not deleted',
  );
  if (!mayEdit) return null;
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label={`Delete: ${playbook.name}`}
        onClick={() => setIsAsked(true)}
      >
        <Trash2 size={16} aria-hidden />
      </ActionIcon>
      <Confirm
        opened={isAsked}
        title={`Delete this schedule of “${playbook.name}”?`}
        confirm="Delete schedule"
        busy={command.busy}
        onConfirm={() => void command.run()}
        onClose={() => setIsAsked(false)}
      >
        {`It no longer starts: ${recurrenceWords(schedule)}. Its playbook stays, unless it was made for this schedule alone.`}
      </Confirm>
    </>
  );
}
