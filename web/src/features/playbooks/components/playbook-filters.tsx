import { CloseButton, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { agentIdSchema } from '@model/agent.ts';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { armingState, playbookStatus } from '../../../lib/status.ts';
import { agentNames } from '../../../lib/words.ts';
import type { choicesIn, PlaybookFilter } from '../api/filter-playbooks.ts';
import classes from './playbook-list.module.css';

interface FiltersProps {
  readonly filter: PlaybookFilter;
  readonly choices: ReturnType<typeof choicesIn>;
  onFilter(filter: PlaybookFilter): void;
}

const STATUSES: readonly { value: NonNullable<PlaybookFilter['status']> | 'all'; label: string }[] = [
  { value: 'all', label: 'All' },
  ...(['active', 'paused', 'draft'] as const).map((value) => ({ value, label: playbookStatus[value].word })),
  { value: 'attention', label: armingState.invalid.word },
  { value: 'archived', label: playbookStatus.archived.word },
];

/** By status, by words of the name, by category and agent; and in which order. */
export function PlaybookFilters({ filter, choices, onFilter }: FiltersProps) {
  const { status = 'all', category = '', agent = '', sort = '' } = filter;
  const { categories, agents } = choices;
  return (
    <div className={classes.filters}>
      <div className={classes.statuses}>
        <SegmentedControl
          aria-label="Which playbooks"
          value={status}
          onChange={(value) =>
            onFilter({
              ...filter,
              status: STATUSES.find((one) => one.value === value && value !== 'all')?.value as PlaybookFilter['status'],
            })
          }
          data={[...STATUSES]}
        />
      </div>
      <div className={classes.fields}>
        <SearchField value={filter.q ?? ''} onChange={(q) => onFilter({ ...filter, q: q === '' ? undefined : q })} />
        {categories.length > 1 && (
          <NativeSelect
            aria-label="Category"
            value={category}
            onChange={({ currentTarget }) => onFilter({ ...filter, category: currentTarget.value || undefined })}
            data={[{ value: '', label: 'Every category' }, ...categories]}
          />
        )}
        {agents.length > 0 && (
          <NativeSelect
            aria-label="Agent"
            value={agent}
            onChange={({ currentTarget }) =>
              onFilter({ ...filter, agent: agentIdSchema.safeParse(currentTarget.value).data })
            }
            data={[{ value: '', label: 'Every agent' }, ...agents.map((id) => ({ value: id, label: agentNames[id] }))]}
          />
        )}
        <NativeSelect
          aria-label="Order"
          value={sort}
          onChange={({ currentTarget }) =>
            onFilter({ ...filter, sort: (['name', 'next'] as const).find((one) => one === currentTarget.value) })
          }
          data={[
            { value: '', label: 'Newest first' },
            { value: 'name', label: 'By name' },
            { value: 'next', label: 'Next to run first' },
          ]}
        />
      </div>
    </div>
  );
}

/** Browsers refuse an address that changes with every key; a list that waits for one feels slow. */
const SETTLED_MS = 120;

function SearchField({ value, onChange }: { readonly value: string; onChange(value: string): void }) {
  const [text, setText] = useState(value);
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    const timer = setTimeout(() => text !== latest.current.value && latest.current.onChange(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label="Search by name"
      placeholder="Search by name"
      maxLength={120}
      leftSection={<Search size={15} aria-hidden />}
      rightSection={
        text === '' ? null : <CloseButton size="sm" aria-label="Clear the search" onClick={() => setText('')} />
      }
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || text === '') return;
        event.preventDefault();
        setText('');
      }}
    />
  );
}
