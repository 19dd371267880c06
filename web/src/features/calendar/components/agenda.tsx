import { Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from './calendar.module.css';
import { dayWords } from './calendar-dates.ts';
import type { Day } from './calendar-items.ts';
import { DayList } from './day-list.tsx';
import { totalsWords } from './day-words.ts';
import type { DaysViewProps } from './week-view.tsx';

/** Of one day; a button shows the rest. */
const SHOWN = 6;

/** The days one below the other, for a narrow screen; a month leaves out the days on which nothing is. */
export function Agenda({ days, chosen, today, view, onOpen }: DaysViewProps & { readonly view: 'week' | 'month' }) {
  const month = chosen.slice(0, 7);
  const isEmpty = (day: Day) => totalsWords(day) === null;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const section = list.current?.querySelector(`[data-day="${chosen}"]`)?.closest('section');
    // What is over is above it.
    if (section?.previousElementSibling) section.scrollIntoView();
  }, [chosen]);
  const shown = view === 'week' ? days : days.filter((day) => day.day.startsWith(month) && !isEmpty(day));
  return (
    <div ref={list} className={classes.agenda}>
      {shown.length === 0 && <Text c="dimmed">Nothing in this month.</Text>}
      {shown.map((day) => (
        <section key={day.day} data-today={day.day === today || undefined}>
          <Title order={2} size="h3" tabIndex={-1} data-day={day.day}>
            {day.day === today ? 'Today, ' : ''}
            {dayWords(day.day, { weekday: 'long', month: 'short', day: 'numeric' })}
          </Title>
          <Text size="sm" c="dimmed">
            {totalsWords(day) ?? 'Nothing'}
          </Text>
          {!isEmpty(day) && <DayList day={day} most={SHOWN} onOpen={() => onOpen(day.day)} />}
        </section>
      ))}
    </div>
  );
}
