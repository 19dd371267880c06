import { describe, expect, it } from 'vitest';
import { recurrenceWords } from './recurrence.ts';
import { safeHref } from './safe-href.ts';
import { ago, dateTime, duration, localInput, relative, zoneName } from './time.ts';
import { stepWords, templateWords } from './words.ts';

const at = (cron: string, more = {}) =>
  recurrenceWords({
    cron,
    timezone: 'America/New_York',
    every: 1,
    anchor: null,
    dayOfMonth: null,
    weekOfMonth: null,
    until: null,
    ...more,
  });

describe('a recurrence in words', () => {
  it.each([
    ['0 9 * * *', 'Every day at 9:00 AM, New York time'],
    ['30 17 * * 1-5', 'Every weekday at 5:30 PM, New York time'],
    ['0 0 * * 7', 'Every Sunday at 12:00 AM, New York time'],
    ['0 12 1 * *', 'On day 1 of the month at 12:00 PM, New York time'],
    ['0 9 * * 1,4', 'Every Monday and Thursday at 9:00 AM, New York time'],
    ['0 9,17 * * *', 'Every day at 9:00 AM and 5:00 PM, New York time'],
    ['0 9-17 * * *', 'Every hour, between 9:00 AM and 5:00 PM, New York time'],
    ['*/15 * * * *', 'Every 15 minutes'],
    ['0 * * * *', 'Every hour'],
    ['0 */2 * * *', 'Every 2 hours'],
  ])('says %s', (cron, words) => {
    expect(at(cron)).toBe(words);
  });
  it('says every other week and the last day', () => {
    expect(at('0 9 * * 1', { every: 2 })).toBe('Every Monday at 9:00 AM, every other week, New York time');
    expect(at('0 9 28-31 * *', { dayOfMonth: 'last' })).toBe('On the last day of the month at 9:00 AM, New York time');
    expect(at('0 9 * * 1', { weekOfMonth: 1 })).toBe('On the first Monday of the month at 9:00 AM, New York time');
    expect(at('0 9 * * 1', { until: '2026-12-24' })).toBe('Every Monday at 9:00 AM, until 2026-12-24, New York time');
  });
  it('shows a cron that cannot be read as it is', () => {
    expect(at('nonsense')).toContain('nonsense');
  });
});

describe('a step in words', () => {
  it('names whom a mail goes to and what it is about', () => {
    const { title, detail } = stepWords({
      action: 'send_email',
      params: { to: '{{user.email}}', subject: 'Price alert', body: 'x' },
    });
    expect(title).toBe('Send an e-mail');
    expect(detail).toBe('your email · Price alert');
  });
  it('does not mention what comes whole from an earlier step', () => {
    const params = { competitors: '{{steps.scan_competitors.competitors}}' };
    expect(stepWords({ action: 'analyze_pricing', params }).detail).toBeNull();
  });
  it('has the title of its type, where nothing else is said', () => {
    const params = { channel: '#sales', text: 'Blue Dream is low' };
    const told = { title: 'Post to Slack', detail: '#sales · Blue Dream is low' };
    expect(stepWords({ action: 'post_slack_message', params })).toEqual(told);
  });
  it('says an action that it does not know by its name', () => {
    expect(stepWords({ action: 'do_something_new' })).toEqual({ title: 'Do something new', detail: null });
  });
  it('keeps a calculated template readable', () => {
    expect(templateWords('Gap {{ round(ezal.gap) }} %')).toBe('Gap [round(ezal.gap)] %');
  });
});

describe('times', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  it('are read in the zone, with the year only where it differs', () => {
    expect(dateTime(new Date('2026-11-21T14:00:00Z'), 'America/New_York', now)).toBe('Sat, Nov 21, 9:00 AM');
    expect(dateTime(new Date('2027-01-04T14:00:00Z'), 'America/New_York', now)).toContain('2027');
    expect(zoneName('America/Argentina/Buenos_Aires')).toBe('Buenos Aires time');
  });
  it('fill a field for date and time by the clocks of the zone', () => {
    expect(localInput(new Date('2026-11-23T14:05:00Z'), 'America/New_York')).toBe('2026-11-23T09:05');
    expect(localInput(new Date('2026-11-24T05:00:00Z'), 'America/New_York')).toBe('2026-11-24T00:00');
  });
  it('are said relative to now', () => {
    expect(relative(new Date('2026-11-20T15:00:00Z'), now)).toBe('in 3 hours');
    expect(relative(new Date('2026-11-20T11:58:00Z'), now)).toBe('2 minutes ago');
    expect(relative(now, now)).toBe('just now');
    expect(ago(new Date('2026-11-20T12:00:20Z'), now)).toBe('just now');
  });
  it.each([
    [320, '320 ms'],
    [4200, '4.2 s'],
    [185_000, '3 min 5 s'],
    [7_440_000, '2 h 4 min'],
    [1_000, '1 s'],
    [600_000, '10 min'],
    [86_400_000, '24 h'],
  ])('last %i ms: %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});

describe('a link out of stored data', () => {
  it('is followed only to pages of the app and to the web', () => {
    expect(safeHref('/playbooks/a')).toEqual({ href: '/playbooks/a', inside: true });
    expect(safeHref('https://example.com/a')).toEqual({ href: 'https://example.com/a', inside: false });
    for (const bad of ['javascript:alert(1)', '//evil.example', '/\\evil.example', 'data:text/html,x', '']) {
      expect(safeHref(bad), bad).toBeNull();
    }
  });
});
