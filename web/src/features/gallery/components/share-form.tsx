import { Button, Checkbox, NativeSelect, Text, Textarea, TextInput } from '@mantine/core';
import { MAX_CHANGES } from '@model/gallery.ts';
import type { GalleryPreview, OwnItemView } from '@model/gallery-views.ts';
import type { Playbook } from '@model/playbook.ts';
import { type FormEvent, useState } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { Section } from '../../../components/ui/page.tsx';
import { showFieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { humanize } from '../../../lib/words.ts';
import { publishItem, publishVersion } from '../api/gallery.ts';
import { CATEGORIES } from '../api/gallery-words.ts';
import { type Entered, enteredOf, readEntered } from '../api/share-entries.ts';
import classes from './gallery.module.css';

interface ShareFormProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
  readonly preview: GalleryPreview;
  /** What it is in the gallery already; null: it would be new there. */
  readonly item: OwnItemView | null;
  onShared(): void;
}

/** What others read of it, and what it costs; moderators look at it before anybody else does. */
export function ShareForm(props: ShareFormProps) {
  const { playbook, item } = props;
  const { tenant } = useSession();
  const [entered, setEntered] = useState(() => enteredOf(playbook, item, tenant.name));
  const { busy, errors, send } = useSharing(props);
  const change = (part: Partial<Entered>) => setEntered((before) => ({ ...before, ...part }));
  function submit(event: FormEvent) {
    event.preventDefault();
    send(entered);
  }
  return (
    <Section title="What others read">
      <form onSubmit={submit} noValidate>
        <Only least="editor">
          <div className={classes.form}>
            <Words entered={entered} errors={errors} onChange={change} />
            <Checkbox
              label="It costs money"
              checked={entered.isPremium}
              onChange={({ currentTarget }) => change({ isPremium: currentTarget.checked })}
            />
            {entered.isPremium && (
              <TextInput
                label="Price in US dollars"
                description="Paid once by each business that installs it."
                inputMode="decimal"
                error={errors.price}
                value={entered.price}
                onChange={({ currentTarget }) => change({ price: currentTarget.value })}
              />
            )}
            {item !== null && (
              <Textarea
                label="What is new"
                withAsterisk
                maxLength={MAX_CHANGES}
                autosize
                minRows={2}
                error={errors.changes}
                value={entered.changes}
                onChange={({ currentTarget }) => change({ changes: currentTarget.value })}
              />
            )}
            <Text size="sm" c="dimmed">
              A moderator looks at it first. You are told when it is in the gallery, or why it is not.
            </Text>
            <div className={classes.actions}>
              <Button type="submit" loading={busy}>
                {item === null ? 'Share it' : 'Share the new version'}
              </Button>
            </div>
          </div>
        </Only>
      </form>
    </Section>
  );
}

interface WordsProps {
  readonly entered: Entered;
  readonly errors: Readonly<Record<string, string>>;
  onChange(part: Partial<Entered>): void;
}

function Words({ entered, errors, onChange }: WordsProps) {
  const { name, description, category, publisher } = entered;
  return (
    <>
      <TextInput
        label="Name"
        withAsterisk
        maxLength={120}
        error={errors.name}
        value={name}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <Textarea
        label="Description"
        description="What it does and for whom, in a sentence or two."
        withAsterisk
        maxLength={2_000}
        autosize
        minRows={3}
        error={errors.description}
        value={description}
        onChange={({ currentTarget }) => onChange({ description: currentTarget.value })}
      />
      <NativeSelect
        label="Category"
        error={errors.category}
        value={category}
        onChange={({ currentTarget }) => onChange({ category: currentTarget.value })}
        data={[...new Set([...CATEGORIES, category])].map((value) => ({ value, label: humanize(value) }))}
      />
      <TextInput
        label="Shown as"
        description="The name under which you share. Others see nothing else of your business."
        withAsterisk
        maxLength={60}
        error={errors.publisher}
        value={publisher}
        onChange={({ currentTarget }) => onChange({ publisher: currentTarget.value })}
      />
    </>
  );
}

function useSharing({ playbookId, preview: { versionId }, item, onShared }: ShareFormProps) {
  const { api } = useSession();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const { busy, run } = useCommand(
    async (said: Parameters<typeof publishVersion>[2]) => {
      if (item === null) await publishItem(api, { ...said, playbookId });
      else await publishVersion(api, item.itemId, said);
      toastDone('It waits for a moderator');
      onShared();
    },
    'It was not shared',
    (error) => showFieldErrors(error, setErrors),
  );
  const send = (entered: Entered) => {
    const read = readEntered(entered, item !== null);
    setErrors('errors' in read ? read.errors : {});
    if ('said' in read) void run({ ...read.said, versionId });
  };
  return { busy, errors, send };
}
