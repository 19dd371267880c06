import { z } from 'zod';
import { addToWall, dayOf, instantAt, isDay, isTimeZone, wallAt } from '../../core/engine/calendar.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { EDGES, edgeOf, WEEKDAYS, weekdayFrom } from './date-edges.ts';
import { quick } from './list.ts';

const MINUTE_MS = 60_000;
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'Write a day such as 2026-11-21, or a time such as 2026-11-21T09:00:00Z',
});
const amount = z.int().min(-10_000).max(10_000).default(0);

const params = z.strictObject({
  /** Now, when left out. A day without a time begins at midnight. */
  from: moment.nullable().default(null),
  /** Negative to go back. Days and longer keep the time on the clock, hours and minutes are elapsed time. */
  add: z
    .strictObject({ years: amount, months: amount, weeks: amount, days: amount, hours: amount, minutes: amount })
    .prefault({}),
  /** Then on to the next such day, at the same time; never the day itself. */
  nextWeekday: z.enum(WEEKDAYS).nullable().default(null),
  /** Then to the beginning or the end of what it lies in; weeks begin on Monday, ends are the last second. */
  to: z.enum(EDGES).nullable().default(null),
  /** How far it is from the result to here. */
  until: moment.nullable().default(null),
  /** IANA; the business's own when left out. */
  timezone: z.string().refine(isTimeZone, 'Write a time zone such as America/New_York').nullable().default(null),
});
const output = z.object({
  at: z.iso.datetime(),
  /** `2026-11-21`, `09:00` and `saturday`, on the clock of the zone. */
  date: z.string(),
  time: z.string(),
  weekday: z.enum(WEEKDAYS),
  /** As people write it. */
  text: z.string(),
  /** Calendar days and whole hours up to `until`, negative when that is past; null without one. */
  daysUntil: z.int().nullable(),
  hoursUntil: z.int().nullable(),
});

export const calculateDate = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'calculate_date',
  title: 'Calculate a date',
  description: 'Adds to a date, finds the next Monday or the end of the month, or counts the days to another date.',
  modelDescription:
    "Date arithmetic in the business's time zone, right over clock changes. In this order: from (now) + add, nextWeekday, to (edge); `until` gives daysUntil and hoursUntil. Results: at (ISO instant), date, time, weekday, text.",
  icon: 'calendar-plus',
  example: { add: { days: 30 }, to: 'end_of_month' },
  params,
  output,
  run: async ({ from, add, nextWeekday, to, until, timezone }, { org, user, clock }) => {
    const zone = timezone ?? org.timezone;
    const { hours, minutes, ...span } = add;
    const begin = from === null ? clock.now().getTime() : instantOf(from, zone);
    // On the calendar only where there is something to add: a time in the hour that comes twice stays itself.
    const isMoved = Object.values(span).some((part) => part !== 0) || nextWeekday !== null;
    const wall = addToWall(wallAt(begin, zone), span);
    const moved = isMoved ? instantAt(nextWeekday === null ? wall : weekdayFrom(wall, nextWeekday), zone) : begin;
    const later = moved + (hours * 60 + minutes) * MINUTE_MS;
    const at = to === null ? later : edgeOf(later, to, zone);
    return { ...shown(at, zone, user.locale), ...distance(at, until, zone) };
  },
});

function instantOf(text: string, zone: string): number {
  return isDay(text) ? instantAt(Date.parse(text), zone) : Date.parse(text);
}

function shown(at: number, zone: string, locale: string) {
  const wall = new Date(wallAt(at, zone));
  const style = { dateStyle: 'full', timeStyle: 'short', timeZone: zone } as const;
  return {
    at: new Date(at).toISOString(),
    date: wall.toISOString().slice(0, 10),
    time: wall.toISOString().slice(11, 16),
    weekday: WEEKDAYS[(wall.getUTCDay() + 6) % 7] ?? 'monday',
    text: new Intl.DateTimeFormat(locale, style).format(at),
  };
}

function distance(at: number, until: string | null, zone: string) {
  const day = until === null ? null : dayOf(until, zone);
  if (until === null || day === null) return { daysUntil: null, hoursUntil: null };
  const today = dayOf(new Date(at).toISOString(), zone) ?? 0;
  return { daysUntil: day - today, hoursUntil: Math.trunc((instantOf(until, zone) - at) / (60 * MINUTE_MS)) };
}
