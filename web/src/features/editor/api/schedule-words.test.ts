import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSchedule, writeSchedule } from './schedule-words.ts';

describe('a schedule in the form', () => {
  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const days = fc.uniqueArray(fc.nat(6), { minLength: 1 }).map((list) => list.sort());

  it('comes back as it was entered', () => {
    const form = fc.record({
      often: fc.constantFrom('minutes', 'hourly', 'daily', 'weekly', 'monthly', 'last'),
      time,
      days,
      dayOfMonth: fc.integer({ min: 1, max: 28 }),
      minutes: fc.constantFrom(5, 10, 15, 20, 30),
    });
    fc.assert(
      fc.property(form, (entered) => {
        const written = writeSchedule({ ...entered, cron: '' });
        const read = readSchedule(written);
        expect(read.often).toBe(entered.often);
        expect(writeSchedule(read)).toEqual(written);
      }),
    );
  });

  it('stays cron where there are no such words, and is never changed by being looked at', () => {
    for (const cron of ['0 9 1 1 *', '*/7 9 * * *', '0 9-17 * * *', '0 9 1 * 1', 'nonsense']) {
      const read = readSchedule({ cron, dayOfMonth: null });
      expect([read.often, writeSchedule(read).cron]).toEqual(['cron', cron]);
    }
    expect(readSchedule({ cron: '0 9 * * 1-5', dayOfMonth: null })).toMatchObject({
      often: 'weekly',
      days: [1, 2, 3, 4, 5],
    });
  });
});
