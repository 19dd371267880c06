import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recurrence } from '../../../model/trigger.ts';
import { describeRecurrence } from '../../triggering/describe-recurrence.ts';
import { occurrencesBetween } from '../../triggering/next-occurrence.ts';
import { calendarDay, DAY_MS, wallClock, weekIndex } from '../../triggering/zoned-time.ts';
import { facts } from './facts.fixture.ts';
import { Reading } from './grammar.ts';
import { readSchedule } from './schedule.ts';
import { tokenize } from './tokens.ts';

const ZONES = ['America/New_York', 'America/Los_Angeles', 'Europe/London', 'Asia/Tokyo', 'UTC'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function read(sentence: string) {
  const reading = new Reading(tokenize(sentence, []));
  const schedule = readSchedule(reading, facts, sentence);
  if (schedule?.kind !== 'schedule') throw new Error(`${sentence}: ${JSON.stringify(schedule)}`);
  const recurrences = schedule.triggers.flatMap((one) => (one.type === 'schedule' ? [one] : []));
  return { recurrences: recurrences as readonly Recurrence[], left: reading.left.map(({ raw }) => raw) };
}

/** The crons of one minute, so that what is described is one trigger. */
const times = fc.tuple(
  fc.constantFrom(0, 15, 30),
  fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 }),
);
const clock = times.map(([minute, hours]) => `${minute} ${hours.sort((a, b) => a - b).join(',')}`);
const weekdays = fc.constantFrom('1-5', '0,6', '1', '3,5', '0', '1-6', '2,4,6');
const plain = { every: 1, anchor: null, dayOfMonth: null, weekOfMonth: null, until: null } as const;
const recurrence: fc.Arbitrary<Omit<Recurrence, 'timezone'>> = fc.oneof(
  fc
    .tuple(clock, fc.constantFrom('* * *', '1,15 * *', '28 * *', '1 3 *', '1 1,4,7,10 *'))
    .map(([time, days]) => ({ ...plain, cron: `${time} ${days}` })),
  fc.tuple(clock, weekdays).map(([time, days]) => ({ ...plain, cron: `${time} * * ${days}` })),
  fc.tuple(clock, weekdays).map(([time, days]) => ({ ...plain, cron: `${time} * 6,7,8 ${days}` })),
  clock.map((time) => ({ ...plain, cron: `${time} 28-31 * *`, dayOfMonth: 'last' as const })),
  fc
    .tuple(clock, fc.constantFrom('1', '5', '2,4'), fc.constantFrom<1 | 2 | 3 | 4 | 'last'>(1, 2, 3, 4, 'last'))
    .map(([time, day, week]) => ({ ...plain, cron: `${time} * * ${day}`, weekOfMonth: week })),
  fc
    .tuple(clock, fc.constantFrom('1', '5', '2,4'), fc.integer({ min: 2, max: 5 }))
    .map(([time, day, every]) => ({ ...plain, cron: `${time} * * ${day}`, every, anchor: '2026-11-23' })),
  fc
    .constantFrom(
      '*/15 * * * *',
      '0 * * * *',
      '*/10 9-16 * * 1-5',
      '0 9-17 * * *',
      '0 */2 * * *',
      '*/30 8-17 * * *',
      '15 * * * *',
    )
    .map((cron) => ({ ...plain, cron })),
  fc
    .tuple(clock, fc.constantFrom('2026-12-24', '2027-02-28'))
    .map(([time, until]) => ({ ...plain, cron: `${time} * * *`, until })),
  fc.tuple(clock, fc.constantFrom('2026-12-03', '2027-03-01')).map(([time, day]) => {
    const [, month = '', date = ''] = day.split('-');
    return { ...plain, cron: `${time} ${Number(date)} ${Number(month)} *`, until: day };
  }),
);

/** The same times, however the fields are written. */
function instants(rule: Recurrence): string[] {
  const from = new Date('2026-11-20T15:00:00Z');
  return occurrencesBetween(rule, from, new Date(from.getTime() + 120 * DAY_MS), 400).map((date) => date.toISOString());
}

describe('what a schedule is called', () => {
  it('is read as that schedule again', () => {
    fc.assert(
      fc.property(recurrence, fc.constantFrom(...ZONES), (rule, timezone) => {
        const wanted: Recurrence = { ...rule, timezone };
        const words = describeRecurrence(wanted);
        const { recurrences, left } = read(words);
        // "Every 15 minutes" names no zone: it is the tenant's.
        const zone = / \* \* \*$|^\*/.test(wanted.cron) && !/Time|UTC/.test(words) ? facts.timezone : timezone;
        expect({ words, left, zones: recurrences.map((one) => one.timezone) }).toEqual({
          words,
          left: [],
          zones: [zone],
        });
        expect(recurrences.flatMap(instants)).toEqual(instants({ ...wanted, timezone: zone }));
      }),
      { numRuns: 150 },
    );
  });
});

describe('every time of a schedule that was said', () => {
  it('lies in the window and on the days that were named, for a year', () => {
    const said = fc.tuple(
      fc.constantFrom(5, 10, 15, 20, 30),
      fc.integer({ min: 5, max: 11 }),
      fc.integer({ min: 13, max: 22 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 6 }),
    );
    fc.assert(
      fc.property(said, ([minutes, from, to, days]) => {
        const names = days.map((day) => DAYS[day]).join(' and ');
        const { recurrences } = read(`every ${minutes} minutes between ${from}am and ${to - 12}pm on ${names}`);
        const [rule] = recurrences;
        if (rule === undefined) throw new Error('none');
        const start = new Date('2026-11-20T15:00:00Z');
        const found = occurrencesBetween(rule, start, new Date(start.getTime() + 366 * DAY_MS), 100_000);
        expect(found.length).toBeGreaterThan(200);
        for (const date of found) {
          const wall = wallClock(date.getTime(), rule.timezone);
          const hour = (wall % DAY_MS) / 3_600_000;
          expect(hour >= from && hour < to && days.includes(calendarDay(Math.floor(wall / DAY_MS)).dayOfWeek)).toBe(
            true,
          );
        }
      }),
      { numRuns: 8 },
    );
  });

  it('keeps to every other week and to the week of the month, for a year', () => {
    const start = new Date('2026-11-20T15:00:00Z');
    const year = (sentence: string) =>
      read(sentence).recurrences.flatMap((rule) =>
        occurrencesBetween(rule, start, new Date(start.getTime() + 366 * DAY_MS), 1_000).map((date) =>
          calendarDay(Math.floor(wallClock(date.getTime(), rule.timezone) / DAY_MS)),
        ),
      );
    const weeks = year('every other Friday at 5pm').map(({ index }) => weekIndex(index));
    expect(weeks.length).toBe(26);
    expect(weeks.every((week, at) => at === 0 || week - (weeks[at - 1] ?? 0) === 2)).toBe(true);
    const firsts = year('first Monday of the month at 9am');
    expect(firsts.map(({ dayOfWeek, dayOfMonth }) => dayOfWeek === 1 && dayOfMonth <= 7)).toEqual(Array(12).fill(true));
  });
});
