import { Button, Center, CloseButton, NativeSelect, Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { GALLERY_SORTS, type GalleryCard } from '@model/gallery-views.ts';
import { Link } from '@tanstack/react-router';
import { Search, SearchX } from 'lucide-react';
import { useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { humanize } from '../../../lib/words.ts';
import type { GalleryFilter } from '../api/gallery.ts';
import { CATEGORIES, installsWords, priceWords, sortWords } from '../api/gallery-words.ts';
import { useGallery } from '../api/use-gallery.ts';
import classes from './gallery.module.css';
import { RatingLine } from './stars.tsx';

const SETTLED_MS = 300;
const PLACES = [0, 1, 2, 3, 4, 5];

interface BrowseProps {
  readonly filter: GalleryFilter;
  onFilter(filter: GalleryFilter): void;
}

/** What others share, to be searched and looked through. */
export function GalleryBrowse({ filter, onFilter }: BrowseProps) {
  const { live, hasMore, isReading, failure, more } = useGallery(filter);
  const [text, setText] = useState(filter.q ?? '');
  const keep = useDebouncedCallback((q: string) => onFilter({ ...filter, q: q === '' ? undefined : q }), SETTLED_MS);
  function search(next: string) {
    setText(next);
    keep(next.trim());
  }
  const isNarrowed = filter.q !== undefined || filter.category !== undefined;
  return (
    <>
      <Filters filter={filter} onFilter={onFilter} text={text} onSearch={search} />
      <LiveView live={live} loading={<Loading />}>
        {(items) =>
          items.length === 0 ? (
            <Nothing isNarrowed={isNarrowed} />
          ) : (
            <>
              <ul className={classes.cards} aria-label="Items">
                {items.map((item) => (
                  <li key={item.itemId}>
                    <Card item={item} onFollow={keep.flush} />
                  </li>
                ))}
              </ul>
              {failure !== null && (
                <Text role="alert" size="sm" c="var(--bad-ink)" mt="md">
                  {failure}
                </Text>
              )}
              {hasMore && (
                <Center mt="md">
                  <Button variant="default" loading={isReading} onClick={more}>
                    Show more
                  </Button>
                </Center>
              )}
            </>
          )
        }
      </LiveView>
    </>
  );
}

interface FiltersProps extends BrowseProps {
  readonly text: string;
  onSearch(text: string): void;
}

function Filters({ filter, onFilter, text, onSearch }: FiltersProps) {
  return (
    <div className={classes.filters}>
      <TextInput
        className={classes.search}
        type="search"
        maxLength={100}
        aria-label="Search the gallery"
        placeholder="Search: reviews, stock, newsletter …"
        leftSection={<Search size={15} aria-hidden />}
        rightSection={text === '' ? null : <CloseButton size="sm" aria-label="Clear" onClick={() => onSearch('')} />}
        value={text}
        onChange={({ currentTarget }) => onSearch(currentTarget.value)}
      />
      <NativeSelect
        aria-label="Category"
        value={filter.category ?? ''}
        onChange={({ currentTarget: { value } }) => onFilter({ ...filter, category: value || undefined })}
        data={[
          { value: '', label: 'Every category' },
          ...CATEGORIES.map((value) => ({ value, label: humanize(value) })),
        ]}
      />
      <NativeSelect
        aria-label="Order"
        value={filter.sort ?? 'popular'}
        onChange={({ currentTarget: { value } }) => {
          const sort = GALLERY_SORTS.find((one) => one === value);
          onFilter({ ...filter, sort: sort === 'popular' ? undefined : sort });
        }}
        data={GALLERY_SORTS.map((value) => ({ value, label: sortWords[value] }))}
      />
    </div>
  );
}

interface CardProps {
  readonly item: GalleryCard;
  onFollow(): void;
}

function Card({ item, onFollow }: CardProps) {
  const { itemId, name, description, publisher, price, average, ratings, installs } = item;
  return (
    <Link to="/gallery/$itemId" params={{ itemId }} className={classes.card} onClick={onFollow}>
      <div className={classes.cardHead}>
        <h2>{name}</h2>
        <span className={classes.price}>{priceWords(price)}</span>
      </div>
      <span className={classes.soft}>by {publisher}</span>
      <p>{description}</p>
      <div className={classes.facts}>
        <RatingLine average={average} ratings={ratings} />
        <span>{installsWords(installs)}</span>
      </div>
    </Link>
  );
}

function Nothing({ isNarrowed }: { readonly isNarrowed: boolean }) {
  return (
    <EmptyState
      icon={SearchX}
      title={isNarrowed ? 'Nobody shares anything like that' : 'Nobody shares anything yet'}
      action={
        <ButtonLink to="/templates" variant="default">
          Look at templates
        </ButtonLink>
      }
    >
      {isNarrowed
        ? 'Try another word, or another category.'
        : 'Share a playbook of yours: “Share in the gallery…” is in its menu.'}
    </EmptyState>
  );
}

function Loading() {
  return (
    <div className={classes.cards} aria-hidden>
      {PLACES.map((place) => (
        <Skeleton key={place} height={190} radius="lg" />
      ))}
    </div>
  );
}
