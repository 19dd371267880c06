import { describe, expect, it } from 'vitest';
import { startOfDay, zonedIso } from './zoned-time.ts';

describe('the start of a day', () => {
  it.each([
    ['2026-12-24', 'America/New_York', '2026-12-24T05:00:00.000Z'],
    ['2026-07-04', 'America/New_York', '2026-07-04T04:00:00.000Z'],
    ['2026-12-24', 'Asia/Kathmandu', '2026-12-23T18:15:00.000Z'],
    ['2026-12-24', 'UTC', '2026-12-24T00:00:00.000Z'],
    // The clocks were put back over midnight: the day begins at the first of the two.
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    // No midnight on that day: right after the gap.
    ['2027-04-30', 'Africa/Cairo', '2027-04-29T22:00:00.000Z'],
  ])('%s in %s is %s', (day, zone, at) => {
    expect(startOfDay(day, zone).toISOString()).toBe(at);
  });
});

describe('an instant with the offset of a zone', () => {
  it.each([
    ['2026-11-23T14:00:05Z', 'America/New_York', '2026-11-23T09:00:05-05:00'],
    ['2026-11-23T14:00:00Z', 'Asia/Kathmandu', '2026-11-23T19:45:00+05:45'],
    ['2026-11-23T14:00:00Z', 'America/St_Johns', '2026-11-23T10:30:00-03:30'],
    ['2026-11-23T14:00:00Z', 'UTC', '2026-11-23T14:00:00+00:00'],
  ])('%s in %s is %s', (at, zone, text) => {
    expect(zonedIso(new Date(at), zone)).toBe(text);
    expect(new Date(text).getTime()).toBe(Date.parse(at));
  });
});
