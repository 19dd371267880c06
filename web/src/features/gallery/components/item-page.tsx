import { Text } from '@mantine/core';
import type { GalleryItemView } from '@model/gallery-views.ts';
import { Store } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { BackLink } from '../../../components/ui/links.tsx';
import { Page, Section } from '../../../components/ui/page.tsx';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { useAnswer } from '../../../lib/use-answer.ts';
import { humanize } from '../../../lib/words.ts';
import { getItem } from '../api/gallery.ts';
import { installsWords, itemStatus } from '../api/gallery-words.ts';
import classes from './gallery.module.css';
import { ItemReviews } from './item-reviews.tsx';
import { ItemVersions } from './item-versions.tsx';
import { ItemWhat } from './item-what.tsx';
import { PaymentNote } from './payment-note.tsx';
import { ReportButton } from './report-button.tsx';
import { RatingLine } from './stars.tsx';
import { TakeBox } from './take-box.tsx';

const back = <BackLink to="/gallery">Gallery</BackLink>;

interface ItemPageProps {
  readonly itemId: string;
  /** The purchase that one comes back from; null where one comes from elsewhere. */
  readonly orderId: string | null;
  /** Whether the payment page was left without paying. */
  readonly isCanceled: boolean;
  onInstalled(playbookId: string): void;
}

/** One item of the gallery: what it does and needs, what others say, and the way to have it. */
export function ItemPage({ itemId, orderId, isCanceled, onInstalled }: ItemPageProps) {
  const [asked, setAsked] = useState(0);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  const live = useAnswer(`${itemId} ${asked}`, (api) => getItem(api, itemId));
  if (live.status !== 'ready') {
    return (
      <Page isWide title="Item of the gallery" back={back}>
        {live.status === 'loading' ? (
          <div role="status" aria-label="Loading">
            <ListSkeleton />
          </div>
        ) : (
          <Missing message={live.message} retry={live.retry} />
        )}
      </Page>
    );
  }
  return (
    <Loaded
      item={live.value}
      payment={orderId !== null && <PaymentNote orderId={orderId} isCanceled={isCanceled} onPaid={again} />}
      onChanged={again}
      onInstalled={onInstalled}
    />
  );
}

function Missing({ message, retry }: { readonly message: string; retry(): void }) {
  if (!/no (such )?item|not there/i.test(message)) return <ErrorState message={message} retry={retry} />;
  return (
    <EmptyState icon={Store} title="This item is not there">
      It was withdrawn or taken down, or it has not been let in yet.
    </EmptyState>
  );
}

interface LoadedProps {
  readonly item: GalleryItemView;
  readonly payment: ReactNode;
  onChanged(): void;
  onInstalled(playbookId: string): void;
}

function Loaded({ item, payment, onChanged, onInstalled }: LoadedProps) {
  const { itemId, name, publisher, description, category, average, ratings, installs, status, reason, isOwn } = item;
  return (
    <Page
      isWide
      title={name}
      back={back}
      mark={status !== 'published' && <StatusPill look={itemStatus[status]} />}
      subtitle={
        <span className={classes.facts}>
          <span>by {publisher}</span>
          <span>{humanize(category)}</span>
          <RatingLine average={average} ratings={ratings} />
          <span>{installsWords(installs)}</span>
        </span>
      }
      actions={!isOwn && <ReportButton itemId={itemId} />}
    >
      {payment}
      {isOwn && reason !== null && reason !== '' && <Text mb="md">The moderator says: {reason}</Text>}
      <div className={classes.both}>
        <div>
          <p className={classes.text}>{description}</p>
          <ItemWhat what={item} />
          <Section title="Reviews">
            <ItemReviews item={item} onChanged={onChanged} />
          </Section>
          <Section title="Versions">
            <ItemVersions versions={item.versions} shown={item.version} />
          </Section>
        </div>
        <TakeBox item={item} onChanged={onChanged} onInstalled={onInstalled} />
      </div>
    </Page>
  );
}
