import { describe, expect, it } from 'vitest';
import type { Contract } from '../../../model/contract.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { facts } from './facts.fixture.ts';
import { Reading } from './grammar.ts';
import { readSchedule } from './schedule.ts';
import { tokenize } from './tokens.ts';
import { understand } from './understand.ts';

function created(sentence: string): Contract {
  const understanding = understand(sentence, facts);
  if (understanding.kind !== 'create') throw new Error(`${sentence}: ${JSON.stringify(understanding)}`);
  return understanding.contract;
}

/** Cron, `/every` and zone (where it is not the tenant's) of each schedule. */
function schedules(sentence: string): string[] {
  return created(sentence).triggers.map((trigger) => {
    if (trigger.type !== 'schedule') return trigger.type;
    const zone = trigger.timezone === facts.timezone ? '' : ` ${trigger.timezone}`;
    const week = trigger.weekOfMonth ? ` week ${trigger.weekOfMonth}` : '';
    const until = trigger.until ? ` until ${trigger.until}` : '';
    return `${trigger.cron}${trigger.every > 1 ? ` /${trigger.every}` : ''}${trigger.dayOfMonth ? ' last' : ''}${week}${until}${zone}`;
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
    ['every 30 minutes from 9am to 5pm', ['*/30 9-16 * * *', '0 17 * * *']],
    ['every day at 8am in Berlin time', ['0 8 * * * Europe/Berlin']],
    ['every day at 9 AM EST', ['0 9 * * *']],
    ['every day at 9am Pacific time', ['0 9 * * * America/Los_Angeles']],
    ['every day at 9am Europe/Paris', ['0 9 * * * Europe/Paris']],
    ['three times a day at 8, 12 and 17:30', ['0 8,12 * * *', '30 17 * * *']],
    ['on the first Monday of the month at 9am', ['0 9 * * 1 week 1']],
    ['on the last Friday of every month at half past two in the afternoon', ['30 14 * * 5 week last']],
    ['on the first and third Monday of the month', ['0 9 * * 1 week 1', '0 9 * * 1 week 3']],
    ['every second Monday of the month', ['0 9 * * 1 week 2']],
    ['every 3 weeks on Tuesday', ['0 9 * * 2 /3']],
    ['every 15 minutes during business hours', ['*/15 9-16 * * 1-5']],
    ['every hour from 10pm to 6am', ['0 0-6,22-23 * * *']],
    ['hourly between 8:30am and 5:30pm', ['30 8-17 * * *']],
    ['on the 1st and 15th', ['0 9 1,15 * *']],
    ['on the 15th and the last day of each month at 10am', ['0 10 15 * *', '0 10 28-31 * * last']],
    ['quarterly', ['0 9 1 1,4,7,10 *']],
    ['every 6 months on the 15th', ['0 9 15 1,7 *']],
    ['yearly on March 1 at 9', ['0 9 1 3 *']],
    ['every December 24th at 8am', ['0 8 24 12 *']],
    ['every day in December at 9am', ['0 9 * 12 *']],
    ['at 8 and 6 on weekdays', ['0 8,18 * * 1-5']],
    ['daily except Sunday', ['0 9 * * 1-6']],
    ['Mon-Fri 9am', ['0 9 * * 1-5']],
    ['every day at 8.30 Uhr', ['30 8 * * *']],
    ['every day at ten to nine', ['50 8 * * *']],
    ['every morning and evening', ['0 9,18 * * *']],
    ['every morning at 7 and every evening at 8', ['0 7,20 * * *']],
    ['at 8am on weekdays and at 11am on weekends', ['0 8 * * 1-5', '0 11 * * 0,6']],
    ['every Monday at 8am and every Friday at 4pm', ['0 8 * * 1', '0 16 * * 5']],
    ['every Monday and on the 1st of the month at 9am', ['0 9 * * 1', '0 9 1 * *']],
    ['every day at 9am until Christmas', ['0 9 * * * until 2026-12-24']],
    ['every Monday until the end of the year', ['0 9 * * 1 until 2026-12-31']],
    ['every day at 9am starting tomorrow', ['0 9 * * *']],
    ['tomorrow at 5pm', ['0 17 21 11 * until 2026-11-21']],
    ['today at 5', ['0 17 20 11 * until 2026-11-20']],
    ['tonight at 8', ['0 20 20 11 * until 2026-11-20']],
    ['this Friday at noon', ['0 12 27 11 * until 2026-11-27']],
    ['on December 3rd at noon', ['0 12 3 12 * until 2026-12-03']],
    ['on 24.12. at 8:00am', ['0 8 24 12 * until 2026-12-24']],
    ['on 12/24 at 3 pm', ['0 15 24 12 * until 2026-12-24']],
    ['on 2026-12-24 at noon', ['0 12 24 12 * until 2026-12-24']],
    ['every night at 2', ['0 2 * * *']],
    ['nightly at 2am', ['0 2 * * *']],
    ['bi-weekly on Friday', ['0 9 * * 5 /2']],
    ['on weekdays at 7am and on Saturday at 9am', ['0 7 * * 1-5', '0 9 * * 6']],
    ['for the next 3 days at 9am', ['0 9 * * * until 2026-11-22']],
    ['at a quarter past every hour', ['15 * * * *']],
    ['on Christmas at 9am', ['0 9 25 12 * until 2026-12-25']],
    ['every day 9am London', ['0 9 * * * Europe/London']],
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

function alone(sentence: string, given: AuthoringFacts = facts): string {
  const read = readSchedule(new Reading(tokenize(sentence, [])), given, sentence);
  if (read === null) return 'nothing';
  if (read.kind === 'schedule') return read.triggers.map((one) => (one.type === 'schedule' ? one.cron : '')).join();
  return 'ask' in read ? `ask ${read.about}: ${read.ask}` : `refuse: ${read.refuse}`;
}

describe('what is no schedule as it was said', () => {
  it.each([
    ['tomorrow at 5', /^ask time: Is that 5 in the morning/],
    ['at 8pm', /^ask time: Every day at that time, or only once/],
    ['on Friday at noon', /^ask time: Every Friday, or only once, on Friday, November 27/],
    ['on the 15th at 10am', /^ask time: Every month, or only once, on Tuesday, December 15/],
    ['at 6 or 7', /^ask time: .*choice of times/],
    ['every day at 9 and at 11 on weekends', /^ask time: Which time belongs to which days/],
    ['every other day', /^ask time: On which days of the week/],
    ['a few times a week', /^ask time: On which days of the week/],
    ['every evening at 2', /^ask time: In the evening, or/],
    ['on the last Sunday at 9am', /^ask time: Every month, or only once/],
    ['every third Friday', /^ask time: Every so many weeks, or once a month/],
    ['once a year', /^ask time: On which day of the year/],
    ['every Monday tomorrow on December 3rd', /^ask time: Only once at that time, or again/],
    ['every day at 9 their time', /^ask zone: Which city's time/],
    ['every day at 9 UTC+2', /^ask zone: Which city's time is “UTC.2”/],
    ['every 10 seconds', /^refuse: Once a minute is the most often/],
    ['every 90 minutes', /^refuse: .*come out even. Try “every 30 minutes”/],
    ['first working day of the month', /^refuse: I do not know which day is the first or last working day/],
    ['on February 30th at 9', /^refuse: There is no such day/],
    ['on December 3rd 2025 at 9', /^refuse: That day has passed/],
    ['yesterday at 5 pm', /^refuse: That moment has passed/],
    ['today at 9am', /^refuse: That moment has passed/],
    ['every Monday at 9 starting January 5th', /^refuse: I cannot begin on a later day/],
    ['the morning in Berlin time', /^nothing$/],
    ['more than 10 orders in 3 hours if', /^nothing$/],
  ])('%s', (sentence, expected) => {
    expect(alone(sentence)).toMatch(expected);
  });

  it('reads figures as people of the locale write them, or asks', () => {
    const of = (locale: string) => alone('on 03/04 at 10:00am', { ...facts, locale });
    expect(of('en-US')).toBe('0 10 4 3 *');
    expect(of('en-GB')).toBe('0 10 3 4 *');
    expect(of('de-DE')).toBe('ask time: 03/04: Saturday, April 3, 2027 or Thursday, March 4, 2027?');
    const early = (locale: string) => alone('every day at 6:30', { ...facts, locale });
    expect(early('en-GB')).toBe('30 6 * * *');
    expect(early('en-US')).toMatch(/^ask time/);
  });

  it('counts from the moment that it is', () => {
    expect(alone('in 3 hours')).toBe('0 13 20 11 *');
    expect(alone('in 2 days at 5pm')).toBe('0 17 22 11 *');
  });
});
