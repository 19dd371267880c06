import { Button, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { reportReasonSchema } from '@model/gallery.ts';
import { Flag } from 'lucide-react';
import { type FormEvent, useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { reportItem } from '../api/gallery.ts';
import { reasonWords } from '../api/gallery-words.ts';

interface ReportProps {
  readonly itemId: string;
  /** The review that is meant; left out: the item itself. */
  readonly reviewId?: string;
}

/** Tells the moderators what is wrong with an item, or with a review of it. */
export function ReportButton({ itemId, reviewId }: ReportProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size={reviewId === undefined ? 'sm' : 'compact-xs'}
        leftSection={<Flag size={14} aria-hidden />}
        onClick={() => setIsOpen(true)}
      >
        Report
      </Button>
      {isOpen && (
        <ReportForm itemId={itemId} {...(reviewId !== undefined && { reviewId })} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}

function ReportForm({ itemId, reviewId, onClose }: ReportProps & { onClose(): void }) {
  const { api } = useSession();
  const [reason, setReason] = useState<keyof typeof reasonWords>('misleading');
  const [text, setText] = useState('');
  const isMissing = reason === 'other' && text.trim() === '';
  const command = useCommand(
    useCallback(
      async (said: Parameters<typeof reportItem>[2]) => {
        await reportItem(api, itemId, said);
        toastDone('The moderators will look at it');
        onClose();
      },
      [api, itemId, onClose],
    ),
    'It was not reported',
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isMissing) void command.run({ reason, text: text.trim(), reviewId: reviewId ?? null });
  }
  return (
    <Dialog onClose={onClose} title={reviewId === undefined ? 'Report this item' : 'Report this review'}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">The moderators read it. Its publisher does not learn who has sent it.</Text>
          <NativeSelect
            label="What is wrong"
            value={reason}
            onChange={({ currentTarget: { value } }) => setReason(reportReasonSchema.catch('other').parse(value))}
            data={reportReasonSchema.options.map((value) => ({ value, label: reasonWords[value] }))}
          />
          <Textarea
            label="In your words"
            withAsterisk={reason === 'other'}
            maxLength={1_000}
            autosize
            minRows={3}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={command.busy} disabled={isMissing}>
              Send the report
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
