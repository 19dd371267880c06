import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  latestOccurrence,
  nextOccurrence,
  nextOccurrences,
  occurrencesBetween,
  type Timing,
} from './next-occurrence.ts';

const DAY_MS = 86_400_000;

/** Half and quarter hours, both hemispheres, midnight changes, old names, no changes at all. */
const zones = fc.constantFrom(
  'UTC',
  'America/New_York',
  'US/Pacific',
  'America/St_Johns',
  'America/Santiago',
  'America/Nuuk',
  'America/Sao_Paulo',
  'Europe/Berlin',
  'Europe/Dublin',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Calcutta',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
);
const minutes = fc.constantFrom('0', '30', '45', '*/15', '*/20', '5,35');
const hours = fc.constantFrom('*', '*/2', '*/6', '0', '1', '2', '3', '9', '23', '1-3', '22-23', '0,12');
const weekdays = fc.constantFrom('*', '0', '1', '1-5', '6,0');
const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2031-01-01'), noInvalidDate: true });
const anchors = instants.map((date) => date.toISOString().slice(0, 10));

const timings: fc.Arbitrary<Timing> = fc.oneof(
  fc
    .tuple(minutes, hours, weekdays, zones)
    .map(([minute, hour, weekday, timezone]) => plain(`${minute} ${hour} * * ${weekday}`, timezone)),
  fc
    .tuple(minutes, hours, weekdays, zones, anchors, fc.integer({ min: 2, max: 4 }))
    .map(([minute, hour, weekday, timezone, anchor, every]) => ({
      ...plain(`${minute} ${hour} * * ${weekday}`, timezone),
      every,
      anchor,
    })),
  fc.tuple(minutes, hours, zones).map(([minute, hour, timezone]) => ({
    ...plain(`${minute} ${hour} 28-31 * *`, timezone),
    dayOfMonth: 'last' as const,
  })),
);

function plain(cron: string, timezone: string): Timing {
  return { cron, timezone, every: 1, anchor: null, dayOfMonth: null };
}

const runs = { numRuns: 300 };

describe('for any recurrence, also of every n-th week and of the last day, in any zone', () => {
  it('the next occurrences are later and later, and each is the latest one until the next', () => {
    fc.assert(
      fc.property(timings, instants, (timing, after) => {
        const due = nextOccurrences(timing, after, 6);
        expect(due).toHaveLength(6);
        for (const [index, at] of due.entries()) {
          expect(at > (due[index - 1] ?? after)).toBe(true);
          expect(latestOccurrence(timing, at)).toEqual(at);
          const next = due[index + 1];
          if (next) expect(latestOccurrence(timing, new Date(next.getTime() - 1))).toEqual(at);
          if (next) expect(nextOccurrence(timing, at)).toEqual(next);
        }
      }),
      runs,
    );
  });

  it('what lies between two instants is what lies before and after any instant in between, and nothing twice', () => {
    fc.assert(
      fc.property(timings, instants, fc.nat({ max: 5 * DAY_MS }), fc.nat({ max: 5 * DAY_MS }), (timing, from, a, b) => {
        const middle = new Date(from.getTime() + a);
        const to = new Date(middle.getTime() + b);
        const whole = occurrencesBetween(timing, from, to, 10_000);
        const parts = [
          ...occurrencesBetween(timing, from, middle, 10_000),
          ...occurrencesBetween(timing, middle, to, 10_000),
        ];
        expect(parts).toEqual(whole);
        expect(new Set(whole.map(Number)).size).toBe(whole.length);
        const step = nextOccurrences(timing, from, Math.min(whole.length, 20));
        expect(step).toEqual(whole.slice(0, 20));
        expect(occurrencesBetween(timing, from, to, 3)).toEqual(whole.slice(0, 3));
      }),
      runs,
    );
  });

  it('a fixed time of day comes on every local day exactly once, whatever the clock does on it', () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), zones, instants);
    fc.assert(
      fc.property(times, ([hour, minute, timezone, after]) => {
        const due = nextOccurrences(plain(`${minute} ${hour} * * *`, timezone), after, 8);
        for (const [index, at] of due.entries()) {
          const before = due[index - 1];
          if (!before) continue;
          const apart = at.getTime() - before.getTime();
          expect(Math.abs(apart - DAY_MS)).toBeLessThanOrEqual(2 * 3_600_000);
        }
      }),
      runs,
    );
  });
});
