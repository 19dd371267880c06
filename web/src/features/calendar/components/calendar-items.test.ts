import { describe, expect, it } from 'vitest';
import type { CalendarAnswer } from '../api/use-calendar.ts';
import { addMonths, clockOf, minuteWords, monthOf, weekOf, weekWords } from './calendar-dates.ts';
import { daysOf, itemWords } from './calendar-items.ts';

const NEW_YORK = 'America/New_York';
const none = { executions: [], starts: [], bands: [], playbooks: [], mostCounted: 1_000, isWhole: true };
const playbook = { playbookId: 'p', playbookName: 'Report' };

function answer(day: string, from: string, to: string, more: Partial<CalendarAnswer> = {}): CalendarAnswer {
  const span = { day, from: new Date(from), to: new Date(to), executions: 0, failed: 0, ahead: 0 };
  return { timezone: NEW_YORK, now: new Date(from), days: [span], ...none, ...more };
}
const start = (at: string) => ({ ...playbook, triggerId: 't', isPaused: false, at: new Date(at) });
const ran = (index: number, status: 'completed' | 'failed') => ({
  ...playbook,
  executionId: `e${index}${status}`,
  status,
  mode: 'live' as const,
  triggeredBy: 'schedule' as const,
  at: new Date(Date.parse('2026-11-23T15:00:00Z') + index * 60_000),
});

describe('a day', () => {
  it('of 23 and of 25 hours has its items where clocks show them', () => {
    const spring = answer('2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z', {
      starts: [start('2026-03-08T06:30:00Z'), start('2026-03-08T07:30:00Z')],
    });
    expect(daysOf(spring)[0]).toMatchObject({ hours: 23, items: [{ minute: 90 }, { minute: 210 }] });
    const autumn = answer('2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z', {
      starts: [start('2026-11-01T05:30:00Z'), start('2026-11-01T06:30:00Z')],
    });
    expect(daysOf(autumn)[0]).toMatchObject({ hours: 25, items: [{ minute: 90 }, { minute: 90 }] });
  });

  it('folds what one playbook did often, keeps what failed in sight, and counts what is not told', () => {
    const executions = [0, 1, 2, 3, 4, 5, 6].map((index) => ran(index, 'completed'));
    const failures = [7, 8, 9, 10, 11, 12, 13].map((index) => ran(index, 'failed'));
    const found = answer('2026-11-23', '2026-11-23T05:00:00Z', '2026-11-24T05:00:00Z', {
      executions: [...executions, ...failures],
    });
    const days = found.days.map((one) => ({ ...one, executions: 20, failed: 7 }));
    const [day] = daysOf({ ...found, days });
    expect(day?.bands).toMatchObject([{ words: '7 times', isAhead: false }]);
    expect(day?.items.map(({ look }) => look.word)).toEqual(Array.from({ length: 7 }, () => 'Failed'));
    expect(day?.more).toBe(6);
    expect(day?.items.slice(0, 1).map(itemWords)).toEqual(['10:07 AM Report, Failed']);
  });

  it('says how often, in words', () => {
    const band = {
      ...playbook,
      triggerId: 't',
      isPaused: true,
      day: '2026-11-23',
      first: new Date(0),
      last: new Date(0),
    };
    const words = [5, 60, 120, 90, null].map((everyMinutes) => {
      const found = answer('2026-11-23', '2026-11-23T05:00:00Z', '2026-11-24T05:00:00Z', {
        bands: [{ ...band, count: 8, everyMinutes }],
      });
      return daysOf(found)[0]?.bands[0]?.words;
    });
    expect(words).toEqual(['every 5 min', 'every hour', 'every 2 hours', 'every 1 h 30 min', '8 times']);
  });
});

describe('dates', () => {
  it('move over months and years, and keep the end of a month', () => {
    expect([addMonths('2026-01-31', 1), addMonths('2026-03-31', -1), addMonths('2026-12-15', 1)]).toEqual([
      '2026-02-28',
      '2026-02-28',
      '2027-01-15',
    ]);
  });

  it('make whole weeks from Sunday on', () => {
    expect(weekOf('2026-11-21').at(0)).toBe('2026-11-15');
    expect([monthOf('2026-11-21').at(0), monthOf('2026-11-21').at(-1)]).toEqual(['2026-11-01', '2026-12-05']);
    expect(monthOf('2026-02-10')).toHaveLength(28);
    expect(monthOf('2026-08-10')).toHaveLength(42);
    expect(weekWords(weekOf('2026-11-21'))).toBe('Nov 15 – 21, 2026');
  });

  it('are read on the clock of a zone', () => {
    expect(clockOf('Asia/Tokyo')(new Date('2026-11-21T15:05:00Z'))).toEqual({ day: '2026-11-22', minute: 5 });
    expect([minuteWords(0), minuteWords(545), minuteWords(720)]).toEqual(['12 AM', '9:05 AM', '12 PM']);
  });
});
