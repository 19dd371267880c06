import { ActionIcon, Menu } from '@mantine/core';
import type { Playbook, PlaybookStatus } from '@model/playbook.ts';
import { isSkill } from '@model/skill.ts';
import { Link } from '@tanstack/react-router';
import {
  Archive,
  ArchiveRestore,
  CopyPlus,
  Download,
  Ellipsis,
  FlaskConical,
  Link2,
  Store,
  Trash2,
  UserRoundCheck,
  WandSparkles,
} from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { deletePlaybook } from '../api/change-playbook.ts';
import { duplicatePlaybook, readDraft, saveJson } from '../api/copy-playbook.ts';
import classes from './playbook-page.module.css';

const TransferPlaybook = lazy(() => import('./transfer-playbook.tsx'));

interface MenuProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
  onDryRun(): void;
  onStatus(status: PlaybookStatus): void;
  onCopied(playbookId: string): void;
  onDeleted(): void;
}

/** What is done with a playbook less often. */
export function PlaybookMenu({ playbookId, playbook, onDryRun, onStatus, onCopied, onDeleted }: MenuProps) {
  const [asking, setAsking] = useState<'delete' | 'transfer' | null>(null);
  const { duplicate, keep, share } = useCopies(playbookId, onCopied);
  const isArchived = playbook.status === 'archived';
  return (
    <>
      <Menu withInitialFocusPlaceholder={false} position="bottom-end" shadow="md" radius="lg" width={230}>
        <Menu.Target>
          <ActionIcon className={classes.more} variant="default" size={36} aria-label="More actions">
            <Ellipsis size={17} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!isArchived && (
            <Menu.Item leftSection={<FlaskConical size={15} aria-hidden />} onClick={onDryRun}>
              Dry run
            </Menu.Item>
          )}
          {isSkill(playbook) && (
            <Menu.Item
              leftSection={<WandSparkles size={15} aria-hidden />}
              renderRoot={(props) => <Link to="/skills/$skillId" params={{ skillId: playbookId }} {...props} />}
            >
              Open as a skill
            </Menu.Item>
          )}
          <Menu.Item leftSection={<CopyPlus size={15} aria-hidden />} onClick={() => void duplicate.run()}>
            Duplicate
          </Menu.Item>
          <Menu.Item leftSection={<Link2 size={15} aria-hidden />} onClick={() => void share.run()}>
            Copy link
          </Menu.Item>
          <Menu.Item
            leftSection={<Store size={15} aria-hidden />}
            renderRoot={(props) => <Link to="/gallery/share/$playbookId" params={{ playbookId }} {...props} />}
          >
            Share in the gallery…
          </Menu.Item>
          <Menu.Item leftSection={<Download size={15} aria-hidden />} onClick={() => void keep.run()}>
            Save as JSON
          </Menu.Item>
          <Menu.Item leftSection={<UserRoundCheck size={15} aria-hidden />} onClick={() => setAsking('transfer')}>
            Change its owner…
          </Menu.Item>
          <Menu.Divider />
          {isArchived ? (
            <Menu.Item leftSection={<ArchiveRestore size={15} aria-hidden />} onClick={() => onStatus('paused')}>
              Take out of the archive
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<Archive size={15} aria-hidden />} onClick={() => onStatus('archived')}>
              Archive
            </Menu.Item>
          )}
          <Menu.Item
            c="var(--bad-ink)"
            leftSection={<Trash2 size={15} aria-hidden />}
            onClick={() => setAsking('delete')}
          >
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'delete' && (
        <Deleting playbookId={playbookId} name={playbook.name} onDeleted={onDeleted} onClose={() => setAsking(null)} />
      )}
      <Suspense>
        {asking === 'transfer' && (
          <TransferPlaybook playbookId={playbookId} ownerId={playbook.ownerId} onClose={() => setAsking(null)} />
        )}
      </Suspense>
    </>
  );
}

function useCopies(playbookId: string, onCopied: (playbookId: string) => void) {
  const { api } = useSession();
  const duplicate = useCommand(
    useCallback(async () => {
      const copy = await duplicatePlaybook(api, playbookId);
      toastDone('This is the copy. It is a draft until you activate it');
      onCopied(copy);
    }, [api, playbookId, onCopied]),
    'It was not duplicated',
  );
  const keep = useCommand(
    useCallback(async () => {
      const draft = await readDraft(api, playbookId);
      saveJson(draft.name, draft);
    }, [api, playbookId]),
    'It was not saved',
  );
  const share = useCommand(
    useCallback(async () => {
      await navigator.clipboard.writeText(`${location.origin}/playbooks/${playbookId}`);
      toastDone('The link is copied. Members of your team can open it');
    }, [playbookId]),
    'The link was not copied',
  );
  return { duplicate, keep, share };
}

interface DeletingProps {
  readonly playbookId: string;
  readonly name: string;
  onDeleted(): void;
  onClose(): void;
}

function Deleting({ playbookId, name, onDeleted, onClose }: DeletingProps) {
  const { api } = useSession();
  const remove = useCommand(
    useCallback(async () => {
      await deletePlaybook(api, playbookId);
      toastDone('Deleted');
      onDeleted();
    }, [api, playbookId, onDeleted]),
    'It was not deleted',
  );
  return (
    <Confirm
      opened
      title={`Delete “${name}”?`}
      confirm="Delete playbook"
      busy={remove.busy}
      onConfirm={() => void remove.run()}
      onClose={onClose}
    >
      Its schedules and listeners go with it, and it will never start again. What it has done stays in Executions.
    </Confirm>
  );
}
