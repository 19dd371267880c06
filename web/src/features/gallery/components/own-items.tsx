import { Button, Text } from '@mantine/core';
import type { OwnItemView } from '@model/gallery-views.ts';
import { Store } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { ButtonLink, TextLink } from '../../../components/ui/links.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { listOwnItems, withdrawItem } from '../api/gallery.ts';
import { installsWords, itemStatus, priceWords, waitingWords } from '../api/gallery-words.ts';
import classes from './gallery.module.css';
import { RatingLine } from './stars.tsx';

/** What this business shares, and how it stands with it. */
export default function OwnItems() {
  const [asked, setAsked] = useState(0);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  return (
    <LiveView live={useAnswer(`own items ${asked}`, listOwnItems)}>
      {(items) =>
        items.length === 0 ? (
          <EmptyState
            icon={Store}
            title="You share nothing yet"
            action={
              <ButtonLink to="/playbooks" variant="default">
                Your playbooks
              </ButtonLink>
            }
          >
            “Share in the gallery…” is in the menu of each playbook. You see what others would see before anything is
            sent.
          </EmptyState>
        ) : (
          <ul className={classes.lines} aria-label="My items">
            {items.map((item) => (
              <li key={item.itemId}>
                <OwnItem item={item} onChanged={again} />
              </li>
            ))}
          </ul>
        )
      }
    </LiveView>
  );
}

interface OwnItemProps {
  readonly item: OwnItemView;
  onChanged(): void;
}

function OwnItem({ item, onChanged }: OwnItemProps) {
  const { itemId, name, status, reason, price, average, ratings, installs } = item;
  const waiting = waitingWords(item);
  return (
    <article className={classes.line} aria-label={name}>
      <div>
        <div className={classes.step}>
          <TextLink to="/gallery/$itemId" params={{ itemId }}>
            {name}
          </TextLink>
          <StatusPill look={itemStatus[status]} />
        </div>
        {reason !== null && reason !== '' && <Text size="sm">The moderator says: {reason}</Text>}
        {waiting !== null && <Text size="sm">{waiting}</Text>}
        <div className={classes.facts}>
          <span>{priceWords(price)}</span>
          <RatingLine average={average} ratings={ratings} />
          <span>{installsWords(installs)}</span>
        </div>
      </div>
      <Actions item={item} onChanged={onChanged} />
    </article>
  );
}

function Actions({ item: { itemId, playbookId, name, status }, onChanged }: OwnItemProps) {
  const { api, mayEdit } = useSession();
  const [isAsked, setIsAsked] = useState(false);
  const command = useCommand(
    useCallback(async () => {
      await withdrawItem(api, itemId);
      setIsAsked(false);
      toastDone('It is out of the gallery');
      onChanged();
    }, [api, itemId, onChanged]),
    'It was not withdrawn',
  );
  if (!mayEdit) return null;
  return (
    <div className={classes.actions}>
      <ButtonLink
        to="/gallery/share/$playbookId"
        params={{ playbookId }}
        variant="default"
        aria-label={`New version: ${name}`}
      >
        {status === 'withdrawn' || status === 'removed' ? 'Share again' : 'New version'}
      </ButtonLink>
      {(status === 'published' || status === 'pending') && (
        <Button variant="default" aria-label={`Withdraw: ${name}`} onClick={() => setIsAsked(true)}>
          Withdraw
        </Button>
      )}
      <Confirm
        opened={isAsked}
        title={`Withdraw “${name}”?`}
        confirm="Withdraw it"
        busy={command.busy}
        onConfirm={() => void command.run()}
        onClose={() => setIsAsked(false)}
      >
        Nobody finds or installs it any more. Whoever has installed it keeps the playbook.
      </Confirm>
    </div>
  );
}
