import { describe, expect, it } from 'vitest';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

describe('two wishes in one sentence', () => {
  it.each([
    'when an order comes in tell #sales, and every Sunday remind me to water the plants',
    'every sunday remind me to take the bins out and when a member cancels tell #front-desk',
    'when a member cancels email me and every Tuesday post the past due members to #front-desk',
    'every Monday email me the past due members and every Friday post them to #front-desk',
    'every day email me the past due members and also check competitor prices every Monday and post them to #pricing',
    'remind me every monday to call the bank and every friday to pay wages',
    'remind me on Monday to email Bob and on Tuesday to call Ada',
  ])('%s', (sentence) => {
    expect(understand(sentence, facts)).toMatchObject({ kind: 'ask', about: 'which' });
  });

  it.each([
    'every Monday and Friday email me the past due members and post them to #front-desk',
    'when an order is refunded, post it to #sales and email me',
    'remind me every friday to check the till and lock up',
    'ok so when stock runs low, draft a purchase order and then tell me about it',
  ])('is one: %s', (sentence) => {
    expect(understand(sentence, facts)).toMatchObject({ kind: 'create' });
  });
});
