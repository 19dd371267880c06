import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { replayExecution } from '../api/replay-execution.ts';
import type { WhichVersion } from '../api/resume-execution.ts';
import { VersionChoice } from './version-choice.tsx';

interface ReplayFormProps {
  readonly executionId: string;
  onReplayed(executionId: string): void;
  onClose(): void;
}

/** Asks how an execution is to be repeated, and repeats it. */
export default function ReplayForm({ executionId, onReplayed, onClose }: ReplayFormProps) {
  const { api } = useSession();
  const [version, setVersion] = useState<WhichVersion>('newest');
  const [dryRun, setDryRun] = useState(true);
  const replay = useCommand(
    useCallback(
      async () => onReplayed(await replayExecution(api, executionId, { version, dryRun })),
      [api, executionId, version, dryRun, onReplayed],
    ),
    'It was not replayed',
  );
  return (
    <Dialog onClose={onClose} title="Do it once more">
      <Stack>
        <Text size="sm">All of it from the beginning, with the same inputs, as an execution of its own.</Text>
        <Radio.Group label="For real?" value={dryRun ? 'dry' : 'live'} onChange={(value) => setDryRun(value === 'dry')}>
          <Stack gap="xs" mt={6}>
            <Radio value="dry" label="Dry run" description="It reads for real; nothing is sent, written or changed" />
            <Radio value="live" label="For real" description="What it sent or changed then is sent or changed again" />
          </Stack>
        </Radio.Group>
        <VersionChoice value={version} onChange={setVersion} />
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={replay.busy} onClick={() => void replay.run()}>
            {dryRun ? 'Start dry run' : 'Do it again'}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
