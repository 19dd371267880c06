import { Button, Group, Input, Rating, Textarea, TextInput } from '@mantine/core';
import { MAX_REVIEW } from '@model/gallery.ts';
import type { GalleryItemView } from '@model/gallery-views.ts';
import { type FormEvent, useState } from 'react';
import { showFieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { deleteReview, writeReview } from '../api/gallery.ts';
import classes from './gallery.module.css';

interface ReviewFormProps {
  readonly item: GalleryItemView;
  onDone(): void;
  onClose(): void;
}

/** One to five stars and a few words; a business has one review of an item, which it may change. */
export function ReviewForm({ item: { itemId, ownReview }, onDone, onClose }: ReviewFormProps) {
  const [said, setSaid] = useState({
    stars: ownReview?.stars ?? 0,
    text: ownReview?.text ?? '',
    name: ownReview?.name ?? '',
  });
  const { write, remove, errors } = useReview(itemId, () => {
    onClose();
    onDone();
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (said.stars > 0) void write.run({ ...said, text: said.text.trim(), name: said.name.trim() });
  }
  return (
    <form onSubmit={submit} className={classes.form} aria-label="Your review" style={{ marginBottom: 24 }}>
      <Input.Wrapper label="Your stars" error={errors.stars}>
        <Rating
          value={said.stars}
          size="lg"
          onChange={(stars) => setSaid({ ...said, stars })}
          getSymbolLabel={(stars) => (stars === 1 ? '1 star' : `${stars} stars`)}
        />
      </Input.Wrapper>
      <Textarea
        label="What you say of it"
        description="Everybody reads it. Names of customers do not belong here."
        maxLength={MAX_REVIEW}
        autosize
        minRows={3}
        error={errors.text}
        value={said.text}
        onChange={({ currentTarget }) => setSaid({ ...said, text: currentTarget.value })}
      />
      <TextInput
        label="Shown as"
        description="Leave it empty to be shown as “A business”."
        maxLength={60}
        error={errors.name}
        value={said.name}
        onChange={({ currentTarget }) => setSaid({ ...said, name: currentTarget.value })}
      />
      <Group gap="xs">
        <Button type="submit" loading={write.busy} disabled={said.stars === 0}>
          Save the review
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        {ownReview !== null && (
          <Button variant="subtle" color="red" loading={remove.busy} onClick={() => void remove.run()}>
            Delete your review
          </Button>
        )}
      </Group>
    </form>
  );
}

function useReview(itemId: string, onDone: () => void) {
  const { api } = useSession();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const write = useCommand(
    async (said: Parameters<typeof writeReview>[2]) => {
      setErrors({});
      await writeReview(api, itemId, said);
      toastDone('Thank you. Your review is there');
      onDone();
    },
    'It was not saved',
    (error) => showFieldErrors(error, setErrors),
  );
  const remove = useCommand(async () => {
    await deleteReview(api, itemId);
    toastDone('Your review is deleted');
    onDone();
  }, 'It was not deleted');
  return { write, remove, errors };
}
