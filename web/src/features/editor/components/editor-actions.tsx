import { Button, Group } from '@mantine/core';
import { Redo2, Trash2, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { discardDraft } from '../api/playbook-draft.ts';
import type { Editing } from '../api/use-editor.ts';
import classes from './editor.module.css';

interface ActionsProps {
  readonly playbookId: string;
  readonly editing: Editing;
  /** Whether there is anything to discard. */
  readonly isBegun: boolean;
  readonly children: ReactNode;
  onDiscarded(): void;
}

/** What is done with the draft as a whole. */
export function Actions({ playbookId, editing, isBegun, children, onDiscarded }: ActionsProps) {
  const { api } = useSession();
  const [isAsked, setIsAsked] = useState(false);
  const { busy, run } = useCommand(discardDraft, 'The draft is still there');
  const discard = async () => {
    if ((await run(api, playbookId).then((done) => done === null)) || busy) return;
    editing.forget();
    toastDone('The draft is gone; the playbook is as it was');
    onDiscarded();
  };
  return (
    <Group gap="xs" className={classes.bar}>
      <Button
        variant="default"
        px={11}
        disabled={editing.undo === null}
        aria-label="Undo"
        onClick={() => editing.undo?.()}
      >
        <Undo2 size={17} aria-hidden />
      </Button>
      <Button
        variant="default"
        px={11}
        disabled={editing.redo === null}
        aria-label="Redo"
        onClick={() => editing.redo?.()}
      >
        <Redo2 size={17} aria-hidden />
      </Button>
      <Button
        variant="default"
        disabled={!isBegun}
        leftSection={<Trash2 size={15} aria-hidden />}
        onClick={() => setIsAsked(true)}
      >
        Discard
      </Button>
      {children}
      <Confirm
        opened={isAsked}
        title="Discard this draft?"
        confirm="Discard it"
        busy={busy}
        onClose={() => setIsAsked(false)}
        onConfirm={() => void discard()}
      >
        What was changed since the last publication is lost. What is live stays as it is.
      </Confirm>
    </Group>
  );
}
