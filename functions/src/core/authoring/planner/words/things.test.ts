import { describe, expect, it } from 'vitest';
import type { ContractAction, ContractCondition } from '../../../../model/contract.ts';
import type { TriggerDraft } from '../../../../model/trigger.ts';
import { facts as shop } from '../facts.fixture.ts';
import { understand } from '../understand.ts';

const facts = { ...shop, products: [...shop.products, 'Trail Socks'] };

function condition({ measure, operator, value, unit, base, of }: ContractCondition): string {
  return [measure, operator, value, unit, base === 'none' ? '' : base, of === null ? '' : `of ${of}`]
    .filter((word) => word !== '')
    .join(' ');
}

function action({ action: name, to, when, details }: ContractAction): string {
  const how = Object.values(details).join(' ');
  return [name, to.join(','), when === 'then' ? '' : when, how].filter((word) => word !== '').join(' ');
}

function when(trigger: TriggerDraft): string {
  if (trigger.type === 'schedule') return trigger.cron;
  return trigger.type === 'event'
    ? [trigger.eventName, trigger.filter].filter((word) => word !== null).join(' if ')
    : trigger.type;
}

/** The essentials of the contract, in one line. */
function said(sentence: string): string {
  const understood = understand(sentence, facts);
  if (understood.kind !== 'create') return JSON.stringify(understood);
  const { subject, triggers, conditions, actions } = understood.contract;
  return [
    subject,
    triggers.map(when).join(' + '),
    conditions.map(condition).join(' & '),
    actions.map(action).join('; '),
  ].join(' | ');
}

describe('the words of things', () => {
  it.each([
    [
      "Keep an eye on my rivals' prices and drop me a line each morning at 8 should anyone be more than 10% below us",
      'competitor_prices | 0 8 * * * | price_gap > 10 percent our price | notify user',
    ],
    [
      'Should a competitor undercut us by over 15 percent, email me; check daily at 7',
      'competitor_prices | 0 7 * * * | price_gap > 15 percent our price | notify user',
    ],
    [
      'once a day look at what Higher Level charges; in case they go lower than us, text +1 315 555 0101',
      'competitor_prices | 0 9 * * * | price_gap > 0 percent our price | send_sms +13155550101',
    ],
    [
      'daily 9am: competitors cheaper than us by 5% or more => #pricing',
      'competitor_prices | 0 9 * * * | price_gap >= 5 percent our price | post_slack_message #pricing',
    ],
    [
      'I want an alert on weekdays at noon if any of our top 2 rivals is at least 20 % cheaper',
      'competitor_prices | 0 12 * * 1-5 | price_gap >= 20 percent our price | notify user',
    ],
    ['each Monday morning, send me a rundown of competitor prices', 'competitor_prices | 0 9 * * 1 |  | notify user'],
    [
      'every day at 9, if the price gap to Higher Level exceeds 12% post in #pricing',
      'competitor_prices | 0 9 * * * | price_gap > 12 percent our price | post_slack_message #pricing',
    ],
    [
      "When we're being undercut by more than $4, ping me - look twice a day",
      'competitor_prices | 0 9,17 * * * | price_gap > 4 currency our price | notify user',
    ],
    [
      'Compare our pricing against the competition every Friday at 3pm & mail me the results',
      'competitor_prices | 0 15 * * 5 |  | notify user',
    ],
    [
      'every morning notify me if at least three competitors are cheaper than us on Sour Diesel',
      'competitor_prices | 0 9 * * * | undercutting >= 3 count of Sour Diesel | notify user',
    ],
    [
      'Let me know each evening at 6 if Lakeside beats our prices',
      'competitor_prices | 0 18 * * * | price_gap > 0 percent our price | notify user',
    ],
    [
      'tell me at 9 every day if we are more than 10% more expensive than Salt City',
      'competitor_prices | 0 9 * * * | price_gap > 10 percent their price | notify user',
    ],
    [
      'email me every morning if rivals raise their prices by more than 5 percent compared to what they were before',
      'competitor_prices | 0 9 * * * | price_change > 5 percent price before | notify user',
    ],
    ['whenever a rival changes its prices, tell me', 'competitor_prices | competitor.price_changed |  | notify user'],
    [
      'As soon as any competitor undercuts us, let me know',
      'competitor_prices | competitor.undercut | price_gap > 0 percent our price | notify user',
    ],
    [
      "notify me whenever Higher Level's price is below ours by more than 10%",
      'competitor_prices | competitor.price_changed | price_gap > 10 percent our price | notify user',
    ],
    [
      "every 2 hours scan competitor prices and, if someone's under us, raise an alert",
      'competitor_prices | 0 */2 * * * | price_gap > 0 percent our price | raise_alert',
    ],
    ['on the 1st of each month at 9am email me a competitor report', 'competitor_prices | 0 9 1 * * |  | notify user'],
    [
      'daily competitor summary at 5pm to boss@thrive.example',
      'competitor_prices | 0 17 * * * |  | send_email boss@thrive.example',
    ],
    [
      'Weekdays 8:15 - check Salt City and Lakeside. Cheaper than us by >8%? Email dana@thrive.example, otherwise do nothing',
      'competitor_prices | 15 8 * * 1-5 | price_gap > 8 percent our price | send_email dana@thrive.example',
    ],
    [
      'every morning check competitors; if they\'re 10% cheaper email me, else post "all good" to #pricing',
      'competitor_prices | 0 9 * * * | price_gap >= 10 percent our price | notify user; post_slack_message #pricing otherwise all good',
    ],
    [
      'If a competitor sells Trail Socks for under 9 dollars, email me. Look every hour.',
      'competitor_prices | 0 * * * * | price < 9 currency of Trail Socks | notify user',
    ],
    [
      "Look at competitor prices at 8 and 16 o'clock and mail me when someone is undercutting us",
      'competitor_prices | 0 8,16 * * * | price_gap > 0 percent our price | notify user',
    ],
    [
      "Blue Dream: tell me every day at 9 when a competitor's price is lower than ours",
      'competitor_prices | 0 9 * * * | price_gap > 0 percent our price of Blue Dream | notify user',
    ],
    [
      "every weekday at 9 am, alert me if our prices are above Higher Level's by more than 5%",
      'competitor_prices | 0 9 * * 1-5 | price_gap > 5 percent their price | notify user',
    ],
    [
      'Ping me once we have 5 or fewer Trail Socks left',
      'stock | inventory.quantity_changed | quantity <= 5 count of Trail Socks | notify user',
    ],
    [
      'If inventory gets low, create a purchase order and let me know',
      'stock | inventory.low_stock |  | create_purchase_order; notify user',
    ],
    ['an item is out of stock: raise an alert', 'stock | inventory.out_of_stock |  | raise_alert'],
    ['Tell #floor on Slack if anything sells out', 'stock | inventory.out_of_stock |  | post_slack_message #floor'],
    [
      'inform me the moment Sour Diesel is gone',
      'stock | inventory.out_of_stock if event.name == "Sour Diesel" |  | notify user',
    ],
    [
      'When Blue Dream comes back in stock, post "It\'s back" to #menu',
      'stock | inventory.back_in_stock if event.name == "Blue Dream" |  | post_slack_message #menu It\'s back',
    ],
    [
      'Low on Trail Socks? Email dana@thrive.example',
      'stock | inventory.low_stock if event.name == "Trail Socks" |  | send_email dana@thrive.example',
    ],
    ['every morning at 7 send me the list of items below their reorder level', 'stock | 0 7 * * * |  | notify user'],
    ['should any product need reordering, make a task for Pops', 'stock | inventory.low_stock |  | create_task pops'],
    ["let me know if we're about to run out of anything", 'stock | inventory.low_stock |  | notify user'],
    [
      'alert me when the Blue Dream count hits 10',
      'stock | inventory.quantity_changed | quantity <= 10 count of Blue Dream | notify user',
    ],
    [
      'Text +1 315 555 0101 when there are less than 3 Sour Diesel remaining',
      'stock | inventory.quantity_changed | quantity < 3 count of Sour Diesel | send_sms +13155550101',
    ],
    [
      'email me as soon as our stock of Trail Socks goes down to 20 units',
      'stock | inventory.quantity_changed | quantity <= 20 count of Trail Socks | notify user',
    ],
    [
      'when quantity of Blue Dream < 8, email me',
      'stock | inventory.quantity_changed | quantity < 8 count of Blue Dream | notify user',
    ],
    [
      'Blue Dream below 15 -> order more and tell me',
      'stock | inventory.quantity_changed | quantity < 15 count of Blue Dream | create_purchase_order; notify user',
    ],
    [
      'Whenever something is out of stock or low, tell me',
      'stock | inventory.out_of_stock + inventory.low_stock |  | notify user',
    ],
    [
      'tell me if a price of ours goes up',
      'own_prices | price.changed | price_change > 0 percent price before | notify user',
    ],
    [
      'when the price of Sour Diesel falls below $25, email me',
      'own_prices | price.changed | price < 25 currency of Sour Diesel | notify user',
    ],
    [
      'email me if anyone changes the price of Blue Dream',
      'own_prices | price.changed if event.name == "Blue Dream" |  | notify user',
    ],
    [
      'if any of our prices drops by more than 15% raise an alert',
      'own_prices | price.changed | price_change < -15 percent price before | raise_alert',
    ],
    [
      'our price for Trail Socks goes up by at least $2: mail me',
      'own_prices | price.changed | price_change >= 2 currency price before of Trail Socks | notify user',
    ],
    ['new product in the shop → post to #news', 'own_prices | product.created |  | post_slack_message #news'],
    ['A product gets cheaper? tell me', 'own_prices | price.dropped |  | notify user'],
    [
      'whenever a price in our store is edited, log it to the sheet Prices',
      'own_prices | price.changed |  | append_sheet_row Prices',
    ],
    [
      "Check every 10 min if https://shop.example is still online. Tell #ops if it's not.",
      'website | */10 * * * * | is_down == 1 none | post_slack_message #ops',
    ],
    [
      'https://shop.example down -> text +1 315 555 0101, check every 5 minutes',
      'website | */5 * * * * | is_down == 1 none | send_sms +13155550101',
    ],
    [
      "monitor https://shop.example and https://blog.shop.example each hour and email me when one of them can't be reached",
      'website | 0 * * * * | is_down == 1 none | notify user',
    ],
    [
      'every half hour: is https://shop.example/checkout responding? if not, raise an alert',
      'website | */30 * * * * | is_down == 1 none | raise_alert',
    ],
    [
      'ping https://api.shop.example every 15 minutes, email me on failure',
      'website | */15 * * * * | is_down == 1 none | notify user',
    ],
    ['Let me know every day at 8 whether https://shop.example loads', 'website | 0 8 * * * |  | notify user'],
    [
      'hourly look whether the page https://venue.example/tickets contains "available"; when it does, text +1 315 555 0101',
      'web_page | 0 * * * * | says contains available none | send_sms +13155550101',
    ],
    [
      'when https://jobs.example says "closed" post to #hr, look every 2 hours',
      'web_page | 0 */2 * * * | says contains closed none | post_slack_message #hr',
    ],
    ['every morning email me the new entries of https://news.example/feed.xml', 'feed | 0 9 * * * |  | notify user'],
    [
      'read the feed https://blog.example/rss each Friday and post a summary to #reading',
      'feed | 0 9 * * 5 |  | post_slack_message #reading',
    ],
    [
      'if the RSS feed at https://city.example/feed mentions zoning tell me; check every hour',
      'feed | 0 * * * * | says contains zoning none | notify user',
    ],
    [
      'every 30 minutes check my mailbox for messages about "invoice" and post them to #finance',
      'inbox | */30 * * * * | says contains invoice none | post_slack_message #finance',
    ],
    ['tell me if any playbook breaks', 'executions | execution.failed |  | notify user'],
    [
      'post to #ops on slack when an automation goes wrong',
      'executions | execution.failed |  | post_slack_message #ops',
    ],
    ['let me know when one of my automations stops working', 'executions | execution.failed |  | notify user'],
    ['alert me when we get close to our monthly limit', 'executions | usage.threshold |  | notify user'],
    [
      'If Salt City gets cheaper than us I want to know, check it every weekday at 10',
      'competitor_prices | 0 10 * * 1-5 | price_gap > 0 percent our price | notify user',
    ],
    [
      'twice daily, compare rivals and email me on any undercut',
      'competitor_prices | 0 9,17 * * * | price_gap > 0 percent our price | notify user',
    ],
    [
      'mail me at 7am each day: which competitors are below our price?',
      'competitor_prices | 0 7 * * * | price_gap > 0 percent our price | notify user',
    ],
    [
      'Post in #pricing at noon daily when competition undercuts us by 15%+',
      'competitor_prices | 0 12 * * * | price_gap >= 15 percent our price | post_slack_message #pricing',
    ],
    ['Low stock? Tell dana@thrive.example', 'stock | inventory.low_stock |  | send_email dana@thrive.example'],
    ['inventory running low -> raise an alert', 'stock | inventory.low_stock |  | raise_alert'],
    [
      'once Blue Dream is down to 4, order more',
      'stock | inventory.quantity_changed | quantity <= 4 count of Blue Dream | create_purchase_order',
    ],
    [
      'is https://shop.example down? check every 15 min and ping #ops',
      'website | */15 * * * * | is_down == 1 none | post_slack_message #ops',
    ],
    ['email me when the price of one of our items changes', 'own_prices | price.changed |  | notify user'],
    [
      'Check competitor prices every morning and alert me if they drop their prices below ours',
      'competitor_prices | 0 9 * * * | price_gap > 0 percent our price | notify user',
    ],
    ['email me a competitor report for the next 3 days at 9am', 'competitor_prices | 0 9 * * * |  | notify user'],
  ])('%s', (sentence, contract) => {
    expect(said(sentence)).toBe(contract);
  });
});
