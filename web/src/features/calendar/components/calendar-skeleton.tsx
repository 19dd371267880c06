import { Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { ListSkeleton } from '../../../components/ui/states.tsx';
import classes from './calendar.module.css';
import { WEEK } from './calendar-dates.ts';

/** What a calendar is drawn like, while nothing is known: days side by side, or a list on a narrow screen. */
export function CalendarSkeleton() {
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  if (!isWide) return <ListSkeleton />;
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
