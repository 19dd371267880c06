import { useEffect, useRef } from 'react';
import classes from './calendar.module.css';
import { dayWords, minuteWords } from './calendar-dates.ts';
import { BandEntry, Entry } from './calendar-entry.tsx';
import type { Day, Item } from './calendar-items.ts';
import { clockWords, dayLabel, totalsWords } from './day-words.ts';
import { placeInLanes } from './lanes.ts';

const HOUR = 48;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** An entry is as high as this many minutes. */
const ENTRY_MINUTES = 33;
/** Beside one another names could not be read any more. */
const MOST_LANES = 2;
const SHOWN_BANDS = 3;

export interface DaysViewProps {
  readonly days: readonly Day[];
  readonly chosen: string;
  readonly today: string;
  onChoose(day: string): void;
  /** All of one day is wanted. */
  onOpen(day: string): void;
}

/** Seven days by the hour; what is often stands above them. */
export function WeekView({ days, chosen, today, minute, onOpen }: DaysViewProps & { readonly minute: number }) {
  const box = useRef<HTMLElement>(null);
  const first = days[0]?.day;
  const focus = days.some(({ day }) => day === today)
    ? minute
    : Math.min(9 * 60, ...days.flatMap(({ items }) => items.map((item) => item.minute)));
  const latest = useRef(focus);
  latest.current = focus;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another week begins at its first hour of interest
  useEffect(() => {
    if (box.current !== null) box.current.scrollTop = Math.max(0, (latest.current / 60 - 2) * HOUR);
  }, [first]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable from the keyboard
    <section ref={box} className={classes.week} aria-label="The week by the hour" tabIndex={0}>
      <div className={classes.heads}>
        <span />
        {days.map((day) => (
          <Head key={day.day} day={day} isToday={day.day === today} isChosen={day.day === chosen} onOpen={onOpen} />
        ))}
      </div>
      <div className={classes.hours} style={{ height: 24 * HOUR }}>
        <div className={classes.scale} aria-hidden>
          {HOURS.slice(1).map((hour) => (
            <span key={hour} style={{ top: hour * HOUR }}>
              {minuteWords(hour * 60)}
            </span>
          ))}
        </div>
        {days.map((day) => (
          <Column key={day.day} day={day} now={day.day === today ? minute : null} onOpen={onOpen} />
        ))}
      </div>
    </section>
  );
}

interface HeadProps {
  readonly day: Day;
  readonly isToday: boolean;
  readonly isChosen: boolean;
  onOpen(day: string): void;
}

function Head({ day, isToday, isChosen, onOpen }: HeadProps) {
  const more = day.bands.length - SHOWN_BANDS;
  const clock = clockWords(day);
  return (
    <div className={classes.headCell}>
      <button
        type="button"
        className={classes.head}
        data-day={day.day}
        data-today={isToday || undefined}
        data-chosen={isChosen || undefined}
        title={dayLabel(day)}
        aria-current={isToday ? 'date' : undefined}
        tabIndex={isChosen ? 0 : -1}
        onClick={() => onOpen(day.day)}
      >
        <span className={classes.weekday}>{dayWords(day.day, { weekday: 'short' })}</span>{' '}
        <span className={classes.date}>{dayWords(day.day, { day: 'numeric' })}</span>{' '}
        <span className={classes.totals}>{totalsWords(day) ?? '\u00a0'}</span>
        {clock !== null && <span className={classes.totals}>{day.hours} hours</span>}
      </button>
      {day.bands.slice(0, SHOWN_BANDS).map((band) => (
        <BandEntry key={`${band.key}.${band.isAhead}`} band={band} />
      ))}
      {more > 0 && (
        <button type="button" className={classes.more} onClick={() => onOpen(day.day)}>
          {more} more often
        </button>
      )}
    </div>
  );
}

interface ColumnProps {
  readonly day: Day;
  /** The minute of now; null: it is another day. */
  readonly now: number | null;
  onOpen(day: string): void;
}

function Column({ day, now, onOpen }: ColumnProps) {
  const { placed, rests } = placeInLanes<Item>(day.items, ENTRY_MINUTES, MOST_LANES);
  const at = (minute: number, lane: number, of: number) => ({
    top: (Math.min(minute, 24 * 60 - ENTRY_MINUTES) / 60) * HOUR,
    left: `calc(${(lane / of) * 100}% + 2px)`,
    width: `calc(${100 / of}% - 4px)`,
  });
  return (
    <div className={classes.column}>
      {now !== null && <div className={classes.now} style={{ top: (now / 60) * HOUR }} aria-hidden />}
      {placed.map(({ item, lane, of }) => (
        <div key={item.key} className={classes.slot} style={at(item.minute, lane, of)}>
          <Entry item={item} isTimed={of === 1} />
        </div>
      ))}
      {rests.map(({ minute, items, lane, of }) => (
        <div key={minute} className={classes.slot} style={at(minute, lane, of)}>
          <button
            type="button"
            className={classes.rest}
            onClick={() => onOpen(day.day)}
            aria-label={`+${items.length} more around ${minuteWords(minute)}`}
          >
            +{items.length}
          </button>
        </div>
      ))}
    </div>
  );
}
