import { ActionIcon, Button, SegmentedControl, Select, Text } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CalendarAnswer } from '../api/use-calendar.ts';
import classes from './calendar.module.css';
import type { CalendarPlace } from './calendar.tsx';
import { dayWords, weekWords } from './calendar-dates.ts';

interface CalendarToolbarProps extends Pick<CalendarPlace, 'view' | 'playbook'> {
  readonly days: readonly string[];
  readonly chosen: string;
  readonly answer: CalendarAnswer | null;
  onChange(place: Partial<CalendarPlace>): void;
  onTurn(by: 1 | -1): void;
}

/** Which days, in which form, of which playbook. */
export function CalendarToolbar({ view, playbook, days, chosen, answer, onChange, onTurn }: CalendarToolbarProps) {
  const names = useNames(answer);
  const title = view === 'week' ? weekWords(days) : dayWords(chosen, { month: 'long', year: 'numeric' });
  return (
    <div className={classes.toolbar}>
      <div className={classes.turn}>
        <Button variant="default" onClick={() => onChange({ day: null })} aria-keyshortcuts="T">
          Today
        </Button>
        <ActionIcon aria-label={`Previous ${view}`} aria-keyshortcuts="PageUp" onClick={() => onTurn(-1)}>
          <ChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={`Next ${view}`} aria-keyshortcuts="PageDown" onClick={() => onTurn(1)}>
          <ChevronRight size={18} aria-hidden />
        </ActionIcon>
      </div>
      <Text fw={620} size="lg" className={classes.title} aria-live="polite">
        {title}
      </Text>
      <Select
        className={classes.filter}
        aria-label="Which playbook"
        placeholder="All playbooks"
        searchable
        clearable
        nothingFoundMessage="None of that name here"
        value={playbook}
        onChange={(value) => onChange({ playbook: value })}
        data={[...names].map(([value, label]) => ({ value, label }))}
      />
      <SegmentedControl
        aria-label="Week or month"
        value={view}
        onChange={(value) => onChange({ view: value === 'month' ? 'month' : 'week' })}
        data={[
          { value: 'week', label: 'Week' },
          { value: 'month', label: 'Month' },
        ]}
      />
    </div>
  );
}

/** The playbooks that were seen so far, by name: an answer about one of them names no other. */
function useNames(answer: CalendarAnswer | null): ReadonlyMap<string, string> {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    if (answer === null) return;
    const found = [
      ...answer.playbooks.map(({ playbookId, name }) => [playbookId, name] as const),
      ...answer.executions.map(({ playbookId, playbookName }) => [playbookId, playbookName] as const),
    ];
    setNames((before) => new Map([...before, ...found].toSorted(([, a], [, b]) => a.localeCompare(b))));
  }, [answer]);
  return names;
}
