import { Button } from '@mantine/core';
import type { GalleryWaiting } from '@model/gallery-views.ts';
import { useCallback, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { humanize } from '../../../lib/words.ts';
import { moderate } from '../api/gallery.ts';
import { priceWords } from '../api/gallery-words.ts';
import classes from './gallery.module.css';
import { ItemWhat } from './item-what.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

interface WaitingProps {
  readonly waiting: GalleryWaiting;
  onDone(): void;
}

/** One version that waits: what it says of itself, what it does, what differs from the one before, and the decision. */
export function WaitingItem({ waiting, onDone }: WaitingProps) {
  const { tenant } = useSession();
  const now = useNow();
  const { name, number, publisher, category, price, description, changes, createdAt, content } = waiting;
  return (
    <article aria-label={`${name}, version ${number}`}>
      <div className={classes.step}>
        <b>{name}</b>
        <span className={classes.soft}>
          version {number} by {publisher}, {humanize(category)}, {priceWords(price)},{' '}
          {dateTime(new Date(createdAt), tenant.timezone, now)}
        </span>
      </div>
      <p className={classes.text}>{description}</p>
      {changes !== '' && (
        <div className={classes.reply}>
          <span className={classes.soft}>What is new</span>
          <p className={classes.text}>{changes}</p>
        </div>
      )}
      <Differences waiting={waiting} />
      <ItemWhat what={waiting} />
      <details className={classes.whole}>
        <summary>All that is in it</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable from the keyboard */}
        <pre className={classes.json} tabIndex={0}>
          {JSON.stringify(content, null, 2)}
        </pre>
      </details>
      <Decide waiting={waiting} onDone={onDone} />
    </article>
  );
}

function Differences({ waiting: { differences } }: Pick<WaitingProps, 'waiting'>) {
  if (differences === null) return null;
  return (
    <div className={classes.reply}>
      <span className={classes.soft}>What differs from the version in the gallery</span>
      <ul className={classes.steps} aria-label="Differences">
        {differences.length === 0 ? (
          <li>Nothing but words.</li>
        ) : (
          differences.map((words) => <li key={words}>{words}</li>)
        )}
      </ul>
    </div>
  );
}

function Decide({ waiting: { itemId, name, number }, onDone }: WaitingProps) {
  const { api } = useSession();
  const [isRefusing, setIsRefusing] = useState(false);
  const letIn = useCommand(
    useCallback(async () => {
      await moderate(api, itemId, { decision: 'let_in', number });
      toastDone('It is in the gallery');
      onDone();
    }, [api, itemId, number, onDone]),
    'It was not let in',
  );
  return (
    <div className={classes.actions} style={{ marginTop: 14 }}>
      <Button loading={letIn.busy} onClick={() => void letIn.run()}>
        Let it in
      </Button>
      <Button variant="default" onClick={() => setIsRefusing(true)}>
        Refuse…
      </Button>
      {isRefusing && (
        <ReasonDialog
          title={`Refuse “${name}”, version ${number}`}
          confirm="Refuse it"
          act={(reason) => moderate(api, itemId, { decision: 'refuse', number, reason })}
          done="It is refused, with your reason"
          onDone={onDone}
          onClose={() => setIsRefusing(false)}
        />
      )}
    </div>
  );
}
