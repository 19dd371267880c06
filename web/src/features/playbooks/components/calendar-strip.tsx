import type { Forecast } from '../api/get-forecast.ts';
import classes from './playbook-page.module.css';

interface StripProps {
  readonly days: Forecast['days'];
  readonly isActive: boolean;
}

/** Two weeks from today on: on which days it starts by the clock, and when. */
export function CalendarStrip({ days, isActive }: StripProps) {
  if (days.every(({ count }) => count === 0)) return null;
  return (
    <ol className={classes.strip} aria-label={isActive ? 'The next 14 days' : 'The next 14 days, once it is active'}>
      {days.map(({ day, count, times }, index) => (
        <li
          key={day}
          className={classes.day}
          data-starts={count > 0 || undefined}
          data-today={index === 0 || undefined}
          title={count > times.length ? `${count.toLocaleString('en-US')} times` : times.join(', ')}
        >
          <span className={classes.date}>
            <span>{index === 0 ? 'Today' : part(day, { weekday: 'short' })}</span>
            <span>
              {(index === 0 || day.endsWith('-01')) && (
                <span className={classes.long}>{part(day, { month: 'short' })} </span>
              )}
              {part(day, { day: 'numeric' })}
            </span>
          </span>
          {count > 0 && (
            <>
              <span className={`${classes.times} ${classes.long}`}>
                {count <= 2
                  ? times.map((time) => <div key={time}>{time}</div>)
                  : `${count.toLocaleString('en-US')} times`}
              </span>
              <span className={classes.short} aria-hidden>
                {count.toLocaleString('en-US')}×
              </span>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

/** Of a day by itself, whatever the zone. */
function part(day: string, format: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { ...format, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}
