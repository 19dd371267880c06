import { describe, expect, it } from 'vitest';
import { shorthandOf } from './shorthand.ts';
import { triggerDraftSchema } from './trigger.ts';

const timezone = 'America/New_York';
const read = (schedule: object) => triggerDraftSchema.safeParse({ type: 'schedule', timezone, ...schedule });

describe('a schedule said in a word', () => {
  it.each([
    [{ frequency: 'hourly' }, '0 * * * *', 1, null],
    [{ frequency: 'hourly', time: '00:30' }, '30 * * * *', 1, null],
    [{ frequency: 'daily', time: '09:00' }, '0 9 * * *', 1, null],
    [{ frequency: 'daily', time: '9:05' }, '5 9 * * *', 1, null],
    [{ frequency: 'weekly', time: '08:30', dayOfWeek: 1 }, '30 8 * * 1', 1, null],
    [{ frequency: 'weekly', time: '08:30', dayOfWeek: 0 }, '30 8 * * 0', 1, null],
    [{ frequency: 'bi-weekly', time: '08:30', dayOfWeek: 5, anchor: '2026-11-27' }, '30 8 * * 5', 2, null],
    [{ frequency: 'monthly', time: '07:00', dayOfMonth: 15 }, '0 7 15 * *', 1, null],
    [{ frequency: 'monthly', time: '07:00', dayOfMonth: 28 }, '0 7 28 * *', 1, null],
    [{ frequency: 'monthly', time: '07:00', dayOfMonth: 29 }, '0 7 28-31 * *', 1, 'last'],
    [{ frequency: 'monthly', time: '07:00', dayOfMonth: 31 }, '0 7 28-31 * *', 1, 'last'],
    [{ frequency: 'monthly', time: '07:00', dayOfMonth: 'last' }, '0 7 28-31 * *', 1, 'last'],
  ])('%j is %s', (given, cron, every, dayOfMonth) => {
    const { data } = read(given);
    expect(data).toMatchObject({ type: 'schedule', timezone, cron, every, dayOfMonth, catchUpPolicy: 'latest' });
    expect(data).not.toHaveProperty('frequency');
  });

  it('is read once: what came out means the same when it is read again', () => {
    const { data } = read({ frequency: 'monthly', time: '07:00', dayOfMonth: 31 });
    expect(triggerDraftSchema.parse(data)).toEqual(data);
  });

  it.each([
    [{ frequency: 'daily' }, 'time', "such as time: '09:00'"],
    [{ frequency: 'daily', time: '9 am' }, 'time', 'HH:MM'],
    [{ frequency: 'daily', time: '24:00' }, 'time', 'HH:MM'],
    [{ frequency: 'weekly', time: '09:00' }, 'dayOfWeek', '0 (Sunday) to 6'],
    [{ frequency: 'monthly', time: '09:00' }, 'dayOfMonth', "1 to 31 or 'last'"],
    [{ frequency: 'monthly', time: '09:00', dayOfMonth: 32 }, 'dayOfMonth', '1 to 31'],
    [{ frequency: 'daily', time: '09:00', dayOfWeek: 1 }, 'dayOfWeek', 'leave dayOfWeek out'],
    [{ frequency: 'weekly', time: '09:00', dayOfWeek: 1, dayOfMonth: 3 }, 'dayOfMonth', 'leave dayOfMonth out'],
    [{ frequency: 'daily', time: '09:00', cron: '0 9 * * *' }, 'cron', 'not both'],
    [{ frequency: 'fortnightly' }, 'frequency', 'bi-weekly'],
    [{}, 'cron', 'hourly, daily, weekly, bi-weekly, monthly'],
    [{ cron: '0 9 * * *', time: '09:00' }, 'time', "such as 'daily'"],
    [{ cron: '0 9 * * *', dayOfWeek: 2 }, 'dayOfWeek', "'weekly'"],
    [{ cron: '0 9 * * *', dayOfMonth: 2 }, 'dayOfMonth', "'monthly'"],
  ])('%j is refused at the field %s', (given, field, message) => {
    const [issue, ...more] = read(given).error?.issues ?? [];
    expect(more).toEqual([]);
    expect(issue?.path).toEqual([field]);
    expect(issue?.message).toContain(message);
  });
});

describe('a recurrence', () => {
  it.each([
    ['30 * * * *', 1, null, { frequency: 'hourly', time: '00:30' }],
    ['5 9 * * *', 1, null, { frequency: 'daily', time: '09:05' }],
    ['30 8 * * 0', 1, null, { frequency: 'weekly', time: '08:30', dayOfWeek: 0 }],
    ['30 8 * * 5', 2, null, { frequency: 'bi-weekly', time: '08:30', dayOfWeek: 5 }],
    ['0 7 15 * *', 1, null, { frequency: 'monthly', time: '07:00', dayOfMonth: 15 }],
    ['0 7 28-31 * *', 1, 'last', { frequency: 'monthly', time: '07:00', dayOfMonth: 'last' }],
  ] as const)('%s, every %d, is said as %j', (cron, every, dayOfMonth, said) => {
    expect(shorthandOf({ cron, every, dayOfMonth })).toEqual(said);
  });

  it.each(['*/5 * * * *', '0 9 * * 1-5', '0 9,17 * * *', '0 9 1 1 *', '0 9 1 * 1', '0 7 28-31 * *', 'x'])(
    '%s is none that a word says',
    (cron) => {
      expect(shorthandOf({ cron, every: 1, dayOfMonth: null })).toBeNull();
    },
  );
});
