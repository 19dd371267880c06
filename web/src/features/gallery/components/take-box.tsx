import { Button, Text } from '@mantine/core';
import type { GalleryItemView } from '@model/gallery-views.ts';
import type { JsonObject } from '@model/json.ts';
import { useCallback, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { Only } from '../../../components/ui/only.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { buyItem, installItem, updateInstalled } from '../api/gallery.ts';
import { priceWords } from '../api/gallery-words.ts';
import classes from './gallery.module.css';
import { InstallForm } from './install-form.tsx';

interface TakeProps {
  readonly item: GalleryItemView;
  onChanged(): void;
  onInstalled(playbookId: string): void;
}

/** The way to have it: to pay for it where it costs something, to install it, to take its newest version. */
export function TakeBox({ item, onChanged, onInstalled }: TakeProps) {
  const { price, isOwn, isEntitled, status } = item;
  if (isOwn) return <OwnBox item={item} />;
  return (
    <aside className={classes.take} aria-label="Have it">
      <Text fw={620} size="lg">
        {priceWords(price)}
      </Text>
      {status !== 'published' && (price === null || !isEntitled) ? (
        <Text size="sm">It cannot be installed any more.</Text>
      ) : (
        <Only least={isEntitled ? 'editor' : 'admin'}>
          {isEntitled ? <Install item={item} onChanged={onChanged} onInstalled={onInstalled} /> : <Buy item={item} />}
        </Only>
      )}
    </aside>
  );
}

function OwnBox({ item: { status } }: Pick<TakeProps, 'item'>) {
  return (
    <aside className={classes.take} aria-label="Your item">
      <Text size="sm">
        {status === 'published'
          ? 'Your business shares this. This is how others see it.'
          : 'Your business wants to share this. This is how others will see it.'}
      </Text>
      <ButtonLink to="/gallery" search={{ tab: 'mine' }} variant="default">
        My items
      </ButtonLink>
    </aside>
  );
}

function Buy({ item: { itemId, price } }: Pick<TakeProps, 'item'>) {
  const { api } = useSession();
  const command = useCommand(
    useCallback(async () => {
      location.assign(await buyItem(api, itemId));
    }, [api, itemId]),
    'It was not bought',
  );
  return (
    <>
      <Button fullWidth size="md" loading={command.busy} onClick={() => void command.run()}>
        Buy for {priceWords(price)}
      </Button>
      <Text size="sm" c="dimmed" mt="xs">
        You pay once, for your whole business, on a page of Stripe. New versions are part of it.
      </Text>
    </>
  );
}

function Install({ item, onChanged, onInstalled }: TakeProps) {
  const { itemId, install, asks } = item;
  const { api } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const take = useCommand(
    useCallback(
      async (inputs: JsonObject) => {
        const playbookId = await installItem(api, itemId, inputs);
        setIsAsking(false);
        toastDone('It is yours, as a draft. Look at it, and activate it when it suits you');
        onInstalled(playbookId);
      },
      [api, itemId, onInstalled],
    ),
    'It was not installed',
  );
  const begin = () => (asks.length > 0 ? setIsAsking(true) : void take.run({}));
  const newest = install?.playbookIds[0];
  return (
    <>
      {install !== null && newest !== undefined && (
        <Installed itemId={itemId} install={install} playbookId={newest} onChanged={onChanged} />
      )}
      <Button fullWidth size="md" variant={install === null ? 'filled' : 'default'} loading={take.busy} onClick={begin}>
        {install === null ? 'Install' : 'Install once more'}
      </Button>
      <Text size="sm" c="dimmed" mt="xs">
        It becomes a draft of yours. Nothing starts before you activate it.
      </Text>
      {isAsking && (
        <InstallForm
          asks={asks}
          busy={take.busy}
          onSubmit={(inputs) => void take.run(inputs)}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}

interface InstalledProps {
  readonly itemId: string;
  readonly install: NonNullable<GalleryItemView['install']>;
  readonly playbookId: string;
  onChanged(): void;
}

function Installed({ itemId, install: { version, isNewer }, playbookId, onChanged }: InstalledProps) {
  const { api } = useSession();
  const update = useCommand(
    useCallback(async () => {
      await updateInstalled(api, itemId, playbookId);
      toastDone('The new version is a draft of your playbook. Publish it when it suits you');
      onChanged();
    }, [api, itemId, playbookId, onChanged]),
    'It was not updated',
  );
  return (
    <>
      <Text size="sm" mb="xs">
        You have installed version {version}.{isNewer && ' There is a newer one.'}
      </Text>
      {isNewer && (
        <Button fullWidth mb="xs" loading={update.busy} onClick={() => void update.run()}>
          Take the new version
        </Button>
      )}
      <ButtonLink to="/playbooks/$playbookId" params={{ playbookId }} variant="default" fullWidth mb="xs">
        Open the playbook
      </ButtonLink>
    </>
  );
}
