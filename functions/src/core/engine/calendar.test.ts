import { describe, expect, it } from 'vitest';
import { addToWall, dayOf, endOf, instantAt, isoDay, isTimeZone, wallAt } from './calendar.ts';

const zone = 'America/New_York';
const none = { years: 0, months: 0, weeks: 0, days: 0 };
const at = (text: string) => Date.parse(text);

describe('the calendar of a zone', () => {
  it('tells wall and instant apart, to the second', () => {
    expect(wallAt(at('2026-07-01T12:34:56Z'), zone)).toBe(at('2026-07-01T08:34:56Z'));
    expect(instantAt(at('2026-12-01T08:34:56Z'), zone)).toBe(at('2026-12-01T13:34:56Z'));
    expect(wallAt(at('1969-12-31T23:59:30Z'), 'UTC')).toBe(at('1969-12-31T23:59:30Z'));
  });

  it('goes on behind a gap, and takes the first of two', () => {
    expect(instantAt(at('2026-03-08T02:30:00Z'), zone)).toBe(at('2026-03-08T07:00:00Z'));
    expect(instantAt(at('2026-11-01T01:30:00Z'), zone)).toBe(at('2026-11-01T05:30:00Z'));
  });

  it.each([
    ['2026-01-31T09:00:00Z', { months: 1 }, '2026-02-28T09:00:00Z'],
    ['2028-02-29T09:00:00Z', { years: 1 }, '2029-02-28T09:00:00Z'],
    ['2026-03-31T09:00:00Z', { months: -1 }, '2026-02-28T09:00:00Z'],
    ['2026-11-21T09:00:00Z', { months: 14, weeks: 1, days: -2 }, '2028-01-26T09:00:00Z'],
  ])('%s and %j is %s', (from, span, to) => {
    expect(addToWall(at(from), { ...none, ...span })).toBe(at(to));
  });

  it('takes a day for what it is, whatever the zone', () => {
    expect(isoDay(dayOf('2026-11-21', zone) ?? 0)).toBe('2026-11-21');
    expect(isoDay(dayOf('2026-11-21T02:00:00Z', zone) ?? 0)).toBe('2026-11-20');
    expect(dayOf('soon', zone)).toBeNull();
    expect(endOf('2026-11-21', zone)).toEqual(new Date('2026-11-22T04:59:59Z'));
    expect(endOf('2026-11-01', zone)).toEqual(new Date('2026-11-02T04:59:59Z'));
    expect(endOf('2026-11-21T09:00:00Z', zone)).toEqual(new Date('2026-11-21T09:00:00Z'));
  });

  it('knows zones', () => {
    expect([isTimeZone(zone), isTimeZone('Mars/Olympus'), isTimeZone('')]).toEqual([true, false, false]);
  });
});
