import { describe, expect, it } from 'vitest';
import { isTimeZone, nextOccurrence, scheduleProblem } from './unix-cron.ts';

describe('unix-cron schedules', () => {
  it.each([
    '0 9 * * *',
    '*/5 * * * *',
    '0 9 * * MON-FRI',
    '0 0 1 jan,JUL *',
    '0 9 * * 7',
    '0 9 * * 5-7',
    '0-30/10 8-18 * * 1,3,5',
    '30 2 28-31 * *',
  ])('accepts %s', (schedule) => {
    expect(scheduleProblem(schedule)).toBeNull();
    expect(nextOccurrence(schedule, 'UTC', Date.UTC(2027, 0, 1))).not.toBeNull();
  });

  it.each([
    ['61 * * * *', 'minute'],
    ['* 24 * * *', 'hour'],
    ['* * 0 * *', 'day of month'],
    ['* * * 13 *', 'month'],
    ['* * * * 8', 'day of week'],
    ['* * * *', 'five'],
    ['0 0 9 * * *', 'five'],
    ['', 'five'],
    ['@daily', 'five'],
    ['0 9 L * *', 'day of month'],
    ['0 9 * * 5#2', 'day of week'],
    ['*/0 * * * *', 'minute'],
    ['5/10 * * * *', 'minute'],
    ['30-10 * * * *', 'minute'],
    ['1,,2 * * * *', 'minute'],
    ['every 5 minutes', 'App Engine'],
    ['1st monday of month 09:00', 'App Engine'],
  ])('refuses %s and says why', (schedule, reason) => {
    expect(scheduleProblem(schedule)).toContain(reason);
  });

  it('reads 7 as Sunday', () => {
    const friday = Date.UTC(2027, 0, 1);
    expect(nextOccurrence('0 9 * * 7', 'UTC', friday)).toBe(Date.UTC(2027, 0, 3, 9));
    expect(nextOccurrence('0 9 * * SUN', 'UTC', friday)).toBe(Date.UTC(2027, 0, 3, 9));
  });

  it('keeps nine o’clock in New York at nine over both changes of the clock', () => {
    expect(nextOccurrence('0 9 * * *', 'America/New_York', Date.UTC(2027, 2, 13, 15))).toBe(Date.UTC(2027, 2, 14, 13));
    expect(nextOccurrence('0 9 * * *', 'America/New_York', Date.UTC(2027, 10, 6, 14))).toBe(Date.UTC(2027, 10, 7, 14));
  });

  it('fires a fixed time that exists twice once', () => {
    const first = nextOccurrence('30 1 * * *', 'America/New_York', Date.UTC(2027, 10, 7, 0));
    expect(first).toBe(Date.UTC(2027, 10, 7, 5, 30));
    expect(nextOccurrence('30 1 * * *', 'America/New_York', first ?? 0)).toBe(Date.UTC(2027, 10, 8, 6, 30));
  });

  it('has no occurrence for a date that does not exist', () => {
    expect(nextOccurrence('0 9 30 2 *', 'UTC', Date.UTC(2027, 0, 1))).toBeNull();
  });

  it('knows the names of the tz database and refuses offsets and inventions', () => {
    expect(['UTC', 'utc', 'America/New_York', 'Asia/Kolkata'].every(isTimeZone)).toBe(true);
    expect(['Mars/Base', '+05:00', ''].some(isTimeZone)).toBe(false);
  });
});
