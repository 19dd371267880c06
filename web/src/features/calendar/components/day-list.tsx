import { Text } from '@mantine/core';
import classes from './calendar.module.css';
import { BandEntry, Entry } from './calendar-entry.tsx';
import { type Day, rankOf } from './calendar-items.ts';
import { clockWords } from './day-words.ts';

interface DayListProps {
  readonly day: Day;
  /** How many of the starts are shown, those to come and those that failed first; all, unless given. */
  readonly most?: number;
  /** All of the day is wanted. */
  onOpen?(): void;
}

/** One day in the order of time. */
export function DayList({ day, most = Number.POSITIVE_INFINITY, onOpen }: DayListProps) {
  const clock = clockWords(day);
  const told = new Set(day.items.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, most));
  const more = day.more + day.items.length - told.size;
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
        {day.items
          .filter((item) => told.has(item))
          .map((item) => (
            <li key={item.key}>
              <Entry item={item} />
            </li>
          ))}
      </ul>
      {more > day.more ? (
        <button type="button" className={`${classes.more} ${classes.all}`} onClick={onOpen}>
          {more} more
        </button>
      ) : (
        more > 0 && (
          <Text size="sm" c="dimmed">
            and {more} more
          </Text>
        )
      )}
    </>
  );
}
