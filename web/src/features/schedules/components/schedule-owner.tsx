import { Button } from '@mantine/core';
import { useCallback } from 'react';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { takeOver } from '../api/change-schedule.ts';
import type { OwnerWords } from '../api/owner-words.ts';
import type { Planned } from '../api/planned.ts';
import classes from './schedules.module.css';

interface OwnerProps {
  readonly planned: Planned;
  readonly owner: OwnerWords;
}

/** Whose schedule it is; one whose owner has left starts no more until somebody takes it over. */
export function ScheduleOwner({ planned: { playbookId, playbook }, owner }: OwnerProps) {
  const { api, uid, mayEdit } = useSession();
  const command = useCommand(
    useCallback(async () => {
      await takeOver(api, playbookId, uid);
      toastDone('It starts in your name from now on');
    }, [api, playbookId, uid]),
    'It was not taken over',
  );
  if (!owner.hasLeft) return <span> · {owner.words}</span>;
  return (
    <div className={classes.left}>
      <span>{owner.words}</span>
      {mayEdit && (
        <Button
          size="compact-xs"
          variant="default"
          loading={command.busy}
          aria-label={`Take over: ${playbook.name}`}
          onClick={() => void command.run()}
        >
          Take over
        </Button>
      )}
    </div>
  );
}
