export type CalendarView = 'week' | 'month';

interface CalendarProps {
  readonly view: CalendarView;
  /** The day it is about, `YYYY-MM-DD` in the tenant's zone; null: today. */
  readonly day: string | null;
  onChange(view: CalendarView, day: string | null): void;
}

/** What will run and what did run, by day. */
export function Calendar({ view }: CalendarProps) {
  return <p>{view}</p>;
}
