import { describe, expect, it } from 'vitest';
import { type Contract, contractSchema } from '../../../model/contract.ts';
import { applyChange, type Changed } from '../contract-change.ts';
import { readEdit } from './edit.ts';
import { facts as shop } from './facts.fixture.ts';
import { fillers } from './fillers.ts';
import { vocabulary } from './grammar.ts';
import { corrected } from './slips.ts';
import { tokenize } from './tokens.ts';

const playbooks = ['Price Alert', 'Site Check A', 'Site Check B'].map((name, index) => ({
  id: `p${index}`,
  name,
  status: 'active' as const,
  contract: null,
}));
const facts = { ...shop, playbooks };
const gap = { measure: 'price_gap', operator: '>', value: 10, unit: 'percent', base: 'our price' };
const schedule = (cron: string) => ({ type: 'schedule', id: 'schedule', cron, timezone: 'America/New_York' });

function contract(more: object = {}): Contract {
  return contractSchema.parse({
    sentences: ['as it was said'],
    subject: 'competitor_prices',
    agent: 'ezal',
    triggers: [schedule('0 9 * * *')],
    conditions: [gap],
    actions: [{ action: 'notify', to: ['user'] }],
    ...more,
  });
}
const timed = contract({ conditions: [] });
const ofEvents = contract({
  subject: 'orders',
  triggers: [{ type: 'event', id: 'event', eventName: 'order.created' }],
  conditions: [{ measure: 'total', operator: '>', value: 500, unit: 'currency' }],
  actions: [{ action: 'post_slack_message', to: ['#sales'] }],
});

function read(sentence: string) {
  const names = facts.playbooks.map(({ name }) => name);
  return readEdit(sentence, corrected(tokenize(sentence, names), new Set([...vocabulary, ...fillers])), facts);
}

function edited(sentence: string, before: Contract): Changed {
  const edit = read(sentence);
  if (edit === null || !('changes' in edit)) throw new Error(`${sentence}: ${JSON.stringify(edit)}`);
  let now: Changed = { kind: 'changed', contract: before, name: null };
  for (const change of edit.changes)
    if (now.kind === 'changed') now = applyChange(now.contract, change, sentence, facts);
  return now;
}

/** The contract after it, as a few words. */
function after(sentence: string, before: Contract): string {
  const made = edited(sentence, before);
  if (made.kind !== 'changed') return made.kind === 'ask' ? `ask: ${made.question}` : `refuse: ${made.message}`;
  expect(contractSchema.parse(made.contract)).toEqual(made.contract);
  expect(made.contract.sentences.at(-1)).toBe(sentence);
  const { triggers, conditions, actions } = made.contract;
  const when = triggers.map((one) =>
    one.type === 'schedule'
      ? [
          one.cron,
          one.timezone === 'America/New_York' ? null : one.timezone,
          one.weekOfMonth && `week ${one.weekOfMonth}`,
          one.until,
        ]
          .filter(Boolean)
          .join(' ')
      : one.type,
  );
  const limits = conditions.map(({ operator, value, unit }) => `${operator} ${value} ${unit}`);
  const doing = actions.map((one) =>
    [one.action, ...one.to, ...one.also.map(({ value }) => `above ${value}`)].join(' '),
  );
  return [when.join(' + '), ...limits, ...doing].join(', ');
}

describe('a change of when', () => {
  it.each([
    ['make it 8 instead of 9', '0 8 * * *'],
    ['make it 8 instead', '0 8 * * *'],
    ['move it to 7:30', '30 7 * * *'],
    ['from now on at 08:00 instead of 9:00', '0 8 * * *'],
    ['only on weekdays please', '0 9 * * 1-5'],
    ['not on Sundays', '0 9 * * 1-6'],
    ['on Fridays instead', '0 9 * * 5'],
    ['make it every Monday at 10', '0 10 * * 1'],
    ['make it the first Monday of the month', '0 9 * * 1 week 1'],
    ['in Chicago time, sorry', '0 9 * * * America/Chicago'],
    ['until Christmas', '0 9 * * * 2026-12-24'],
    ['every 10 minutes is better', '*/10 * * * *'],
    ['also at 5pm', '0 9,17 * * *'],
    ['add 5:30 pm please', '0 9 * * * + 30 17 * * *'],
    ['an hour later', '0 10 * * *'],
    ['30 minutes earlier please', '30 8 * * *'],
    ['hmm, 10 is better', '0 10 * * *'],
    ['go back to 8', '0 8 * * *'],
    ['twice a day', '0 9,17 * * *'],
    ['every Monday at 8 and Fridays at 5pm instead', '0 8 * * 1 + 0 17 * * 5'],
  ])('%s', (sentence, when) => {
    expect(after(sentence, timed)).toBe(`${when}, notify user`);
  });

  it.each([
    ['Friday instead of Monday', '0 9 * * 4,5'],
    ['on Fridays rather than Mondays please', '0 9 * * 4,5'],
    ['move it from Monday to Wednesday', '0 9 * * 3,4'],
    ['move it from 9 to 10:30', '30 10 * * 1,4'],
    ['every 15 minutes instead of weekly', '*/15 * * * *'],
    ['every other Friday is enough', '0 9 * * 5'],
    ['Friday instead of Sunday', 'ask: It does not run on that day now. Which day is to change?'],
    ['move it from 8 to 10', 'ask: It does not run at that time now. Which time is to change?'],
  ])('leaves the other days and the time: %s', (sentence, when) => {
    const twice = contract({ triggers: [schedule('0 9 * * 1,4')], conditions: [] });
    expect(after(sentence, twice)).toBe(when.startsWith('ask') ? when : `${when}, notify user`);
  });

  it('adds days and times to those that are there', () => {
    const mondays = contract({ triggers: [schedule('0 9 * * 1')], conditions: [] });
    expect(after('also on Thursdays', mondays)).toBe('0 9 * * 1,4, notify user');
    expect(after('also on Saturdays at 11', mondays)).toBe('0 9 * * 1 + 0 11 * * 6, notify user');
    const monthly = contract({ triggers: [schedule('0 9 1 * *')], conditions: [] });
    expect(after('also on Thursdays', monthly)).toBe('ask: On which days altogether?');
    expect(after('12 hours earlier', mondays)).toBe('ask: At what time, exactly?');
  });

  it('keeps the id of the trigger, and says what it took for granted', () => {
    const made = edited('make it every other Friday', timed);
    expect(made).toMatchObject({
      contract: { triggers: [{ id: 'schedule', cron: '0 9 * * 5', every: 2, anchor: '2026-11-23' }] },
    });
    expect(edited('make it weekly', timed)).toMatchObject({
      contract: { assumptions: ['no day was named, so it is Monday'] },
    });
  });

  it.each([
    ['make it 8 instead', contract(), /^ask: Is 8 the time, or the limit\?/],
    ['make it 2 instead', timed, /^ask: Is that 2 in the morning/],
    ['make it 8 instead of 11', timed, /^ask: It does not run at that time now/],
    [
      'make it 8 instead',
      contract({ triggers: [schedule('*/15 * * * *')], conditions: [] }),
      /^ask: It runs again and again/,
    ],
    ['only on weekdays', ofEvents, /^ask: It starts when something happens/],
    ['not on weekends', contract({ triggers: [schedule('0 9 * * 0,6')], conditions: [] }), /^ask: Then no day is left/],
  ])('asks where it is not clear: %s', (sentence, before, asked) => {
    expect(after(sentence, before)).toMatch(asked);
  });
});

describe('a change of a limit', () => {
  it.each([
    ['change the threshold to 15 %', '> 15 percent'],
    ['make it 20 instead of 10', '> 20 percent'],
    ['change it to at most $5', '<= 5 currency'],
  ])('%s', (sentence, limit) => {
    expect(after(sentence, contract())).toBe(`0 9 * * *, ${limit}, notify user`);
  });

  it('is what a number means where there is no time', () => {
    expect(after('change that to 800', ofEvents)).toBe('event, > 800 currency, post_slack_message #sales');
  });

  it('is made where the subject has one measure of money, and asked about where it would turn round', () => {
    const refunds = contract({ ...ofEvents, conditions: [] });
    expect(after("Price Alert: only when it's more than $50", refunds)).toMatch(/^event, > 50 currency/);
    expect(after('Price Alert: only if over 5 %', refunds)).toMatch(/^ask: It has no limit yet/);
    expect(after('Price Alert: only if under $50', ofEvents)).toMatch(/^ask: Its limit is on the other side/);
  });

  it('is refused in money that the shop does not count in', () => {
    expect(after('change it to €800', ofEvents)).toMatch(/^refuse: Your prices are in USD/);
    expect(after('in euros', contract())).toMatch(/^refuse: Your prices are in USD/);
    expect(after('in dollars', contract())).toBe('0 9 * * *, > 10 currency, notify user');
  });
});

describe('a change of what is done', () => {
  it.each([
    ['also post it to #ops', 'notify user, post_slack_message #ops'],
    ['also post to Telegram', 'notify user, send_telegram_message user'],
    ['send it to sam@shop.example instead of me', 'send_email sam@shop.example'],
    ['send it to sam@shop.example rather than to me', 'send_email sam@shop.example'],
    ['post it to #ops instead of emailing me', 'post_slack_message #ops'],
    ['send it on Telegram in place of email', 'send_telegram_message user'],
    ['no, tell #ops and sam@shop.example', 'post_slack_message #ops, send_email sam@shop.example'],
    ['post it to #ops instead of emailing, and also on Discord', 'post_slack_message #ops, post_discord_message'],
    ['actually put that on discord instead', 'post_discord_message'],
    ['and if it is over 25% raise an alert too', 'notify user, raise_alert above 25'],
  ])('%s', (sentence, doing) => {
    expect(after(sentence, contract())).toBe(`0 9 * * *, > 10 percent, ${doing}`);
  });

  it('can take something away, but not the last thing', () => {
    const both = contract({
      actions: [
        { action: 'notify', to: ['user'] },
        { action: 'post_slack_message', to: ['#ops'] },
      ],
    });
    expect(after("don't email me anymore", both)).toBe('0 9 * * *, > 10 percent, post_slack_message #ops');
    expect(after('stop posting to #ops', both)).toBe('0 9 * * *, > 10 percent, notify user');
    expect(after('stop posting to #ops', ofEvents)).toMatch(/^ask: It does not do that/);
    expect(after("don't email me anymore", contract())).toMatch(/^ask: Then nothing is left/);
  });
});

describe('whose change it is', () => {
  it.each([
    ['change the price alert to 15 %', 'Price Alert'],
    ['Please move the alert of prices to 7:30', 'alert prices'],
    ['the price alert should also email me', 'Price Alert'],
    ['can the site check run every 20 minutes', 'site check'],
    ['rename the price alert to Night Watch', 'price alert'],
    ['call it Night Watch', null],
  ])('%s', (sentence, target) => {
    expect(read(sentence)).toMatchObject({ target, isStrong: true });
  });

  it.each([
    'email me every morning if competitors undercut us by more than 10%',
    'Every morning check the competitors. If they undercut us email me, and if it is more than 20% also text me',
    'add every paid order to the sheet Sales',
    'make me a sandwich',
  ])('is none where it names no playbook: %s', (sentence) => {
    expect(read(sentence)).toBeNull();
  });

  it('is asked about where a start can be meant', () => {
    expect(read('run the price alert at 5pm')).toMatchObject({ ask: 'From now on at that time, or only once?' });
  });
});
