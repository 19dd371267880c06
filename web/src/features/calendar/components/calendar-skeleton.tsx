import { Skeleton } from '@mantine/core';
import classes from './calendar.module.css';
import { WEEK } from './calendar-dates.ts';

export function CalendarSkeleton() {
  return (
    <div className={classes.waiting} aria-hidden>
      {Array.from({ length: WEEK }, (_, day) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the days are alike and never move
        <div key={day}>
          <Skeleton height={14} width="50%" />
          <Skeleton height={24} mt={18} />
          <Skeleton height={24} mt={44 + ((day * 37) % 90)} />
        </div>
      ))}
    </div>
  );
}
