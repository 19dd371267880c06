import { Button, Group, Radio, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { type DismissalReason, dismissalReasonSchema, MAX_COMMENT } from '@model/recommendation.ts';
import { CircleCheck } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { reasonWords } from '../api/coach-words.ts';
import { giveFeedback } from '../api/give-feedback.ts';
import type { Advice } from '../api/use-coach.ts';
import classes from './recommendations.module.css';

/** How long the thanks stay. */
const THANKS_MS = 2_500;
/** Not dismissed: it stays where it is. */
const STAYS = 'stays';

interface FeedbackDialogProps {
  readonly entry: Advice;
  onClose(): void;
}

/** What one thinks of a recommendation: whether it helps, whether it may go and why, and a word about it. */
export default function FeedbackDialog({ entry, onClose }: FeedbackDialogProps) {
  const { api, orgId } = useSession();
  const [isDone, setIsDone] = useState(false);
  const [helps, setHelps] = useState(false);
  const [reason, setReason] = useState<DismissalReason | typeof STAYS>(STAYS);
  const [comment, setComment] = useState('');
  const send = useCommand(
    useCallback(async () => {
      await giveFeedback(api, orgId, entry.id, {
        helpful: helps,
        reason: reason === STAYS ? null : reason,
        comment: comment.trim() || null,
      });
      setIsDone(true);
    }, [api, orgId, entry.id, helps, reason, comment]),
    'It was not kept',
  );
  return (
    <Dialog title="What do you think of it?" onClose={onClose}>
      {isDone ? (
        <Thanks isDismissed={reason !== STAYS} onEnd={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send.run();
          }}
        >
          <Stack>
            <Text size="sm" fw={570} className={classes.quoted}>
              {entry.data.title}
            </Text>
            <SegmentedControl
              aria-label="Does it help?"
              fullWidth
              value={helps ? 'yes' : 'no'}
              onChange={(value) => setHelps(value === 'yes')}
              data={[
                { value: 'yes', label: 'It helps' },
                { value: 'no', label: 'It does not help' },
              ]}
            />
            <Radio.Group
              label="May it go?"
              description="For how long the coach says nothing of the kind depends on why"
              value={reason}
              onChange={(value) => setReason(dismissalReasonSchema.safeParse(value).data ?? STAYS)}
            >
              <Stack gap={8} mt="xs">
                <Radio value={STAYS} label="No, it stays" />
                {dismissalReasonSchema.options.map((one) => (
                  <Radio key={one} value={one} label={reasonWords[one]} />
                ))}
              </Stack>
            </Radio.Group>
            <Textarea
              label="Comment"
              description="Optional; your team can read it"
              autosize
              minRows={2}
              maxRows={8}
              maxLength={MAX_COMMENT}
              value={comment}
              onChange={({ currentTarget }) => setComment(currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={send.busy}>
                {reason === STAYS ? 'Send' : 'Dismiss it'}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}

function Thanks({ isDismissed, onEnd }: { readonly isDismissed: boolean; onEnd(): void }) {
  useEffect(() => {
    const timer = setTimeout(onEnd, THANKS_MS);
    return () => clearTimeout(timer);
  }, [onEnd]);
  return (
    <div className={classes.done} role="status">
      <CircleCheck size={28} aria-hidden />
      <Text fw={620}>Thank you</Text>
      <Text size="sm" c="dimmed">
        {isDismissed ? 'It is gone. The coach keeps in mind why.' : 'The coach keeps it in mind.'}
      </Text>
    </div>
  );
}
