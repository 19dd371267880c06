import { Button, Group, Textarea } from '@mantine/core';
import type { Approval } from '@model/approval.ts';
import { Check, RotateCw, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { decideApproval } from '../api/decide-approval.ts';

const answers = {
  request: { yes: 'Approve', no: 'Reject', said: ['Approved', 'Rejected'], icon: Check },
  unknown_outcome: {
    yes: 'Do it again',
    no: 'Count it as done',
    said: ['It will be done again', 'It counts as done'],
    icon: RotateCw,
  },
} as const;

interface DecideFormProps {
  readonly approvalId: string;
  readonly kind: Approval['kind'];
}

/** Yes or no, with a reason if one wants to give it. */
export function DecideForm({ approvalId, kind }: DecideFormProps) {
  const { api } = useSession();
  const [reason, setReason] = useState('');
  const { yes, no, said, icon: Icon } = answers[kind];
  const decide = useCommand(
    useCallback(
      async (isYes: boolean) => {
        await decideApproval(api, approvalId, { isYes, reason });
        toastDone(said[isYes ? 0 : 1]);
      },
      [api, approvalId, reason, said],
    ),
    'It was not decided',
  );
  return (
    <>
      <Textarea
        mt="sm"
        label="Reason"
        description="Optional; kept with the decision"
        autosize
        minRows={1}
        maxLength={2_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group gap="xs" mt="sm">
        <Button leftSection={<Icon size={15} aria-hidden />} loading={decide.busy} onClick={() => decide.run(true)}>
          {yes}
        </Button>
        <Button
          variant="default"
          leftSection={kind === 'request' ? <X size={15} aria-hidden /> : <Check size={15} aria-hidden />}
          disabled={decide.busy}
          onClick={() => decide.run(false)}
        >
          {no}
        </Button>
      </Group>
    </>
  );
}
