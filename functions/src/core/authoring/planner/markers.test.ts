import { describe, expect, it } from 'vitest';
import type { ContractCondition } from '../../../model/contract.ts';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

const inWords = ({ measure, operator, value }: ContractCondition) => `${measure} ${operator} ${value}`;

/** On what conditions what is done: `price_gap > 10 → notify, send_sms if price_gap > 20, otherwise raise_alert`. */
function arranged(sentence: string): string {
  const understanding = understand(sentence, facts);
  if (understanding.kind !== 'create') return `${understanding.kind}: ${JSON.stringify(understanding).slice(0, 200)}`;
  const { conditions, actions } = understanding.contract;
  const done = actions.map(
    ({ action, when, also }) =>
      `${when === 'then' ? '' : `${when} `}${action}${also.length === 0 ? '' : ` if ${also.map(inWords).join(' and ')}`}`,
  );
  return `${conditions.map(inWords).join(' and ') || 'each time'} → ${done.join(', ')}`;
}

const check = 'Check competitor prices every morning.';

describe('how things to do hang together', () => {
  it.each([
    [
      `${check} If they undercut us by more than 10% email me, and if it is more than 20% also text +13155550101`,
      'price_gap > 10 → notify, send_sms if price_gap > 20',
    ],
    [
      `${check} Email me if they undercut us by more than 10%; if it is over 25%, raise an alert too.`,
      'price_gap > 10 → notify, raise_alert if price_gap > 25',
    ],
    [
      `${check} If they undercut us by over 10% post to #pricing, otherwise email me`,
      'price_gap > 10 → post_slack_message, otherwise notify',
    ],
    [
      `${check} If they undercut us by over 10% post to #pricing. If not, email me that all is well.`,
      'price_gap > 10 → post_slack_message, otherwise notify',
    ],
    [
      `${check} When they undercut us by over 10%: post to #pricing, else → email me`,
      'price_gap > 10 → post_slack_message, otherwise notify',
    ],
    [
      `${check} If they undercut us by over 10 %: ping #pricing; if not, do nothing.`,
      'price_gap > 10 → post_slack_message',
    ],
    [
      `${check} If they undercut us by over 10% tell #pricing, and in any case add a row to the sheet Prices`,
      'price_gap > 10 → post_slack_message, always append_sheet_row',
    ],
    [
      'when an order over $750 comes in, tell #sales, add it to the sheet Big and create a task for Pops',
      'total > 750 → post_slack_message, append_sheet_row, create_task',
    ],
    [
      'If an order is over $500 tell me, if it is over $2,000 tell #vip, and if it is over $5,000 text +13155550101',
      'total > 500 → notify, post_slack_message if total > 2000, send_sms if total > 5000',
    ],
    [
      'tell me if an order is above $500, otherwise add it to the sheet Small',
      'total > 500 → notify, otherwise append_sheet_row',
    ],
    [
      'new order → email me → add it to the sheet Orders → post to #wins',
      'each time → notify, append_sheet_row, post_slack_message',
    ],
    [
      'when a review with 1 star comes in: 1) raise an alert 2) email me 3) create a task for Craig',
      'rating == 1 → raise_alert, notify, create_task',
    ],
    [
      'email me when an order over $500 comes in and also post it to #sales',
      'total > 500 → notify, post_slack_message',
    ],
    [
      'Alert me when a member cancels, and if they owe more than $100 create a task for Pops',
      'each time → notify, create_task if amount > 100',
    ],
    [
      'if a customer signs up, first email me, then post to #new, finally add a row to the sheet Customers',
      'each time → notify, post_slack_message, append_sheet_row',
    ],
    [
      'send the newsletter when a campaign starts, but only after I approve it',
      'each time → request_approval, send_newsletter',
    ],
  ])('%s', (sentence, expected) => {
    expect(arranged(sentence)).toBe(expected);
  });
});
