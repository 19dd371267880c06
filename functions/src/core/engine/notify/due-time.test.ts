import { describe, expect, it } from 'vitest';
import { dueTime } from './due-time.ts';

const zone = 'America/New_York';
const night = { from: '22:00', until: '07:00' };
const due = (at: string, digestAt: string | null, quietHours: { from: string; until: string } | null = night) =>
  dueTime({ digestAt, quietHours }, new Date(at), zone).toISOString();

describe('a message', () => {
  it.each([
    ['outside of the quiet hours comes at once', '2026-11-20T20:00:00.000Z', '2026-11-20T20:00:00.000Z'],
    ['as they begin waits until they end', '2026-11-21T03:00:00.000Z', '2026-11-21T12:00:00.000Z'],
    ['a minute before is not late', '2026-11-21T02:59:00.000Z', '2026-11-21T02:59:00.000Z'],
    ['as they end comes at once', '2026-11-21T12:00:00.000Z', '2026-11-21T12:00:00.000Z'],
    ['after midnight waits for the same morning', '2026-11-21T09:30:00.000Z', '2026-11-21T12:00:00.000Z'],
    // On November 1 the clock goes from 2:00 back to 1:00, on March 14 from 2:00 to 3:00.
    ['in the long night waits until 7:00 by the new clock', '2026-11-01T02:30:00.000Z', '2026-11-01T12:00:00.000Z'],
    ['in the second 1:30 of it, too', '2026-11-01T06:30:00.000Z', '2026-11-01T12:00:00.000Z'],
    ['in the short night waits until 7:00 by the new clock', '2027-03-14T03:30:00.000Z', '2027-03-14T11:00:00.000Z'],
  ])('%s', (_, at, expected) => {
    expect(due(at, null)).toBe(expected);
  });

  it('knows quiet hours within a day, and ones that end in the gap of the spring', () => {
    const noon = { from: '12:00', until: '13:00' };
    expect(due('2026-11-20T17:30:00.000Z', null, noon)).toBe('2026-11-20T18:00:00.000Z');
    expect(due('2026-11-20T18:00:00.000Z', null, noon)).toBe('2026-11-20T18:00:00.000Z');
    expect(due('2027-03-14T05:30:00.000Z', null, { from: '22:00', until: '02:30' })).toBe('2027-03-14T07:00:00.000Z');
  });

  it('is never due before now where the end of the quiet hours comes twice', () => {
    const until = { from: '22:00', until: '01:30' };
    expect(due('2026-11-01T05:10:00.000Z', null, until)).toBe('2026-11-01T05:30:00.000Z');
    expect(due('2026-11-01T06:10:00.000Z', null, until)).toBe('2026-11-01T06:10:00.000Z');
  });
});

describe('a digest', () => {
  it.each([
    ['is due at the next time of day', '2026-11-20T20:00:00.000Z', '08:00', '2026-11-21T13:00:00.000Z'],
    ['takes what comes in its very minute', '2026-11-20T13:00:00.000Z', '08:00', '2026-11-20T13:00:00.000Z'],
    [
      'is at the same time of day after the clock was changed',
      '2026-10-31T20:00:00.000Z',
      '08:00',
      '2026-11-01T13:00:00.000Z',
    ],
    [
      'that would fall into the quiet hours comes when they end',
      '2026-11-20T20:00:00.000Z',
      '23:00',
      '2026-11-21T12:00:00.000Z',
    ],
  ])('%s', (_, at, digestAt, expected) => {
    expect(due(at, digestAt)).toBe(expected);
  });
});
