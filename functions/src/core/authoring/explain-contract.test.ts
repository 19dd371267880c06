import { describe, expect, it } from 'vitest';
import type { Contract } from '../../model/contract.ts';
import { actionOf, conditionOf, contractOf, daily, on } from './contract.fixture.ts';
import { explainChange } from './explain-change.ts';
import { contractInWords, explainContract } from './explain-contract.ts';
import { facts } from './planner/facts.fixture.ts';

const gap = conditionOf('price_gap', '>', 10, { unit: 'percent', base: 'our price' });
const alert = contractOf({ subject: 'competitor_prices', conditions: [gap] });
const told = (given: Parameters<typeof contractOf>[0]) => explainContract(contractOf(given), facts);

describe('a contract in words', () => {
  it('says when, what, on what condition with its base, to whom, and when next', () => {
    expect(explainContract(alert, facts)).toBe(
      "Every day at 9:00 AM Eastern Time, I'll scan your 3 competitors (Higher Level, Salt City and Lakeside) and e-mail you (demo@thrive.example) if one of them undercuts your price by more than 10% (measured against your price). The next time is Sat, Nov 21, 2026, 9:00 AM EST.",
    );
  });

  it.each<[string, Parameters<typeof contractOf>[0]]>([
    [
      "Whenever an order comes in, I'll post to #sales on Slack if it comes to at least $500.",
      {
        subject: 'orders',
        triggers: [on('order.created')],
        conditions: [conditionOf('total', '>=', 500, { unit: 'currency' })],
        actions: [actionOf('post_slack_message', { to: ['#sales'] })],
      },
    ],
    [
      "Whenever a price of yours changes, I'll e-mail you (demo@thrive.example) if the price falls by more than 20% (measured against the price before).",
      {
        subject: 'own_prices',
        triggers: [on('price.changed')],
        conditions: [conditionOf('price_change', '<', -20, { unit: 'percent', base: 'price before' })],
      },
    ],
    [
      "Every day at 9:00 AM Eastern Time, I'll look for invoices that are past due and create a task for Pops if an invoice is more than 30 days past due and it comes to more than $500. The next time is Sat, Nov 21, 2026, 9:00 AM EST.",
      {
        subject: 'invoices',
        conditions: [
          conditionOf('days_past_due', '>', 30, { unit: 'days' }),
          conditionOf('amount', '>', 500, { unit: 'currency' }),
        ],
        actions: [actionOf('create_task', { details: { person: 'pops' } })],
      },
    ],
    [
      "Every day at 9:00 AM Eastern Time, I'll e-mail you (demo@thrive.example) “water the plants”. The next time is Sat, Nov 21, 2026, 9:00 AM EST.",
      { subject: 'nothing', actions: [actionOf('notify', { to: ['user'], details: { text: 'water the plants' } })] },
    ],
    [
      "Every day at 9:00 AM Eastern Time, I'll read what is new at shop.example, sum it up and send by Telegram. The next time is Sat, Nov 21, 2026, 9:00 AM EST.",
      { subject: 'feed', actions: [actionOf('summarize_text'), actionOf('send_telegram_message')] },
    ],
  ])('%s', (words, given) => {
    expect(told(given)).toBe(words);
  });

  it('tells the other ways and what holds for one action only', () => {
    const words = told({
      subject: 'competitor_prices',
      conditions: [gap],
      actions: [
        actionOf('notify', { to: ['user'] }),
        actionOf('send_sms', { to: ['+13155550120'], also: [{ ...gap, value: 20 }] }),
        actionOf('post_slack_message', { to: ['#ops'], when: 'otherwise' }),
      ],
    });
    expect(words).toContain(
      "And if one of them undercuts your price by more than 20% (measured against your price), I'll text +13155550120.",
    );
    expect(words).toContain("Otherwise, I'll post to #ops on Slack.");
  });

  it('tells what was taken for granted, as far as there is room', () => {
    const assumptions = ['no time was named, so it is 9:00 AM', 'x'.repeat(480)];
    const words = told({ subject: 'competitor_prices', conditions: [gap], assumptions });
    expect(words).toContain('Please check: no time was named, so it is 9:00 AM.');
    expect(words.length).toBeLessThanOrEqual(700);
  });

  it('warns of an event that comes at a limit of its own', () => {
    const words = told({
      subject: 'stock',
      triggers: [on('inventory.low_stock')],
      conditions: [conditionOf('quantity', '<', 5, { unit: 'count' })],
    });
    expect(words).toContain(
      'Please check: it hears of it only whenever an item falls below its reorder point, not when your own limit is passed.',
    );
  });

  it('says whether it tells once or at each look', () => {
    const often = { ...daily, cron: '*/5 * * * *' };
    const down = { subject: 'website' as const, triggers: [often], conditions: [conditionOf('is_down', '==', 1)] };
    expect(told(down)).toContain('I say so when it begins, not at each look.');
    const late = conditionOf('days_past_due', '>', 7, { unit: 'days' });
    expect(told({ subject: 'invoices', triggers: [often], conditions: [late] })).toContain('at each look');
  });

  it('does not fail on what could not be made', () => {
    const odd: Contract = contractOf({ subject: 'executions', conditions: [conditionOf('price', '>', 1)] });
    expect(contractInWords(odd, facts).triggers).toEqual(['every day at 9:00 AM Eastern Time']);
  });
});

describe('an edit in words', () => {
  it('says what is otherwise than before', () => {
    const after = contractOf({
      ...alert,
      triggers: [{ ...daily, cron: '0 8 * * *' } as Contract['triggers'][number]],
      conditions: [{ ...gap, value: 15 }],
      actions: [actionOf('send_telegram_message')],
    });
    expect(explainChange(alert, after, facts)).toEqual([
      'It starts every day at 8:00 AM Eastern Time instead of every day at 9:00 AM Eastern Time.',
      'It acts if one of them undercuts your price by more than 15% (measured against your price), no longer if one of them undercuts your price by more than 10% (measured against your price).',
      'It will send by Telegram.',
      'It will no longer e-mail you (demo@thrive.example).',
    ]);
  });

  it('says nothing where nothing is', () => {
    expect(explainChange(alert, { ...alert, sentences: ['in other words'] }, facts)).toEqual([]);
  });
});
