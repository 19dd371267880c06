import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { toastDone, useCommand } from '../../../lib/use-command.ts';

interface ReasonProps {
  readonly title: string;
  readonly confirm: string;
  readonly done: string;
  act(reason: string): Promise<void>;
  onDone(): void;
  onClose(): void;
}

/** Asks a moderator for the reason that its publisher reads. */
export function ReasonDialog({ title, confirm, done, act, onDone, onClose }: ReasonProps) {
  const [reason, setReason] = useState('');
  const command = useCommand(async (said: string) => {
    await act(said);
    toastDone(done);
    onClose();
    onDone();
  }, 'It was not decided');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (reason.trim() !== '') void command.run(reason.trim());
  }
  return (
    <Dialog onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">Its publisher reads why. Say what would have to be different.</Text>
          <Textarea
            label="Reason"
            withAsterisk
            data-autofocus
            maxLength={500}
            autosize
            minRows={3}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={command.busy} disabled={reason.trim() === ''}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
