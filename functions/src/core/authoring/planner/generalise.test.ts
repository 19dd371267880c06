import { describe, expect, it } from 'vitest';
import type { Contract, ContractCondition } from '../../../model/contract.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

const gym: AuthoringFacts = { ...facts, orgName: 'Iron Lake Gym' };

const condition = ({ measure, operator, value, unit, of }: ContractCondition) =>
  `${of === null ? '' : `${of}: `}${measure} ${operator} ${value}${unit === 'none' ? '' : ` ${unit}`}`;

/** `stock | inventory.low_stock | … | notify user`. */
function essence({ subject, triggers, conditions, actions }: Contract): string {
  const when = triggers.map((one) => (one.type === 'event' ? one.eventName : one.type === 'schedule' ? one.cron : ''));
  const acts = actions.map(({ action, to }) => [action, ...to].join(' '));
  return [subject, when.join(' + '), conditions.map(condition).join(' & '), acts.join(', ')]
    .filter((part) => part !== '')
    .join(' | ');
}

function said(sentence: string, known: AuthoringFacts = facts): string {
  const understood = understand(sentence, known);
  return understood.kind === 'create' ? essence(understood.contract) : understood.kind;
}

const CREATED = `
when an order comes in, email me right away => orders | order.created | notify user
any time a product is out of stock text +1 315 555 0100 => stock | inventory.out_of_stock | send_sms +13155550100
whenever a new review shows up post it to #reviews => reviews | review.created | post_slack_message #reviews
send me a Telegram every time a new prospect shows up => prospects | prospect.created | send_telegram_message user
when an order over $500 shows up tell #sales => orders | order.created | total > 500 currency | post_slack_message #sales
a customer who's been gone for 90 days should show up in #winback => customers | customer.inactive | days_inactive == 90 days | post_slack_message #winback
tell me about customers gone for 3 months => customers | customer.inactive | days_inactive == 90 days | notify user
when someone signs up, email me => customers | customer.created | notify user
I want the competitor report in my inbox on Mondays at 8 => competitor_prices | 0 8 * * 1 | notify user
I'd like low stock items in my inbox every weekday at 9 => stock | 0 9 * * 1-5 | notify user
watch https://news.example every hour for "merger" and tell me => web_page | 0 * * * * | says contains merger | notify user
every hour check https://news.example for the word merger and email me => web_page | 0 * * * * | says contains merger | notify user
check https://x.example every day at 9 for the words "en stock" and email me if they're there => web_page | 0 9 * * * | says contains en stock | notify user
every hour look through my inbox for "refund" and tell #support => inbox | 0 * * * * | says contains refund | post_slack_message #support
every morning tell me whether Salt City is selling anything for less than we do => competitor_prices | 0 9 * * * | price_gap > 0 percent | notify user
when Salt City's price for Blue Dream is at least $50 lower than ours, tell me; check at 7am and 3pm => competitor_prices | 0 7,15 * * * | Blue Dream: price_gap >= 50 currency | notify user
every day at 8 compare prices. Cheaper by 5% or more → #pricing => competitor_prices | 0 8 * * * | price_gap >= 5 percent | post_slack_message #pricing
email me if two or more undercut us, check every morning => competitor_prices | 0 9 * * * | undercutting >= 2 count | notify user
every morning at 8 compare us with Salt City and ping #pricing if they're over 5% less => competitor_prices | 0 8 * * * | price_gap > 5 percent | post_slack_message #pricing
tell me as soon as the price of the Blue Dream is changed => own_prices | price.changed | notify user
tell me when somebody hasn't paid their invoice after 7 days => invoices | invoice.past_due | days_past_due == 7 days | notify user
remind customers whose invoices are 14 days late => invoices | invoice.past_due | days_past_due == 14 days | send_payment_reminder
anything above $1000 ordered? tell #vip => orders | order.created | total > 1000 currency | post_slack_message #vip
we lose money shipping those. email me when an order under $20 comes in => orders | order.created | total < 20 currency | notify user
Customers complain about this all the time. When stock is low tell #inventory, cheers => stock | inventory.low_stock | post_slack_message #inventory
when a bad review comes in tell #support so the team can call them => reviews | review.negative | post_slack_message #support
post new orders to #sales because the team likes to celebrate => orders | order.created | post_slack_message #sales
Hey team, hope you're well! Could you kindly ping #ops whenever a playbook fails? Ta! => executions | execution.failed | post_slack_message #ops
btw could u email me when an order > $500 comes in? ty! => orders | order.created | total > 500 currency | notify user
It would be great if you could tell me when a new customer signs up => customers | customer.created | notify user
if possible, email me when a refund is issued => orders | order.refunded | notify user
would it be possible to get an email when stock runs low? => stock | inventory.low_stock | notify user
from now on, post every new order to #sales until I say otherwise => orders | order.created | post_slack_message #sales
hm, email me w/ the competitor report every Monday at 8 pls => competitor_prices | 0 8 * * 1 | notify user
email me when an order over $1.000 comes in => orders | order.created | total > 1000 currency | notify user
check prices daily at 8 and email me if someone is 12,5 % cheaper => competitor_prices | 0 8 * * * | price_gap >= 12.5 percent | notify user
tel #sales wen a custommer places an oder over $250 => orders | order.created | total > 250 currency | post_slack_message #sales
notfy me when an invoise is payed => invoices | invoice.paid | notify user
`;

/** Something in them is nothing that can be made: it is asked for, or told, and never passed over. */
const NEVER_CREATED = `
email me when any product but Blue Dream is low
email me when stock is low, not for Blue Dream
email me when a product sells out. Not Blue Dream though.
Email me new orders. Wholesale only.
email me when an order comes in. We do not want refunds.
email me if any competitor besides Salt City undercuts us, daily at 9
tell me if Blue Dream is low or Sour Diesel is out
email me when more than 3 products are low
tell me when all products are out of stock
email me about unpaid invoices older than 2020
every day at 9 email me 3 low stock items
every monday email me
every day at 9 send me a summary
tell me about expensive orders
email me about valuable orders
watch https://news.example for "merger" and tell me
email me every day at 9 if Higher Level is 15 cheaper
email me when wholesale orders come in
email me when Purple Haze is low
email me when "Purple Haze" is low
tell me when 3 orders come in within an hour
email me when an order from Berlin comes in
`;
const lines = (text: string) => text.trim().split('\n');

describe('wording that no row of the evaluation has', () => {
  it.each(lines(CREATED).map((row) => row.split(' => ')))('%s', (sentence = '', contract) => {
    expect(said(sentence)).toBe(contract);
  });

  it.each(lines(NEVER_CREATED))('%s is asked about', (sentence) => {
    expect(['ask', 'refuse', 'unknown']).toContain(said(sentence));
  });

  it('takes who signs up where there are members for one of them', () => {
    expect(said('when someone signs up, email me', gym)).toBe('members | member.joined | notify user');
  });

  it('knows a competitor by the begin of its name', () => {
    const known = {
      ...facts,
      competitors: [{ name: 'Planet Strong', url: 'https://planet.example/' }, ...facts.competitors],
    };
    const understood = understand('every day at 9 email me if Planet is cheaper than us', known);
    expect(understood).toMatchObject({ kind: 'create', contract: { competitors: [{ name: 'Planet Strong' }] } });
  });

  it('leaves a common word alone that is a slip away from one of the grammar', () => {
    const understood = understand('email me when the lights go out', facts);
    expect(understood.kind).not.toBe('create');
  });

  it('takes the figure that was asked for in any words', () => {
    const asked = understand('email me about valuable orders', facts);
    const open = asked.kind === 'ask' ? asked.open : null;
    const answered = understand('anything over $400', facts, open);
    expect(answered.kind === 'create' && essence(answered.contract)).toBe(
      'orders | order.created | total > 400 currency | notify user',
    );
  });
});
