import { describe, expect, it } from 'vitest';
import type { Intent } from '../intent.ts';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

function created(sentence: string): Intent {
  const understanding = understand(sentence, facts);
  if (understanding.kind !== 'create') throw new Error(`${sentence}: ${JSON.stringify(understanding)}`);
  return understanding.intent;
}

/** Cron, `/every` and zone (where it is not the tenant's) of each schedule. */
function schedules(sentence: string): string[] {
  return created(sentence).triggers.map((trigger) => {
    if (trigger.type !== 'schedule') return trigger.type;
    const zone = trigger.timezone === facts.timezone ? '' : ` ${trigger.timezone}`;
    return `${trigger.cron}${trigger.every > 1 ? ` /${trigger.every}` : ''}${trigger.dayOfMonth ? ' last' : ''}${zone}`;
  });
}

describe('when', () => {
  const cases: [string, string[]][] = [
    ['daily', ['0 9 * * *']],
    ['every evening', ['0 18 * * *']],
    ['every day at noon and 6pm', ['0 12,18 * * *']],
    ['every day at 8:15 am and 6:30pm', ['15 8 * * *', '30 18 * * *']],
    ['twice a day', ['0 9,17 * * *']],
    ['twice a day at 8am and 4 p.m.', ['0 8,16 * * *']],
    ['every weekday at half past 8', ['30 8 * * 1-5']],
    ['every weekday morning', ['0 9 * * 1-5']],
    ['Monday to Thursday at 07:00', ['0 7 * * 1-4']],
    ['every day at quarter to nine', ['45 8 * * *']],
    ['on mondays and thursdays at 17:00', ['0 17 * * 1,4']],
    ['every Monday and every Friday at 10am', ['0 10 * * 1,5']],
    ['on weekends at 10am', ['0 10 * * 0,6']],
    ['every evening at 8', ['0 20 * * *']],
    ['every other Friday at 5pm', ['0 17 * * 5 /2']],
    ['every two weeks on Friday at 5pm', ['0 17 * * 5 /2']],
    ['weekly', ['0 9 * * 1']],
    ['weekly on Wednesday', ['0 9 * * 3']],
    ['on the 15th of every month at 7:30am', ['30 7 15 * *']],
    ['on the last day of the month', ['0 9 28-31 * * last']],
    ['hourly', ['0 * * * *']],
    ['every 2 hours', ['0 */2 * * *']],
    ['every 15 minutes', ['*/15 * * * *']],
    ['hourly between 9 and 5 on weekdays', ['0 9-17 * * 1-5']],
    ['every 30 minutes from 9am to 5pm', ['*/30 9-16 * * *']],
    ['every day at 8am in Berlin time', ['0 8 * * * Europe/Berlin']],
    ['every day at 9 AM EST', ['0 9 * * *']],
    ['every day at 9am Pacific time', ['0 9 * * * America/Los_Angeles']],
    ['every day at 9am Europe/Paris', ['0 9 * * * Europe/Paris']],
    ['every day at 9am Kolkata time', ['0 9 * * * Asia/Kolkata']],
  ];
  it.each(cases)('%s', (when, expected) => {
    expect(schedules(`Email me a competitor report ${when}`)).toEqual(expected);
    expect(schedules(`${when} email me if competitors undercut us by more than 10%`)).toEqual(expected);
  });

  it('counts every other week from the week of the coming one', () => {
    expect(created('email me a competitor report every other Friday').triggers[0]).toMatchObject({
      every: 2,
      anchor: '2026-11-23',
    });
  });

  it('says what it took for granted', () => {
    expect(created('weekly competitor report by email').assumptions).toEqual([
      'no day was named, so it is Monday',
      'no time was named, so it is 9:00 AM',
    ]);
    expect(created('competitor report by email every Tuesday at 8am').assumptions).toEqual([]);
    expect(created('daily competiter report by email at 8am').assumptions).toEqual([
      '“competiter” was read as “competitor”',
    ]);
  });
});
