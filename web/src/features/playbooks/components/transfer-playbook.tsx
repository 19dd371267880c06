import { Button, Group, NativeSelect, Skeleton, Text } from '@mantine/core';
import { type FormEvent, useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { setOwner } from '../api/change-playbook.ts';

interface TransferProps {
  readonly playbookId: string;
  readonly ownerId: string | null;
  onClose(): void;
}

/** Gives a playbook another owner: whoever may edit. */
export default function TransferPlaybook({ playbookId, ownerId, onClose }: TransferProps) {
  const { api, uid } = useSession();
  const people = usePeople();
  const editors = people?.filter(({ role }) => role !== 'viewer') ?? [];
  const [chosen, setChosen] = useState(ownerId === uid ? '' : uid);
  const own = useCommand(
    useCallback(
      async (owner: string) => {
        await setOwner(api, playbookId, owner);
        toastDone(owner === uid ? 'You are its owner: it starts by itself in your name' : 'It has another owner');
        onClose();
      },
      [api, uid, playbookId, onClose],
    ),
    'Its owner was not changed',
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (chosen !== '') void own.run(chosen);
  }
  return (
    <Dialog onClose={onClose} title="Change its owner">
      <form onSubmit={submit}>
        <Text size="sm" mb="md">
          What starts by itself does so in its owner’s name: messages to “me” go to the owner, and the owner is asked
          and told.
        </Text>
        {people === null ? (
          <Skeleton height={58} />
        ) : (
          <NativeSelect
            label="Owner"
            data-autofocus
            value={chosen}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            data={[
              { value: '', label: 'Choose a member of the team', disabled: true },
              ...editors.map((one) => ({
                value: one.uid,
                label: `${one.name}${one.uid === uid ? ' (you)' : ''}${one.uid === ownerId ? ', owner now' : ''}`,
                disabled: one.uid === ownerId,
              })),
            ]}
          />
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={own.busy} disabled={chosen === '' || chosen === ownerId}>
            Change the owner
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
