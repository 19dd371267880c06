import { describe, expect, it } from 'vitest';
import { readCommand } from './commands.ts';
import { facts } from './facts.fixture.ts';
import { fillers } from './fillers.ts';
import { vocabulary } from './grammar.ts';
import { corrected } from './slips.ts';
import { tokenize } from './tokens.ts';

function read(sentence: string) {
  const tokens = corrected(tokenize(sentence, facts.products), new Set([...vocabulary, ...fillers]));
  return readCommand(sentence, tokens, facts);
}

function command(sentence: string) {
  const order = read(sentence);
  return order && 'command' in order ? order.command : order;
}

const TODAY = { from: '2026-11-20', to: '2026-11-20' };

describe('an order about playbooks', () => {
  it.each([
    ['run the competitor price alert now please', 'run', 'competitor price alert'],
    ['start the weekly price report once, now', 'run', 'weekly price report'],
    ['kick off the corvo site check', 'run', 'corvo site check'],
    ['turn my price alert back on', 'resume', 'price alert'],
    ['delete the price alert', 'archive', 'price alert'],
    ["I don't need Welcome New Members anymore, get rid of it", 'archive', 'Welcome New Members'],
    ['how much will the price alert cost me per month', 'forecast', 'price alert'],
    ['what does it cost', 'forecast', null],
  ])('%s', (sentence, verb, target) => {
    expect(command(sentence)).toEqual({ verb, target, args: {} });
  });

  it.each([
    ['pause it', null, null],
    ['stop the Low Stock Alert for now', 'Low Stock Alert', null],
    ['put "Refund Watch" on hold', 'Refund Watch', null],
    ['stop Refund Watch until I say otherwise', 'Refund Watch', null],
    ['pause the price alert until I turn it back on', 'price alert', null],
    ['turn the price alert off', 'price alert', null],
    ['pause everything', 'all', null],
    ['pause the price alert until Monday', 'price alert', '2026-11-23'],
    ['pause it for 3 days', null, '2026-11-23'],
    ['snooze the price alert for a week', 'price alert', '2026-11-27'],
  ])('%s', (sentence, target, until) => {
    expect(command(sentence)).toEqual({ verb: 'pause', target, args: { until } });
  });

  it('asks where the day can be one of two', () => {
    const onMonday = { ...facts, now: new Date('2026-11-16T15:00:00Z') };
    const tokens = tokenize('pause it until next Friday', []);
    expect(readCommand('pause it until next Friday', tokens, onMonday)).toMatchObject({
      ask: 'Friday, November 20, 2026, or Friday, November 27, 2026?',
    });
  });
});

describe('an order that sends nothing', () => {
  it.each([
    'test Big Orders without posting anything',
    'run Big Orders without emailing anyone',
    "try Big Orders but don't send anything",
  ])('is a simulation: %s', (sentence) => {
    expect(command(sentence)).toEqual({ verb: 'simulate', target: 'Big Orders', args: { period: null } });
  });
});

describe('a question about playbooks', () => {
  it.each([
    ["why didn't the price alert run this morning?", 'price alert', 'why_not', TODAY],
    ['why did I not get a mail about past due members today', 'past due members', 'why_not', TODAY],
    ['why did it run', null, 'why', null],
    ['What does Monthly Client Report do?', 'Monthly Client Report', 'what', null],
    ['explain the price alert to me', 'price alert', 'what', null],
    ['show me the price alert', 'price alert', 'what', null],
    ['when does the price alert run next?', 'price alert', 'when', null],
    ['did the price alert run yesterday?', 'price alert', 'did', { from: '2026-11-19', to: '2026-11-19' }],
  ])('%s', (sentence, target, question, period) => {
    expect(command(sentence)).toEqual({ verb: 'explain', target, args: { question, period } });
  });

  it('can be what would have happened', () => {
    const period = { from: '2026-11-09', to: '2026-11-15' };
    expect(command('What would the price alert have done last week?')).toEqual({
      verb: 'simulate',
      target: 'price alert',
      args: { period },
    });
    expect(command('simulate it over the last 30 days')).toMatchObject({
      target: null,
      args: { period: { from: '2026-10-21', to: '2026-11-20' } },
    });
  });

  it.each([
    ['list my playbooks', 'playbooks', null, null],
    ['What do I have running?', 'playbooks', 'active', null],
    ["what's paused", 'playbooks', 'paused', null],
    ['what failed today', 'executions', 'failed', TODAY],
    ['what ran last night', 'executions', null, { from: '2026-11-19', to: '2026-11-19' }],
    ['what is waiting for approval', 'approvals', null, null],
  ])('%s', (sentence, what, status, period) => {
    expect(command(sentence)).toEqual({ verb: 'list', target: null, args: { what, status, period } });
  });

  it.each([
    'how many customers do we have?',
    'which items are low right now?',
    'who is past due at the moment?',
    'how much does Blue Dream cost?',
  ])('is one about data where it names any: %s', (sentence) => {
    expect(command(sentence)).toMatchObject({ verb: 'query', target: null, args: { question: sentence } });
  });
});

describe('a decision', () => {
  it.each([
    ['approve it', 'approve', null],
    ['approve the mail to Sam', 'approve', 'mail Sam'],
    ["no, don't send that one, reject it", 'reject', null],
    ['no to the mail to Sam', 'reject', 'mail Sam'],
  ])('%s', (sentence, verb, what) => {
    expect(command(sentence)).toEqual({ verb, target: null, args: { what } });
  });

  it('can be taken back', () => {
    expect(command('undo that')).toEqual({ verb: 'undo', target: null, args: {} });
  });
});

describe('the wish for a playbook', () => {
  it.each([
    'check prices every morning and email me',
    'start tracking our competitors',
    'tell me about every new customer',
    'scan competitor prices twice a day',
    'email me when stock runs low',
  ])('is no order: %s', (sentence) => {
    expect(command(sentence)).toBeNull();
  });

  it('may begin as an order does', () => {
    expect(read('scan competitors now')).toMatchObject({ command: { verb: 'run' }, isStrong: false });
    expect(read('run competitor scan')).toMatchObject({ command: { verb: 'run' }, isStrong: true });
  });
});
