import { Text } from '@mantine/core';
import classes from './calendar.module.css';
import { BandEntry, Entry } from './calendar-entry.tsx';
import type { Day } from './calendar-items.ts';
import { clockWords } from './day-words.ts';

/** All of one day that is told, in the order of time. */
export function DayList({ day }: { readonly day: Day }) {
  const clock = clockWords(day);
  const isEmpty = day.items.length === 0 && day.bands.length === 0 && day.more === 0;
  return (
    <>
      {clock !== null && (
        <Text size="sm" c="dimmed">
          This day has {clock}.
        </Text>
      )}
      {isEmpty && <Text c="dimmed">Nothing on this day.</Text>}
      <ul className={classes.list}>
        {day.bands.map((band) => (
          <li key={`${band.key}.${band.isAhead}`}>
            <BandEntry band={band} />
          </li>
        ))}
        {day.items.map((item) => (
          <li key={item.key}>
            <Entry item={item} />
          </li>
        ))}
      </ul>
      {day.more > 0 && (
        <Text size="sm" c="dimmed">
          and {day.more} more
        </Text>
      )}
    </>
  );
}
