import calendar from './calendar.module.css';
import { dayWords, WEEK } from './calendar-dates.ts';
import { BandEntry, Entry } from './calendar-entry.tsx';
import { type Day, rankOf } from './calendar-items.ts';
import { dayLabel, totalsWords } from './day-words.ts';
import classes from './month.module.css';
import type { DaysViewProps } from './week-view.tsx';

const SHOWN = 3;

/** A month in whole weeks: of each day how much there is, and the first three. */
export function MonthView({ days, chosen, today, onOpen }: DaysViewProps) {
  const month = chosen.slice(0, 7);
  return (
    <div className={classes.month}>
      {days.slice(0, WEEK).map(({ day }) => (
        <div key={day} className={classes.monthWeekday} aria-hidden>
          {dayWords(day, { weekday: 'short' })}
        </div>
      ))}
      {days.map((day) => (
        <Cell
          key={day.day}
          day={day}
          isOutside={!day.day.startsWith(month)}
          isToday={day.day === today}
          isChosen={day.day === chosen}
          onOpen={onOpen}
        />
      ))}
    </div>
  );
}

interface CellProps {
  readonly day: Day;
  readonly isOutside: boolean;
  readonly isToday: boolean;
  readonly isChosen: boolean;
  onOpen(day: string): void;
}

function Cell({ day, isOutside, isToday, isChosen, onOpen }: CellProps) {
  const items = day.items.toSorted((a, b) => rankOf(a) - rankOf(b));
  const bands = day.bands.slice(0, SHOWN);
  const shown = items.slice(0, SHOWN - bands.length);
  const more = day.items.length + day.bands.length + day.more - shown.length - bands.length;
  return (
    <div className={classes.cell} data-outside={isOutside || undefined}>
      <button
        type="button"
        className={calendar.head}
        data-day={day.day}
        data-today={isToday || undefined}
        data-chosen={isChosen || undefined}
        title={dayLabel(day)}
        aria-current={isToday ? 'date' : undefined}
        tabIndex={isChosen ? 0 : -1}
        onClick={() => onOpen(day.day)}
      >
        <span className={`${calendar.date} ${classes.date}`}>{dayWords(day.day, { day: 'numeric' })}</span>{' '}
        <span className={`${calendar.totals} ${classes.beside}`}>{totalsWords(day)}</span>
      </button>
      {bands.map((band) => (
        <BandEntry key={`${band.key}.${band.isAhead}`} band={band} />
      ))}
      {shown.map((item) => (
        <Entry key={item.key} item={item} />
      ))}
      {more > 0 && (
        <button type="button" className={calendar.more} tabIndex={-1} onClick={() => onOpen(day.day)}>
          {more} more
        </button>
      )}
    </div>
  );
}
