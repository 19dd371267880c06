import { describe, expect, it } from 'vitest';
import { checkTimeZone, isTimeZone, parseCron } from './cron.ts';

function cron(text: string) {
  const result = parseCron(text);
  if (!result.ok) throw new Error(result.problem);
  return result.cron;
}

describe('parseCron', () => {
  it('reads values, ranges, lists, steps and names', () => {
    const read = cron('*/20 9-17/4 1,15 jan-mar MON-FRI');
    expect(read.minutes).toEqual([0, 20, 40]);
    expect(read.hours).toEqual([9, 13, 17]);
    expect([...read.daysOfMonth]).toEqual([1, 15]);
    expect([...read.months]).toEqual([1, 2, 3]);
    expect([...read.daysOfWeek]).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ['7', '0'],
    ['5-7', '0,5,6'],
    ['FRI-SUN', '0,5,6'],
    ['sun', '0'],
    ['1-5', '1-5'],
    ['*', '*'],
  ])('writes the day of the week %s as %s, which every cron reads alike', (given, plain) => {
    expect(cron(`0 9 * * ${given}`).text).toBe(`0 9 * * ${plain}`);
  });

  it('knows when either day field is enough', () => {
    expect(cron('0 9 13 * 5').eitherDay).toBe(true);
    expect(cron('0 9 13 * *').eitherDay).toBe(false);
    expect(cron('0 9 */2 * 5').eitherDay).toBe(false);
  });

  it.each([
    ['', /five fields.*has 0/],
    ['0 9 * *', /five fields.*has 4/],
    ['0 0 9 * * *', /five fields.*has 6/],
    ['@daily', /shorthand.*'0 9 \* \* \*'/],
    ['60 9 * * *', /minute .*'60': use 0 to 59/],
    ['0 24 * * *', /hour .*'24': use 0 to 23/],
    ['0 9 0 * *', /day of the month .*'0': use 1 to 31/],
    ['0 9 L * *', /day of the month .*'L'/],
    ['0 9 ? * *', /day of the month .*'\?'/],
    ['0 9 * 13 *', /month .*'13': use 1 to 12 or JAN to DEC/],
    ['0 9 * * 8', /day of the week .*'8': use 0 to 7 or SUN to SAT/],
    ['0 9 * * 1#2', /day of the week/],
    ['0 9 * * MONDAY', /day of the week .*'MONDAY'/],
    ['0 22-6 * * *', /hour .*'22-6': a range runs from the smaller/],
    ['*/0 9 * * *', /minute .*a step is a number from 1/],
    ['5/15 9 * * *', /minute .*5-59\/15/],
    ['1,,2 9 * * *', /minute .*''/],
    ['1-2-3 9 * * *', /a range has two ends/],
    ['-5 9 * * *', /minute/],
    ['1e1 9 * * *', /minute .*'1E1'/],
  ])('refuses %j and names the field', (text, problem) => {
    expect(parseCron(text)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });
});

describe('checkTimeZone', () => {
  it.each(['America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC', 'Etc/GMT+5', 'US/Eastern'])(
    'accepts %s',
    (zone) => expect(isTimeZone(zone)).toBe(true),
  );

  it.each([
    ['EST', /ignores summer time; write America\/New_York/],
    ['+05:00', /no time zone/],
    ['Mars/Base', /no time zone/],
    ['', /no time zone/],
    ['america/new_york', /is written America\/New_York/],
  ])('refuses %j and says what to write', (zone, problem) => {
    expect(checkTimeZone(zone)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });
});
