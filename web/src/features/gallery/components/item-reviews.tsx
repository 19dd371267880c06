import { Button, Text } from '@mantine/core';
import type { GalleryItemView, GalleryReviewView } from '@model/gallery-views.ts';
import { useCallback, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { listReviews } from '../api/gallery.ts';
import { hurdleWords } from '../api/gallery-words.ts';
import classes from './gallery.module.css';
import { ItemReview } from './item-review.tsx';
import { ReviewForm } from './review-form.tsx';
import { Histogram } from './stars.tsx';

/** So many come with the item. */
const FIRST = 10;

interface ReviewsProps {
  readonly item: GalleryItemView;
  onChanged(): void;
}

/** What others say of it, and the way to say something oneself, for who has used it. */
export function ItemReviews({ item, onChanged }: ReviewsProps) {
  const { itemId, stars, reviews, isOwn } = item;
  const { further, hasMore, isReading, more } = useFurther(item);
  const all = [...reviews, ...further];
  return (
    <>
      <Histogram counts={stars} />
      <Own item={item} onChanged={onChanged} />
      {all.length === 0 ? (
        <Text c="dimmed">Nobody has written anything yet.</Text>
      ) : (
        <ul className={classes.lines} aria-label="Reviews">
          {all.map((review) => (
            <li key={review.reviewId}>
              <ItemReview itemId={itemId} review={review} mayReply={isOwn} onChanged={onChanged} />
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <Button variant="default" mt="md" loading={isReading} onClick={more}>
          Show more reviews
        </Button>
      )}
    </>
  );
}

/** The older ones, a page at a time. */
function useFurther({ itemId, reviews }: GalleryItemView) {
  const { api } = useSession();
  const [further, setFurther] = useState<readonly GalleryReviewView[]>([]);
  const [cursor, setCursor] = useState<string | null>(reviews.length < FIRST ? null : '');
  const { busy, run } = useCommand(
    useCallback(
      async (after: string) => {
        const page = await listReviews(api, itemId, after === '' ? null : after);
        const known = new Set(reviews.map(({ reviewId }) => reviewId));
        const added = page.items.filter(({ reviewId }) => !known.has(reviewId));
        setFurther((before) => [...before, ...added]);
        setCursor(page.nextCursor);
      },
      [api, itemId, reviews],
    ),
    'The reviews were not read',
  );
  return { further, hasMore: cursor !== null, isReading: busy, more: () => void run(cursor ?? '') };
}

function Own({ item, onChanged }: ReviewsProps) {
  const { mayEdit } = useSession();
  const [isWriting, setIsWriting] = useState(false);
  const { reviewHurdle, ownReview, isOwn } = item;
  if (!mayEdit || isOwn) return null;
  if (reviewHurdle !== null) {
    return (
      <Text size="sm" c="dimmed" mb="md" role="note">
        {hurdleWords[reviewHurdle]}
      </Text>
    );
  }
  if (isWriting) {
    return <ReviewForm item={item} onDone={onChanged} onClose={() => setIsWriting(false)} />;
  }
  return (
    <Button variant="default" mb="lg" onClick={() => setIsWriting(true)}>
      {ownReview === null ? 'Write a review' : 'Change your review'}
    </Button>
  );
}
