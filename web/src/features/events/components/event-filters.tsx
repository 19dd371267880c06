import { Button, Select, TextInput } from '@mantine/core';
import { eventCatalog } from '@model/event-catalog.ts';
import { WEBHOOK_RECEIVED } from '@model/hook.ts';
import { eventTitle } from '../../../lib/words.ts';
import type { EventFilter } from '../api/use-events.ts';
import classes from './events.module.css';

interface EventFiltersProps {
  readonly filter: EventFilter;
  readonly about: string;
  onChange(filter: Partial<EventFilter & { about: string }>): void;
}

const kinds = [...eventCatalog.map(({ name }) => name), WEBHOOK_RECEIVED];
const day = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : null);

/** Which events are shown. */
export function EventFilters({ filter: { name, from, to }, about, onChange }: EventFiltersProps) {
  const named = name === null || kinds.includes(name) ? kinds : [...kinds, name];
  const isFiltered = name !== null || from !== null || to !== null || about !== '';
  return (
    <div className={classes.filters}>
      <Select
        className={classes.name}
        aria-label="Which events"
        placeholder="All events"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'All events' }}
        nothingFoundMessage="No event is called that"
        value={name}
        onChange={(value) => onChange({ name: value })}
        data={named.map((value) => ({ value, label: eventTitle(value) }))}
      />
      <TextInput
        className={classes.about}
        aria-label="About what"
        placeholder="About: a product, a name, an e-mail"
        value={about}
        maxLength={100}
        onChange={(event) => onChange({ about: event.currentTarget.value })}
      />
      <div className={classes.days}>
        <TextInput
          type="date"
          aria-label="First day"
          value={from ?? ''}
          max={to ?? undefined}
          onChange={(event) => onChange({ from: day(event.currentTarget.value) })}
        />
        <span aria-hidden>–</span>
        <TextInput
          type="date"
          aria-label="Last day"
          value={to ?? ''}
          min={from ?? undefined}
          onChange={(event) => onChange({ to: day(event.currentTarget.value) })}
        />
      </div>
      {isFiltered && (
        <Button variant="subtle" onClick={() => onChange({ name: null, from: null, to: null, about: '' })}>
          Clear all
        </Button>
      )}
    </div>
  );
}
