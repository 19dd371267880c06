import { Button, Group } from '@mantine/core';
import type { Card } from '@model/chat-part.ts';
import type { Playbook, PlaybookStatus } from '@model/playbook.ts';
import { Check, Pause, PenLine, Play, Undo2 } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { deletePlaybook, setStatus } from '../api/change-playbook.ts';
import { ArmingLine } from './arming-line.tsx';
import classes from './proposal.module.css';

const ResumePlaybook = lazy(() => import('./resume-playbook.tsx'));

interface ActionsProps {
  readonly card: Card;
  readonly playbook: Playbook;
  onEdit(): void;
  readonly onUndo: (() => void) | null;
}

/** Whether it is on, and Activate, Edit, Undo. */
export function ProposalActions({ card, playbook, onEdit, onUndo }: ActionsProps) {
  const { playbookId } = card;
  const { mayEdit } = useSession();
  const [isResuming, setIsResuming] = useState(false);
  const change = useChange(card);
  const { status } = playbook;
  const isNew = card.changes.length === 0;
  return (
    <>
      <ArmingLine playbookId={playbookId} playbook={playbook} />
      {mayEdit && (
        <Group gap={8} className={classes.buttons}>
          {status === 'draft' && (
            <Button
              size="sm"
              leftSection={<Check size={16} aria-hidden />}
              loading={change.busy}
              disabled={card.problems.length > 0}
              onClick={() => void change.run('active')}
            >
              Activate
            </Button>
          )}
          {status === 'paused' && (
            <Button size="sm" leftSection={<Play size={15} aria-hidden />} onClick={() => setIsResuming(true)}>
              Resume
            </Button>
          )}
          {status === 'active' && (
            <Button
              size="sm"
              variant="default"
              leftSection={<Pause size={15} aria-hidden />}
              loading={change.busy}
              onClick={() => void change.run('paused')}
            >
              Pause
            </Button>
          )}
          {status !== 'archived' && (
            <Button size="sm" variant="default" leftSection={<PenLine size={15} aria-hidden />} onClick={onEdit}>
              Edit
            </Button>
          )}
          {status === 'draft' && isNew && <TakeBack playbookId={playbookId} />}
          {!isNew && onUndo !== null && status !== 'archived' && (
            <Button
              size="sm"
              variant="subtle"
              color="gray"
              leftSection={<Undo2 size={15} aria-hidden />}
              onClick={onUndo}
            >
              Undo
            </Button>
          )}
        </Group>
      )}
      <Suspense>
        {isResuming && (
          <ResumePlaybook playbookId={playbookId} playbook={playbook} onClose={() => setIsResuming(false)} />
        )}
      </Suspense>
    </>
  );
}

/** Undoes a proposal that nobody has said yes to: nothing of it is kept. */
function TakeBack({ playbookId }: { readonly playbookId: string }) {
  const { api } = useSession();
  const remove = useCommand(
    useCallback(() => deletePlaybook(api, playbookId), [api, playbookId]),
    'It was not taken back',
  );
  return (
    <Button
      size="sm"
      variant="subtle"
      color="gray"
      leftSection={<Undo2 size={15} aria-hidden />}
      loading={remove.busy}
      onClick={() => void remove.run()}
    >
      Undo
    </Button>
  );
}

/** A yes is a yes to what the card shows. */
function useChange({ playbookId, versionId }: Card) {
  const { api } = useSession();
  const change = useCallback(
    (status: PlaybookStatus) => setStatus(api, playbookId, status, status === 'active' ? versionId : null),
    [api, playbookId, versionId],
  );
  return useCommand(change, 'Nothing was changed');
}
