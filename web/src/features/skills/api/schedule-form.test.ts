import { describe, expect, it } from 'vitest';
import { newSchedule, scheduleBody } from './schedule-form.ts';

const form = newSchedule('Europe/Berlin');
const body = (some: Partial<typeof form>) => scheduleBody('email-sequence', { ...form, ...some }, { num_emails: 5 });

describe('the dialog of a schedule', () => {
  it('says no more of the day than how often it comes wants', () => {
    const always = { skill_id: 'email-sequence', timezone: 'Europe/Berlin', catchUp: 'latest' };
    expect(body({})).toEqual({ ...always, frequency: 'daily', time: '09:00', inputs: { num_emails: 5 } });
    expect(body({ often: 'weekly', weekday: '0' })).toMatchObject({ frequency: 'weekly', day_of_week: 0 });
    expect(body({ often: 'bi-weekly' })).toMatchObject({ frequency: 'bi-weekly', day_of_week: 1 });
    expect(body({ often: 'monthly', day: '15' })).toMatchObject({ day_of_month: 15 });
    expect(body({ often: 'monthly', day: 'last' })).toMatchObject({ day_of_month: 'last' });
  });

  it('takes of an hour the minute', () => {
    expect(body({ often: 'hourly', minute: '5', time: '17:30' })).toMatchObject({ frequency: 'hourly', time: '00:05' });
  });
});
