import type { PlaybookStatus } from '@model/playbook.ts';
import { useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { ApiError } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { publishDraft } from '../api/playbook-draft.ts';
import type { PlacedProblem } from '../api/selection.ts';
import type { Editing } from '../api/use-editor.ts';
import { PublishDialog } from './publish-dialog.tsx';

interface PublishingProps {
  readonly playbookId: string;
  readonly status: PlaybookStatus;
  readonly editing: Editing;
  onJump(problem: PlacedProblem): void;
  onPublished(): void;
  onClose(): void;
}

/** From the draft to what is live; asks where something else was published meanwhile. */
export function Publishing({ playbookId, status, editing, onJump, onPublished, onClose }: PublishingProps) {
  const { api } = useSession();
  const [overtaken, setOvertaken] = useState<{ activate: boolean } | null>(null);
  const isOvertaken = (error: unknown) => error instanceof ApiError && error.code === 'changed_meanwhile';
  const send = async (activate: boolean) => {
    try {
      // One that was only looked at is not stored yet.
      if (editing.state().revision === 0 && !(await editing.keepMine())) return false;
      await publishDraft(api, playbookId, editing.state().revision, activate);
      return true;
    } catch (error) {
      if (!isOvertaken(error)) throw error;
      setOvertaken({ activate });
      return false;
    }
  };
  const { busy, run } = useCommand(send, 'It was not published');
  const publish = async (activate: boolean) => {
    if ((await run(activate)) !== true) return;
    editing.forget();
    toastDone(activate ? 'Saved and active' : status === 'draft' ? 'Saved' : 'Published');
    onPublished();
  };
  const over = async () => {
    const { activate } = overtaken ?? { activate: false };
    setOvertaken(null);
    if (await editing.goOver()) await publish(activate);
  };
  if (overtaken !== null) {
    return (
      <Confirm
        opened
        title="Something else was published meanwhile"
        confirm="Publish mine over it"
        keep="Keep editing"
        busy={busy}
        onClose={onClose}
        onConfirm={() => void over()}
      >
        Somebody changed this playbook after you began. Yours would take the place of that; what they published stays
        among the versions, from where it can be restored.
      </Confirm>
    );
  }
  return (
    <PublishDialog
      status={status}
      edited={editing.edited}
      check={editing.check}
      problems={editing.problems}
      busy={busy}
      onJump={onJump}
      onPublish={(activate) => void publish(activate)}
      onClose={onClose}
    />
  );
}
