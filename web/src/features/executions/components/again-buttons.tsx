import { Button, Menu } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { ChevronDown, FlaskConical, Play } from 'lucide-react';
import { useCallback } from 'react';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { isFinished } from '../../../lib/words.ts';
import { rehearseExecution } from '../api/replay-execution.ts';
import { resumeExecution, type WhichVersion } from '../api/resume-execution.ts';

interface AgainButtonsProps {
  readonly executionId: string;
  readonly execution: Execution;
  onReplayed(executionId: string): void;
}

/** What can be done with an execution that has ended: go on where it stopped, or try the same once more. */
export function AgainButtons({ executionId, execution, onReplayed }: AgainButtonsProps) {
  const { api, mayEdit } = useSession();
  const replay = useCommand(
    useCallback(async () => onReplayed(await rehearseExecution(api, executionId)), [api, executionId, onReplayed]),
    'It was not replayed',
  );
  const { status, parent } = execution;
  // A part of a loop goes on, and is repeated, with the whole.
  const isPart = parent !== null && parent.items !== null;
  if (!mayEdit || !isFinished(execution) || status === 'skipped' || isPart) return null;
  return (
    <>
      {(status === 'failed' || status === 'canceled') && <ResumeMenu executionId={executionId} />}
      <Button
        variant="default"
        leftSection={<FlaskConical size={15} aria-hidden />}
        loading={replay.busy}
        onClick={() => replay.run()}
      >
        Replay (dry run)
      </Button>
    </>
  );
}

function ResumeMenu({ executionId }: { readonly executionId: string }) {
  const { api } = useSession();
  const resume = useCommand(
    useCallback(
      async (version: WhichVersion) => {
        await resumeExecution(api, executionId, version);
        toastDone('It goes on where it stopped');
      },
      [api, executionId],
    ),
    'It was not resumed',
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          leftSection={<Play size={15} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
          loading={resume.busy}
        >
          Resume
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => resume.run('pinned')}>As the playbook was then</Menu.Item>
        <Menu.Item onClick={() => resume.run('newest')}>As the playbook is now</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
