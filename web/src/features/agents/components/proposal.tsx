import { Button, Group } from '@mantine/core';
import { useCallback } from 'react';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { settleProposal } from '../api/get-agents.ts';

interface ProposalProps {
  readonly actionId: string;
  readonly title: string;
  onSettled(): void;
}

/** A proposal that has no task: somebody takes it up, or says no to it. */
export function Proposal({ actionId, title, onSettled }: ProposalProps) {
  const { api, mayEdit } = useSession();
  const settle = useCommand(
    useCallback(
      async (verb: 'accept' | 'dismiss') => {
        await settleProposal(api, actionId, verb);
        onSettled();
      },
      [api, actionId, onSettled],
    ),
    'It was not changed',
  );
  if (!mayEdit) return title;
  return (
    <>
      {title}
      <Group gap="xs" mt={6}>
        <Button
          size="compact-sm"
          variant="default"
          loading={settle.busy}
          aria-label={`Take it up: ${title}`}
          onClick={() => void settle.run('accept')}
        >
          Take it up
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          loading={settle.busy}
          aria-label={`Dismiss: ${title}`}
          onClick={() => void settle.run('dismiss')}
        >
          Dismiss
        </Button>
      </Group>
    </>
  );
}
