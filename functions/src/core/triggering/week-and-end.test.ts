import { describe, expect, it } from 'vitest';
import type { Recurrence } from '../../model/trigger.ts';
import { latestOccurrence, nextOccurrence, nextOccurrences } from './next-occurrence.ts';

const NY = 'America/New_York';

function recurrence(cron: string, timezone: string, rest: Partial<Recurrence> = {}): Recurrence {
  return { cron, timezone, every: 1, anchor: null, dayOfMonth: null, weekOfMonth: null, until: null, ...rest };
}

function next(rule: Recurrence, after: string, count: number): string[] {
  return nextOccurrences(rule, new Date(after), count).map((date) => date.toISOString().slice(0, 16));
}

describe('the days of a recurrence', () => {
  it('can be the first of their weekday in the month, or the last', () => {
    const first = recurrence('0 9 * * 1', NY, { weekOfMonth: 1 });
    expect(next(first, '2027-01-01T00:00Z', 3)).toEqual(['2027-01-04T14:00', '2027-02-01T14:00', '2027-03-01T14:00']);
    const last = recurrence('0 9 * * 5', 'UTC', { weekOfMonth: 'last' });
    expect(next(last, '2027-01-01T00:00Z', 3)).toEqual(['2027-01-29T09:00', '2027-02-26T09:00', '2027-03-26T09:00']);
    expect(latestOccurrence(first, new Date('2027-01-31T00:00Z'))?.toISOString()).toBe('2027-01-04T14:00:00.000Z');
  });

  it('end with their last day, as it is in the zone', () => {
    const rule = recurrence('0 22 * * *', NY, { until: '2027-01-02' });
    expect(next(rule, '2027-01-01T00:00Z', 9)).toEqual(['2027-01-01T03:00', '2027-01-02T03:00', '2027-01-03T03:00']);
    expect(latestOccurrence(rule, new Date('2028-01-01T00:00Z'))?.toISOString()).toBe('2027-01-03T03:00:00.000Z');
    expect(nextOccurrence(rule, new Date('2027-01-03T03:00Z'))).toBeNull();
    const once = recurrence('0 12 3 12 *', 'UTC', { until: '2026-12-03' });
    expect(next(once, '2026-11-01T00:00Z', 9)).toEqual(['2026-12-03T12:00']);
  });
});
