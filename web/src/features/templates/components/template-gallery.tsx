import { CloseButton, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { BUSINESSES, type Business, businessWords } from '@model/business.ts';
import { Link } from '@tanstack/react-router';
import { CalendarClock, Check, Play, Plug, Search, SearchX, Webhook, Zap } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { TemplateIcon } from '../../../components/ui/template-icon.tsx';
import { humanize } from '../../../lib/words.ts';
import { findTemplates } from '../api/find-templates.ts';
import { type Gallery, type Template, useTemplates } from '../api/templates.ts';
import classes from './templates.module.css';

interface GalleryFilter {
  readonly q?: string | undefined;
  /** `all` also where the business has said what it is. */
  readonly business?: Business | 'all' | undefined;
  readonly category?: string | undefined;
}

const SETTLED_MS = 200;

interface TemplateGalleryProps {
  readonly filter: GalleryFilter;
  onFilter(filter: GalleryFilter): void;
}

/** What can be had ready-made, by kind of business and purpose. */
export function TemplateGallery(props: TemplateGalleryProps) {
  return (
    <LiveView live={useTemplates()} loading={<Loading />}>
      {(gallery) => <Found {...props} gallery={gallery} />}
    </LiveView>
  );
}

const PLACES = [0, 1, 2, 3, 4, 5, 6, 7];

function Loading() {
  return (
    <div className={classes.cards} aria-hidden>
      {PLACES.map((place) => (
        <Skeleton key={place} height={210} radius="lg" />
      ))}
    </div>
  );
}

function Found({ gallery, filter, onFilter }: TemplateGalleryProps & { readonly gallery: Gallery }) {
  const { business = gallery.business ?? 'all', category = '' } = filter;
  const [text, setText] = useState(filter.q ?? '');
  const wanted = useDeferredValue(text);
  const found = findTemplates(gallery.items, {
    text: wanted,
    business: business === 'all' ? null : business,
    category: category === '' ? null : category,
  });
  const categories = [...new Set(gallery.items.map((one) => one.category))];
  // Browsers refuse an address that changes with every key. Whoever follows a link must not be called back by a late change.
  const keep = useDebouncedCallback((q: string) => onFilter({ ...filter, q: q === '' ? undefined : q }), SETTLED_MS);
  function search(next: string) {
    setText(next);
    keep(next.trim());
  }
  return (
    <>
      <div className={classes.filters}>
        <TextInput
          className={classes.search}
          type="search"
          maxLength={100}
          aria-label="Search templates"
          placeholder="Search: stock, invoices, Slack …"
          leftSection={<Search size={15} aria-hidden />}
          rightSection={text === '' ? null : <CloseButton size="sm" aria-label="Clear" onClick={() => search('')} />}
          value={text}
          onChange={({ currentTarget }) => search(currentTarget.value)}
        />
        <NativeSelect
          aria-label="Kind of business"
          value={business}
          onChange={({ currentTarget: { value } }) =>
            onFilter({ ...filter, business: BUSINESSES.find((one) => one === value) ?? 'all' })
          }
          data={[
            { value: 'all', label: 'Every business' },
            ...BUSINESSES.map((value) => ({ value, label: businessWords[value] })),
          ]}
        />
        <NativeSelect
          aria-label="Purpose"
          value={category}
          onChange={({ currentTarget }) => onFilter({ ...filter, category: currentTarget.value || undefined })}
          data={[
            { value: '', label: 'Every purpose' },
            ...categories.map((value) => ({ value, label: humanize(value) })),
          ]}
        />
      </div>
      <p role="status" className={classes.count}>
        {found.length === 1 ? '1 template' : `${found.length} templates`}
      </p>
      {found.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="Nothing like that is ready-made"
          action={
            <ButtonLink to="/" search={{ say: wanted.trim() === '' ? undefined : wanted.trim() }} variant="default">
              Say it in the chat
            </ButtonLink>
          }
        >
          In the chat you can ask for whatever you can say.
        </EmptyState>
      ) : (
        <ul className={classes.cards}>
          {found.map((template) => (
            <li key={template.id}>
              <Card template={template} onFollow={keep.flush} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const startIcons = { schedule: CalendarClock, event: Zap, webhook: Webhook, manual: Play } as const;

interface CardProps {
  readonly template: Template;
  onFollow(): void;
}

function Card({ template: { id, icon, title, description, starts, connections }, onFollow }: CardProps) {
  return (
    <Link to="/templates/$templateId" params={{ templateId: id }} className={classes.card} onClick={onFollow}>
      <TemplateIcon name={icon} />
      <h2>{title}</h2>
      <p>{description}</p>
      <div className={classes.facts}>
        {starts.map(({ type, words }) => {
          const Icon = startIcons[type];
          return (
            <span key={words} className={classes.fact}>
              <Icon size={14} aria-hidden />
              {words}
            </span>
          );
        })}
        {connections.map(({ connector, title: vendor, isThere }) => (
          <span key={connector} className={`${classes.fact} ${isThere ? classes.there : ''}`}>
            {isThere ? <Check size={14} aria-hidden /> : <Plug size={14} aria-hidden />}
            {isThere ? `${vendor} is connected` : `Needs ${vendor}`}
          </span>
        ))}
      </div>
    </Link>
  );
}
