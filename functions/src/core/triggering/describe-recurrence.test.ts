import { describe, expect, it } from 'vitest';
import type { Recurrence } from '../../model/trigger.ts';
import { describeRecurrence, joinWords, localTime, zoneName } from './describe-recurrence.ts';

function words(cron: string, rest: Partial<Recurrence> = {}, locale = 'en-US'): string {
  return describeRecurrence(
    { cron, timezone: 'America/New_York', every: 1, anchor: null, dayOfMonth: null, ...rest },
    locale,
  );
}

describe('a recurrence in words', () => {
  it.each([
    ['0 9 * * *', 'every day at 9:00 AM Eastern Time'],
    ['0 9,17 * * 1-5', 'every weekday at 9:00 AM and 5:00 PM Eastern Time'],
    ['30 8 * * 0,6', 'every Saturday and Sunday at 8:30 AM Eastern Time'],
    ['*/15 * * * *', 'every 15 minutes'],
    ['* * * * *', 'every minute'],
    ['0 * * * *', 'every hour'],
    ['15 * * * *', 'every hour at 15 minutes past'],
    ['0 * * * 1', 'every hour, every Monday, Eastern Time'],
    ['*/15 9-17 * * 1-5', 'every 15 minutes from 9:00 AM to 5:45 PM, every weekday, Eastern Time'],
    ['0 9-17 * * *', 'every hour from 9:00 AM to 5:00 PM Eastern Time'],
    ['0 */2 * * *', 'every 2 hours from 12:00 AM Eastern Time'],
    ['*/17 * * * *', 'at minutes 0, 17, 34 and 51 of the hour'],
    ['0 8 1,15 * *', 'on the 1st and 15th of every month at 8:00 AM Eastern Time'],
    ['0 9 29 2 *', 'on the 29th of February every year at 9:00 AM Eastern Time'],
    ['0 9 * 6-8 1', 'every Monday in June, July and August at 9:00 AM Eastern Time'],
    ['0 9 13 * 5', 'on the 13th of every month and also every Friday at 9:00 AM Eastern Time'],
  ])('%s is %s', (cron, expected) => {
    expect(words(cron)).toBe(expected);
  });

  it('tells of weeks and of the last day', () => {
    expect(words('0 8 * * 1', { every: 2, anchor: '2027-01-04' })).toBe('every other Monday at 8:00 AM Eastern Time');
    expect(words('0 8 * * 1', { every: 3, anchor: '2027-01-04' })).toBe(
      'on Monday of every 3rd week at 8:00 AM Eastern Time',
    );
    expect(words('0 8 28-31 * *', { dayOfMonth: 'last' })).toBe(
      'on the last day of every month at 8:00 AM Eastern Time',
    );
  });

  it('tells of the week of the month, and of the end', () => {
    expect(words('0 8 * * 1', { weekOfMonth: 1 })).toBe('on the first Monday of every month at 8:00 AM Eastern Time');
    expect(words('0 8 * * 2,5', { weekOfMonth: 'last' })).toBe(
      'on the last Tuesday and Friday of every month at 8:00 AM Eastern Time',
    );
    expect(words('0 8 * * *', { until: '2026-12-24' })).toBe(
      'every day at 8:00 AM Eastern Time, until Thu, Dec 24, 2026',
    );
    expect(words('0 17 3 12 *', { until: '2026-12-03' })).toBe('once, on Thu, Dec 3, 2026 at 5:00 PM Eastern Time');
  });

  it('writes the clock as the reader does, and stands a locale that is none', () => {
    expect(words('30 17 * * *', {}, 'en-GB')).toBe('every day at 17:30 Eastern Time');
    expect(words('30 17 * * *', {}, 'not a locale')).toBe('every day at 5:30 PM Eastern Time');
  });
});

describe('a zone', () => {
  it('is never called by its winter name all year', () => {
    expect(zoneName('America/New_York')).toBe('Eastern Time');
    expect(zoneName('UTC')).toBe('UTC');
    expect(zoneName('Etc/GMT+5')).toBe('GMT+5 time');
  });

  it('is abbreviated as is right on the day', () => {
    expect(localTime(new Date('2027-01-04T14:00Z'), 'America/New_York')).toBe('Mon, Jan 4, 2027, 9:00 AM EST');
    expect(localTime(new Date('2027-07-05T13:00Z'), 'America/New_York')).toBe('Mon, Jul 5, 2027, 9:00 AM EDT');
  });
});

describe('joinWords', () => {
  it('puts commas and a last word', () => {
    expect([joinWords([]), joinWords(['a']), joinWords(['a', 'b']), joinWords(['a', 'b', 'c'], 'or')]).toEqual([
      '',
      'a',
      'a and b',
      'a, b or c',
    ]);
  });
});
