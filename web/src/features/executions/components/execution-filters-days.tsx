import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { PERIODS, type Period } from '../api/search-params.ts';
import classes from './execution-filters.module.css';
import type { FilterProps } from './execution-filters.tsx';

const words: Record<Period, string> = {
  today: 'Today',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  month: 'This month',
};
const DAYS = 'days';

/** A period up to now, or days of one's own. */
export function DayFilter({ search: { when, from, to }, change }: FilterProps) {
  const [isChoosing, setIsChoosing] = useState(false);
  const hasDays = from !== undefined || to !== undefined;
  const isShown = when === undefined && (isChoosing || hasDays);
  const choose = (value: string | null) => {
    setIsChoosing(value === DAYS);
    change({ when: PERIODS.find((one) => one === value), from: undefined, to: undefined });
  };
  const day = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined);
  return (
    <>
      <Select
        aria-label="When"
        placeholder="Any time"
        data={[...PERIODS.map((value) => ({ value, label: words[value] })), { value: DAYS, label: 'Choose days…' }]}
        value={when ?? (isShown ? DAYS : null)}
        onChange={choose}
        clearable
        clearButtonProps={{ 'aria-label': 'Any time' }}
      />
      {isShown && (
        <div className={classes.days}>
          <TextInput
            type="date"
            aria-label="First day"
            value={from ?? ''}
            max={to}
            onChange={(event) => change({ from: day(event.currentTarget.value) })}
          />
          <span aria-hidden>–</span>
          <TextInput
            type="date"
            aria-label="Last day"
            value={to ?? ''}
            min={from}
            onChange={(event) => change({ to: day(event.currentTarget.value) })}
          />
        </div>
      )}
    </>
  );
}
