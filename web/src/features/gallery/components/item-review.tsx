import { Button, Group, Textarea } from '@mantine/core';
import { MAX_REPLY } from '@model/gallery.ts';
import type { GalleryReviewView } from '@model/gallery-views.ts';
import { type FormEvent, useCallback, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { replyToReview } from '../api/gallery.ts';
import classes from './gallery.module.css';
import { ReportButton } from './report-button.tsx';
import { StarRow } from './stars.tsx';

interface ReviewProps {
  readonly itemId: string;
  readonly review: GalleryReviewView;
  /** Whether one has published the item. */
  readonly mayReply: boolean;
  onChanged(): void;
}

/** What one business says of an item, and what its publisher answers. */
export function ItemReview({ itemId, review, mayReply, onChanged }: ReviewProps) {
  const { tenant, mayEdit } = useSession();
  const now = useNow();
  const { reviewId, name, stars, text, version, reply, isOwn, updatedAt } = review;
  const who = isOwn ? 'You' : name || 'A business';
  return (
    <article aria-label={`${who}: ${stars} of 5 stars`}>
      <div className={classes.step}>
        <StarRow stars={stars} />
        <b>{who}</b>
        <span className={classes.soft}>
          {dateTime(new Date(updatedAt), tenant.timezone, now)}, version {version}
        </span>
        {!isOwn && <ReportButton itemId={itemId} reviewId={reviewId} />}
      </div>
      {text !== '' && <p className={classes.text}>{text}</p>}
      {reply !== null && (
        <div className={classes.reply}>
          <span className={classes.soft}>The publisher answers</span>
          <p className={classes.text}>{reply.text}</p>
        </div>
      )}
      {mayReply && mayEdit && (
        <Reply itemId={itemId} reviewId={reviewId} before={reply?.text ?? ''} onChanged={onChanged} />
      )}
    </article>
  );
}

interface ReplyProps extends Pick<ReviewProps, 'itemId' | 'onChanged'> {
  readonly reviewId: string;
  readonly before: string;
}

function Reply({ itemId, reviewId, before, onChanged }: ReplyProps) {
  const { api } = useSession();
  const [text, setText] = useState<string | null>(null);
  const command = useCommand(
    useCallback(
      async (said: string) => {
        await replyToReview(api, itemId, reviewId, said);
        setText(null);
        toastDone(said === '' ? 'Your answer is taken back' : 'Your answer is there');
        onChanged();
      },
      [api, itemId, reviewId, onChanged],
    ),
    'It was not answered',
  );
  if (text === null) {
    return (
      <Button variant="subtle" size="compact-sm" mt={6} onClick={() => setText(before)}>
        {before === '' ? 'Answer' : 'Change the answer'}
      </Button>
    );
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    void command.run((text ?? '').trim());
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <Textarea
        label="Your answer"
        description={before === '' ? undefined : 'Leave it empty to take it back.'}
        maxLength={MAX_REPLY}
        autosize
        minRows={2}
        data-autofocus
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Group gap="xs">
        <Button type="submit" loading={command.busy} disabled={text.trim() === before.trim()}>
          Save the answer
        </Button>
        <Button variant="default" onClick={() => setText(null)}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
