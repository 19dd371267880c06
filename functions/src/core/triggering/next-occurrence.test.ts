import { Cron as Croner } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Recurrence } from '../../model/trigger.ts';
import { parseCron } from './cron.ts';
import { latestOccurrence, nextOccurrence, nextOccurrences, occurrencesBetween } from './next-occurrence.ts';
import { wallClock } from './zoned-time.ts';

function recurrence(cron: string, timezone: string, rest: Partial<Recurrence> = {}): Recurrence {
  return { cron, timezone, every: 1, anchor: null, dayOfMonth: null, weekOfMonth: null, until: null, ...rest };
}

function next(rule: Recurrence, after: string, count: number): string[] {
  return nextOccurrences(rule, new Date(after), count).map((date) => date.toISOString().slice(0, 16));
}

const NY = 'America/New_York';

describe('around a change of the clock', () => {
  const matrix: [string, string, string, string, string[]][] = [
    [
      'a fixed time in the gap is due when the gap ends',
      '30 2 * * *',
      NY,
      '2027-03-14T05:00Z',
      ['2027-03-14T07:00', '2027-03-15T06:30'],
    ],
    [
      'several times in the gap are due once',
      '*/15 2 * * *',
      NY,
      '2027-03-14T05:00Z',
      ['2027-03-14T07:00', '2027-03-15T06:00'],
    ],
    [
      'a fixed list over the gap',
      '30 1,2,3 * * *',
      NY,
      '2027-03-14T05:00Z',
      ['2027-03-14T06:30', '2027-03-14T07:00', '2027-03-14T07:30', '2027-03-15T05:30'],
    ],
    ['nine o’clock stays nine o’clock', '0 9 * * *', NY, '2027-03-13T12:00Z', ['2027-03-13T14:00', '2027-03-14T13:00']],
    [
      'hourly follows real time over the gap',
      '0 * * * *',
      NY,
      '2027-03-14T05:00Z',
      ['2027-03-14T06:00', '2027-03-14T07:00', '2027-03-14T08:00'],
    ],
    [
      'half past every hour skips the gap',
      '30 * * * *',
      NY,
      '2027-03-14T06:00Z',
      ['2027-03-14T06:30', '2027-03-14T07:30'],
    ],
    ['a stepped hour skips the gap', '30 */2 * * *', NY, '2027-03-14T05:00Z', ['2027-03-14T05:30', '2027-03-14T08:30']],
    [
      'a fixed time that comes twice is due once',
      '30 1 * * *',
      NY,
      '2027-11-07T04:00Z',
      ['2027-11-07T05:30', '2027-11-08T06:30'],
    ],
    [
      'a fixed range that comes twice is due once',
      '0 1-3 * * *',
      NY,
      '2027-11-07T04:00Z',
      ['2027-11-07T05:00', '2027-11-07T07:00', '2027-11-07T08:00'],
    ],
    [
      'minutes of a fixed hour come once',
      '*/30 1 * * *',
      NY,
      '2027-11-07T04:00Z',
      ['2027-11-07T05:00', '2027-11-07T05:30', '2027-11-08T06:00'],
    ],
    [
      'every half hour follows real time over the fold',
      '*/30 * * * *',
      NY,
      '2027-11-07T04:31Z',
      ['2027-11-07T05:00', '2027-11-07T05:30', '2027-11-07T06:00', '2027-11-07T06:30', '2027-11-07T07:00'],
    ],
    [
      'half an hour of gap, Lord Howe',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2027-10-02T10:00Z',
      ['2027-10-02T15:30', '2027-10-03T15:15'],
    ],
    [
      'half an hour of fold, Lord Howe',
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2027-04-03T10:00Z',
      ['2027-04-03T14:45', '2027-04-04T15:15'],
    ],
    [
      'every quarter hour over half an hour of fold',
      '*/15 * * * *',
      'Australia/Lord_Howe',
      '2027-04-03T14:30Z',
      ['2027-04-03T14:45', '2027-04-03T15:00', '2027-04-03T15:15', '2027-04-03T15:30'],
    ],
    [
      'a gap that ends at midnight',
      '30 23 * * *',
      'America/Nuuk',
      '2027-03-27T10:00Z',
      ['2027-03-28T01:00', '2027-03-29T00:30'],
    ],
    [
      'a gap that begins at midnight',
      '0 0 * * *',
      'Africa/Cairo',
      '2027-04-29T10:00Z',
      ['2027-04-29T22:00', '2027-04-30T21:00'],
    ],
    [
      'a fold over midnight',
      '0 * * * *',
      'Africa/Cairo',
      '2027-10-28T19:30Z',
      ['2027-10-28T20:00', '2027-10-28T21:00', '2027-10-28T22:00'],
    ],
    [
      'a day that a zone left out',
      '0 9 30 12 *',
      'Pacific/Apia',
      '2011-12-01T00:00Z',
      ['2011-12-30T10:00', '2012-12-29T19:00'],
    ],
    [
      'an offset of three quarters',
      '0 9 * * *',
      'Asia/Kathmandu',
      '2027-01-01T00:00Z',
      ['2027-01-01T03:15', '2027-01-02T03:15'],
    ],
  ];
  it.each(matrix)('%s', (_, cron, zone, after, expected) => {
    const rule = recurrence(cron, zone);
    expect(next(rule, after, expected.length)).toEqual(expected);
    for (const due of expected) {
      const minute = new Date(`${due}Z`);
      expect(latestOccurrence(rule, new Date(minute.getTime() + 30_000))).toEqual(minute);
    }
  });
});

describe('days', () => {
  it('keep to short months and leap years', () => {
    expect(next(recurrence('0 9 31 * *', 'UTC'), '2027-01-31T09:00Z', 2)).toEqual([
      '2027-03-31T09:00',
      '2027-05-31T09:00',
    ]);
    expect(next(recurrence('0 9 29 2 *', 'UTC'), '2096-03-01T00:00Z', 1)).toEqual(['2104-02-29T09:00']);
  });

  it('that no calendar has are never due', () => {
    const never = recurrence('0 9 30 2 *', 'UTC');
    expect(nextOccurrence(never, new Date('2027-01-01T00:00Z'))).toBeNull();
    expect(latestOccurrence(never, new Date('2027-01-01T00:00Z'))).toBeNull();
  });

  it('may match by the month or by the week where both are given', () => {
    expect(next(recurrence('0 9 13 * 5', 'UTC'), '2027-01-07T10:00Z', 3)).toEqual([
      '2027-01-08T09:00',
      '2027-01-13T09:00',
      '2027-01-15T09:00',
    ]);
  });

  it('can be the last of the month', () => {
    const rule = recurrence('0 9 28-31 * *', NY, { dayOfMonth: 'last' });
    expect(next(rule, '2028-01-31T15:00Z', 3)).toEqual(['2028-02-29T14:00', '2028-03-31T13:00', '2028-04-30T13:00']);
  });

  it('of every other week are counted from the week of the anchor, in the zone, over the turn of the year', () => {
    const rule = recurrence('0 8 * * 1', 'Asia/Tokyo', { every: 2, anchor: '2026-12-23' });
    // Monday 2026-12-21 in Tokyo begins on Sunday in UTC.
    expect(next(rule, '2026-12-15T00:00Z', 3)).toEqual(['2026-12-20T23:00', '2027-01-03T23:00', '2027-01-17T23:00']);
  });

  it('of every other week hold before the anchor, too', () => {
    const rule = recurrence('0 8 * * 1', 'UTC', { every: 2, anchor: '2027-01-04' });
    expect(latestOccurrence(rule, new Date('2027-01-03T00:00Z'))?.toISOString()).toBe('2026-12-21T08:00:00.000Z');
  });
});

describe('occurrencesBetween', () => {
  it('leaves out the beginning, takes in the end and stops at the cap', () => {
    const rule = recurrence('0 * * * *', 'UTC');
    const [from, to] = [new Date('2027-01-01T00:00Z'), new Date('2027-01-01T03:00Z')];
    expect(occurrencesBetween(rule, from, to, 24).map((date) => date.getUTCHours())).toEqual([1, 2, 3]);
    expect(occurrencesBetween(rule, from, to, 2)).toHaveLength(2);
  });
});

const field = (min: number, max: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min, max }).map(String) },
    fc.constant('*'),
    fc.integer({ min: 2, max: 7 }).map((step) => `*/${step}`),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${a},${b}`),
  );
const crons = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    fc.oneof(fc.constant('*'), field(1, 28)),
    fc.oneof(fc.constant('*'), field(1, 12)),
    fc.oneof(fc.constant('*'), field(0, 6)),
  )
  .map((fields) => fields.join(' '));
const zones = fc.constantFrom(
  NY,
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Nuuk',
  'UTC',
  'America/St_Johns',
  'Pacific/Chatham',
);
const instants = fc.date({
  min: new Date('2024-01-01T00:00Z'),
  max: new Date('2030-01-01T00:00Z'),
  noInvalidDate: true,
});

describe('for any recurrence in any zone', () => {
  it('the next occurrence is later, is the latest one at itself, and nothing lies between', () => {
    fc.assert(
      fc.property(crons, zones, instants, (cron, zone, after) => {
        const rule = recurrence(cron, zone);
        const due = nextOccurrence(rule, after);
        if (due === null) return;
        expect(due.getTime()).toBeGreaterThan(after.getTime());
        expect(due.getTime() % 60_000).toBe(0);
        expect(latestOccurrence(rule, due)).toEqual(due);
        const before = latestOccurrence(rule, new Date(due.getTime() - 1));
        expect(before === null || before.getTime() <= after.getTime()).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('every occurrence shows the fields of the cron on the local clock, or the first minute after a gap', () => {
    fc.assert(
      fc.property(crons, zones, instants, (text, zone, after) => {
        const parsed = parseCron(text);
        if (!parsed.ok) throw new Error(parsed.problem);
        const { cron } = parsed;
        for (const due of nextOccurrences(recurrence(text, zone), after, 5)) {
          const wall = new Date(wallClock(due.getTime(), zone));
          const jumped = wall.getTime() - wallClock(due.getTime() - 60_000, zone) > 60_000;
          const matches =
            cron.minutes.includes(wall.getUTCMinutes()) &&
            cron.hours.includes(wall.getUTCHours()) &&
            cron.months.has(wall.getUTCMonth() + 1) &&
            (cron.eitherDay
              ? cron.daysOfMonth.has(wall.getUTCDate()) || cron.daysOfWeek.has(wall.getUTCDay())
              : cron.daysOfMonth.has(wall.getUTCDate()) && cron.daysOfWeek.has(wall.getUTCDay()));
          expect(matches || jumped).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('nothing that the local clock shows is left out where the clock is not changed', () => {
    fc.assert(
      fc.property(crons, instants, (cron, after) => {
        const parsed = parseCron(cron);
        // croner takes a stepped day of the month as a restriction of its own; unix-cron does not.
        fc.pre(parsed.ok && !/\*\//.test(cron.split(' ').slice(2).join(' ')));
        const theirs = new Croner(cron, { timezone: 'Asia/Kathmandu', mode: '5-part', paused: true });
        expect(nextOccurrences(recurrence(cron, 'Asia/Kathmandu'), after, 5)).toEqual(theirs.nextRuns(5, after));
      }),
      { numRuns: 300 },
    );
  });
});
