import { Button, Group, Text } from '@mantine/core';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { useCommand } from '../../../lib/use-command.ts';
import type { Editing } from '../api/use-editor.ts';

/** Two people edit one draft: whose goes on. */
export function ConflictDialog({ editing }: { readonly editing: Editing }) {
  const theirs = useCommand(editing.takeTheirs, 'Theirs could not be loaded');
  const mine = useCommand(editing.keepMine, 'Yours could not be saved');
  return (
    <Dialog
      title="Somebody else is editing this, too"
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      onClose={() => {}}
    >
      <Text size="sm">
        The draft was saved by another person, or in another window, after you last saw it. Nothing is lost yet: choose
        which one goes on. Undo brings yours back if you take theirs.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" loading={mine.busy} onClick={() => void mine.run()}>
          Go on with mine
        </Button>
        <Button loading={theirs.busy} onClick={() => void theirs.run()} data-autofocus>
          Take theirs
        </Button>
      </Group>
    </Dialog>
  );
}
