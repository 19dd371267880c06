import { Button, CloseButton, Collapse, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { Search, SlidersHorizontal } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { triggeredByWords } from '../../../lib/words.ts';
import { type ExecutionsSearch, filterCount, MODES, STARTERS } from '../api/search-params.ts';
import classes from './execution-filters.module.css';
import { DayFilter } from './execution-filters-days.tsx';
import { PlaybookFilter } from './execution-filters-playbook.tsx';
import { StatusFilter } from './execution-filters-status.tsx';
import { ExportButton } from './export-button.tsx';

export interface FilterProps {
  readonly search: ExecutionsSearch;
  /** Changes some of the filters; the others stay. */
  change(some: Partial<ExecutionsSearch>): void;
}

const modeWords = { live: 'Live only', dry_run: 'Dry runs only' } as const;

/** What is looked for. On a phone the filters are behind a button, the search is not. */
export function ExecutionFilters({ search, change, clear }: FilterProps & { clear(): void }) {
  const isPhone = useMediaQuery('(max-width: 48em)', window.innerWidth <= 768);
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const count = filterCount(search);
  const filters = (
    <div className={classes.filters} id={id}>
      <StatusFilter search={search} change={change} />
      <PlaybookFilter search={search} change={change} />
      <Select
        aria-label="What started it"
        placeholder="Started by anything"
        data={STARTERS.map((value) => ({ value, label: triggeredByWords[value] }))}
        value={search.by ?? null}
        onChange={(value) => change({ by: STARTERS.find((one) => one === value) })}
        clearable
        clearButtonProps={{ 'aria-label': 'Started by anything' }}
      />
      <DayFilter search={search} change={change} />
      <Select
        aria-label="Live or dry runs"
        placeholder="Live and dry runs"
        data={MODES.map((value) => ({ value, label: modeWords[value] }))}
        value={search.mode ?? null}
        onChange={(value) => change({ mode: MODES.find((one) => one === value) })}
        clearable
        clearButtonProps={{ 'aria-label': 'Live and dry runs' }}
      />
      {(count > 0 || search.q !== undefined) && (
        <Button variant="subtle" color="gray" onClick={clear}>
          Clear all
        </Button>
      )}
      <div className={classes.export}>
        <ExportButton search={search} />
      </div>
    </div>
  );
  return (
    <search className={classes.bar}>
      <div className={classes.line}>
        <SearchField search={search} change={change} />
        {isPhone && (
          <Button
            variant="default"
            size="md"
            leftSection={<SlidersHorizontal size={16} aria-hidden />}
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setIsOpen(!isOpen)}
          >
            Filters{count > 0 && ` (${count})`}
          </Button>
        )}
      </div>
      {isPhone ? <Collapse expanded={isOpen}>{filters}</Collapse> : filters}
    </search>
  );
}

/** Looks as one types, a moment after the last letter; at once with Enter. */
function SearchField({ search: { q = '' }, change }: FilterProps) {
  const [text, setText] = useState(q);
  const look = (wanted: string) => change({ q: wanted.trim() === '' ? undefined : wanted.trim() });
  const lookSoon = useDebouncedCallback(look, 350);
  // It is cleared, or comes out of the history of the browser.
  useEffect(() => setText((before) => (before.trim() === q ? before : q)), [q]);
  const set = (wanted: string) => {
    setText(wanted);
    lookSoon(wanted);
  };
  return (
    <TextInput
      type="search"
      size="md"
      className={classes.search}
      aria-label="Search executions"
      placeholder="Search by order number, e-mail, playbook or error"
      leftSection={<Search size={17} aria-hidden />}
      rightSection={text !== '' && <CloseButton aria-label="Clear the search" onClick={() => set('')} />}
      value={text}
      maxLength={200}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={({ key }) => {
        if (key === 'Enter') look(text);
        if (key === 'Escape') set('');
      }}
    />
  );
}
