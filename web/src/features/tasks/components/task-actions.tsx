import { Button, Group, Textarea } from '@mantine/core';
import type { Task } from '@model/task.ts';
import { Ban, Check, RotateCcw, X } from 'lucide-react';
import { type FormEvent, useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { changeTask, type TaskVerb } from '../api/change-task.ts';
import { waitsForYes } from './task-words.ts';

interface ActionsProps {
  readonly taskId: string;
  readonly task: Task;
}

const done: Readonly<Record<TaskVerb, string>> = {
  approve: 'You said yes; it begins',
  reject: 'You said no; it is not done',
  cancel: 'It is called off',
  retry: 'It is tried again',
  complete: 'It is noted as done',
  reopen: 'It is to be done after all',
};

/** What can be done with a task as it stands. */
export function TaskActions({ taskId, task }: ActionsProps) {
  const { api, mayEdit } = useSession();
  const [asking, setAsking] = useState<'reject' | 'cancel' | null>(null);
  const command = useCommand(
    useCallback(
      async (verb: TaskVerb, reason: string) => {
        await changeTask(api, taskId, verb, reason);
        setAsking(null);
        toastDone(done[verb]);
      },
      [api, taskId],
    ),
    'It was not done',
  );
  if (!mayEdit) return null;
  const { status, assignedAgent, action } = task;
  const isOpen = ['new', 'in_progress', 'failed', 'escalated'].includes(status);
  const isPersons = assignedAgent === null && action === null;
  const button = (verb: TaskVerb) => ({ loading: command.busy, onClick: () => void command.run(verb, '') });
  return (
    <Group gap="xs">
      {waitsForYes(task) && (
        <>
          <Button leftSection={<Check size={15} aria-hidden />} {...button('approve')}>
            Approve
          </Button>
          <Button variant="default" leftSection={<X size={15} aria-hidden />} onClick={() => setAsking('reject')}>
            Reject
          </Button>
        </>
      )}
      {isOpen && !waitsForYes(task) && (isPersons || status === 'escalated') && (
        <Button leftSection={<Check size={15} aria-hidden />} {...button('complete')}>
          Mark as done
        </Button>
      )}
      {status === 'completed' && isPersons && (
        <Button variant="default" leftSection={<RotateCcw size={15} aria-hidden />} {...button('reopen')}>
          Not done after all
        </Button>
      )}
      {['failed', 'escalated', 'canceled'].includes(status) && !isPersons && (
        <Button variant="default" leftSection={<RotateCcw size={15} aria-hidden />} {...button('retry')}>
          Try again
        </Button>
      )}
      {isOpen && !waitsForYes(task) && (
        <Button variant="default" leftSection={<Ban size={15} aria-hidden />} onClick={() => setAsking('cancel')}>
          Call off
        </Button>
      )}
      {asking !== null && (
        <Reason
          verb={asking}
          busy={command.busy}
          onSubmit={(reason) => void command.run(asking, reason)}
          onClose={() => setAsking(null)}
        />
      )}
    </Group>
  );
}

interface ReasonProps {
  readonly verb: 'reject' | 'cancel';
  readonly busy: boolean;
  onSubmit(reason: string): void;
  onClose(): void;
}

function Reason({ verb, busy, onSubmit, onClose }: ReasonProps) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(reason);
  };
  return (
    <Dialog title={verb === 'reject' ? 'Say no to this task?' : 'Call this task off?'} onClose={onClose}>
      <form onSubmit={submit}>
        <Textarea
          label="Why"
          description="Optional; whoever asked for it reads it."
          maxLength={2_000}
          autosize
          minRows={2}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" color="red" loading={busy}>
            {verb === 'reject' ? 'Reject task' : 'Call off task'}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
