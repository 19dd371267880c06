import { expect, it } from 'vitest';
import { recurrenceSchema } from '../../model/trigger.ts';
import { daysAhead } from './forecast-days.ts';

const newYork = { timezone: 'America/New_York', locale: 'en-US' };
const recurrence = (cron: string, timezone = 'America/New_York') => recurrenceSchema.parse({ cron, timezone });
/** Monday, 10:00 in New York. */
const now = new Date('2026-11-23T15:00:00Z');

it('counts two weeks from now on, in the tenant’s days', () => {
  const days = daysAhead([recurrence('0 9 * * 1'), recurrence('0 23 * * *', 'UTC')], now, newYork);
  expect(days).toHaveLength(14);
  expect(days[0]).toEqual({ day: '2026-11-23', count: 1, times: ['6:00 PM'] });
  expect(days[7]).toEqual({ day: '2026-11-30', count: 2, times: ['9:00 AM', '6:00 PM'] });
  expect(days[13]?.day).toBe('2026-12-06');
});

it('tells three times of many', () => {
  const [today, tomorrow] = daysAhead([recurrence('0 * * * *')], now, newYork);
  expect(today).toEqual({ day: '2026-11-23', count: 13, times: ['11:00 AM', '12:00 PM', '1:00 PM'] });
  expect(tomorrow?.count).toBe(24);
});

it('knows the days on which the clocks are put', () => {
  const days = daysAhead([recurrence('0 * * * *')], new Date('2026-10-31T16:00:00Z'), newYork);
  expect(days.slice(0, 3).map(({ day, count }) => [day, count])).toEqual([
    ['2026-10-31', 11],
    ['2026-11-01', 25],
    ['2026-11-02', 24],
  ]);
});
