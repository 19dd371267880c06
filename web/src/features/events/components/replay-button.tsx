import { Button, Checkbox, Group, Modal, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { replayEvent } from '../api/use-events.ts';

/** Says an event again, to all that listen for it now, and goes to the new one. */
export function ReplayButton({ eventId }: { readonly eventId: string }) {
  const { api } = useSession();
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  const [dryRun, setDryRun] = useState(false);
  const replay = useCommand(
    useCallback(async () => {
      const again = await replayEvent(api, eventId, dryRun);
      toastDone('It is said again');
      setIsAsking(false);
      await navigate({ to: '/events/$eventId', params: { eventId: again } });
    }, [api, eventId, dryRun, navigate]),
    'It was not said again',
  );
  return (
    <>
      <Button variant="default" leftSection={<RotateCcw size={15} aria-hidden />} onClick={() => setIsAsking(true)}>
        Replay
      </Button>
      <Modal opened={isAsking} onClose={() => setIsAsking(false)} title="Say this again?">
        <Text size="sm" mb="md">
          Every active playbook that listens for this event starts as if it happened now: mails are sent, and whatever
          else their steps do.
        </Text>
        <Checkbox
          label="As dry runs"
          description="They read for real, and what they would do is only noted."
          checked={dryRun}
          onChange={({ currentTarget }) => setDryRun(currentTarget.checked)}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setIsAsking(false)} data-autofocus>
            Leave it
          </Button>
          <Button loading={replay.busy} onClick={() => void replay.run()}>
            Replay event
          </Button>
        </Group>
      </Modal>
    </>
  );
}
