import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import type { JsonObject } from '@model/json.ts';
import type { Playbook, PlaybookStatus } from '@model/playbook.ts';
import {
  Archive,
  ArchiveRestore,
  Ellipsis,
  FlaskConical,
  Pause,
  Play,
  Trash2,
  UserRoundCheck,
  Zap,
} from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { deletePlaybook, setOwner, setStatus } from '../api/change-playbook.ts';
import { executePlaybook } from '../api/execute-playbook.ts';

const InputForm = lazy(() => import('./input-form.tsx'));
const ResumePlaybook = lazy(() => import('./resume-playbook.tsx'));

interface ActionsProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
  onStarted(executionId: string): void;
  onDeleted(): void;
}

/** What can be done with a playbook: run it, pause or resume it, archive it, delete it. */
export function PlaybookActions({ playbookId, playbook, onStarted, onDeleted }: ActionsProps) {
  const { mayEdit } = useSession();
  const [isResuming, setIsResuming] = useState(false);
  const [asking, setAsking] = useState<{ dryRun: boolean } | null>(null);
  const start = useStart(playbookId, onStarted);
  const change = useChange(playbookId);
  if (!mayEdit) return null;
  function begin(dryRun: boolean) {
    if (playbook.inputs.length > 0) setAsking({ dryRun });
    else void start.run({ inputs: {}, dryRun });
  }
  const { status } = playbook;
  return (
    <Group gap="xs">
      {status === 'active' && (
        <Button
          variant="default"
          leftSection={<Pause size={15} aria-hidden />}
          loading={change.busy}
          onClick={() => change.run('paused')}
        >
          Pause
        </Button>
      )}
      {(status === 'paused' || status === 'draft') && (
        <Button
          variant="default"
          leftSection={<Play size={15} aria-hidden />}
          loading={change.busy}
          onClick={() => (status === 'paused' ? setIsResuming(true) : change.run('active'))}
        >
          {status === 'paused' ? 'Resume' : 'Activate'}
        </Button>
      )}
      {status !== 'archived' && (
        <Button leftSection={<Zap size={15} aria-hidden />} loading={start.busy} onClick={() => begin(false)}>
          Run now
        </Button>
      )}
      <MoreMenu
        playbookId={playbookId}
        playbook={playbook}
        onDryRun={() => begin(true)}
        onStatus={change.run}
        onDeleted={onDeleted}
      />
      <Suspense>
        {isResuming && (
          <ResumePlaybook playbookId={playbookId} playbook={playbook} onClose={() => setIsResuming(false)} />
        )}
        {asking !== null && (
          <InputForm
            inputs={playbook.inputs}
            dryRun={asking.dryRun}
            busy={start.busy}
            onSubmit={(inputs) => start.run({ inputs, dryRun: asking.dryRun })}
            onClose={() => setAsking(null)}
          />
        )}
      </Suspense>
    </Group>
  );
}

function useStart(playbookId: string, onStarted: (executionId: string) => void) {
  const { api } = useSession();
  const start = useCallback(
    async (how: { inputs: JsonObject; dryRun: boolean }) =>
      onStarted(await executePlaybook(api, { playbookId, ...how })),
    [api, playbookId, onStarted],
  );
  return useCommand(start, 'It did not start');
}

const done: Record<PlaybookStatus, string> = {
  active: 'It is active',
  paused: 'Paused: it will not start until you resume it',
  archived: 'Archived',
  draft: 'It is a draft again',
};

function useChange(playbookId: string) {
  const { api } = useSession();
  const change = useCallback(
    async (status: PlaybookStatus) => {
      await setStatus(api, playbookId, status);
      toastDone(done[status]);
    },
    [api, playbookId],
  );
  return useCommand(change, 'Nothing was changed');
}

interface MoreMenuProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
  onDryRun(): void;
  onStatus(status: PlaybookStatus): void;
  onDeleted(): void;
}

function MoreMenu({ playbookId, playbook: { status, name, ownerId }, onDryRun, onStatus, onDeleted }: MoreMenuProps) {
  const { api, uid } = useSession();
  const [isDeleting, setIsDeleting] = useState(false);
  const remove = useCommand(
    useCallback(async () => {
      await deletePlaybook(api, playbookId);
      toastDone('Deleted');
      onDeleted();
    }, [api, playbookId, onDeleted]),
    'It was not deleted',
  );
  const own = useCommand(
    useCallback(async () => {
      await setOwner(api, playbookId, uid);
      toastDone('You are its owner: it starts by itself in your name');
    }, [api, playbookId, uid]),
    'Its owner was not changed',
  );
  const isArchived = status === 'archived';
  return (
    <>
      <Menu withInitialFocusPlaceholder={false} position="bottom-end" shadow="md" radius="lg" width={210}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More actions">
            <Ellipsis size={17} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!isArchived && (
            <Menu.Item leftSection={<FlaskConical size={15} aria-hidden />} onClick={onDryRun}>
              Dry run
            </Menu.Item>
          )}
          {isArchived ? (
            <Menu.Item leftSection={<ArchiveRestore size={15} aria-hidden />} onClick={() => onStatus('paused')}>
              Take out of the archive
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<Archive size={15} aria-hidden />} onClick={() => onStatus('archived')}>
              Archive
            </Menu.Item>
          )}
          {ownerId !== uid && (
            <Menu.Item
              leftSection={<UserRoundCheck size={15} aria-hidden />}
              disabled={own.busy}
              onClick={() => void own.run()}
            >
              Make me its owner
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            c="var(--bad-ink)"
            leftSection={<Trash2 size={15} aria-hidden />}
            onClick={() => setIsDeleting(true)}
          >
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={isDeleting}
        title={`Delete “${name}”?`}
        confirm="Delete playbook"
        busy={remove.busy}
        onConfirm={() => void remove.run()}
        onClose={() => setIsDeleting(false)}
      >
        Its schedules and listeners go with it, and it will never start again. What it has done stays in Executions.
      </Confirm>
    </>
  );
}
