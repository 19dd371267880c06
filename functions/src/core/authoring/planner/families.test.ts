import { describe, expect, it } from 'vitest';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { saidAs } from './essence.fixture.ts';
import { facts } from './facts.fixture.ts';

const playbooks = (['Competitor Price Alert', 'Low Stock Alert', 'Friday Newsletter'] as const).map((name) => ({
  id: name,
  name,
  status: 'active' as const,
  contract: null,
}));
const known: AuthoringFacts = { ...facts, playbooks };

function rows(text: string): [sentence: string, meaning: string][] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const at = line.lastIndexOf(' => ');
      return [line.slice(0, at), line.slice(at + 4)];
    });
}

const TIMES = `
at half past 7 every weekday evening remind me to lock up => 30 19 * * 1-5 | notify user (lock up)
remind me at 9 every monday morning to call Tom => 0 9 * * 1 | notify user (call Tom)
remind me Tuesday evenings at 7 to take out the bins => 0 19 * * 2 | notify user (take out the bins)
Sunday nights at 9 remind me to plan the week => 0 21 * * 0 | notify user (plan the week)
quarterly on the first at 9 remind me to review my prices => 0 9 1 1,4,7,10 * | notify user (review my prices)
on the last day of each quarter at 9 remind me to count => 0 9 28-31 3,6,9,12 * | notify user (count)
every quarter on the first monday remind me to review => 0 9 * 1,4,7,10 1 1 | notify user (review)
remind me at the top of every hour to drink => 0 * * * * | notify user (drink)
remind me every day at 9 o'clock sharp to open => 0 9 * * * | notify user (open)
Werktags um 17 Uhr remind me to close => 0 17 * * 1-5 | notify user (close)
tous les lundis à 9h remind me to call => 0 9 * * 1 | notify user (call)
jeden Tag um 18h30 remind me to close => 30 18 * * * | notify user (close)
am 1. jedes Monats, i.e. on the 1st of every month at 9:00, remind me to pay => 0 9 1 * * | notify user (pay)
every monday? no: every day at 18h30 remind me to close => 30 18 * * * | notify user (close)
remind me from time to time to drink water => ask time
remind me every now and then to drink water => ask time
occasionally remind me to stretch => ask time
at ten fifteen every monday remind me to call => 15 10 * * 1 | notify user (call)
remind me daily at 9 or so to open => 0 9 * * * | notify user (open)
remind me by 9 every day to open => 0 9 * * * | notify user (open)
email me when an order is over $500 but only on weekdays => ask time
`;

const TEXTS = `
I keep forgetting to back up my files. Remind me on the first of each month at 8pm. => 0 20 1 * * | notify user (back up my files)
The boiler needs checking. Remind me every Saturday at 8. => 0 8 * * 6 | notify user (The boiler needs checking)
I need to call Tom every friday at 10, remind me => 0 10 * * 5 | notify user (call Tom)
remid me evry thursday at 4pm too call suppliers => 0 16 * * 4 | notify user (call suppliers)
remind me every day at 9: check stock, call Tom and order more => 0 9 * * * | notify user (check stock, call Tom and order more)
remind me every monday at 9 to write it down, and post "x" in #ops => 0 9 * * 1 | notify user (write it down), post_slack_message #ops (x)
remind me when Blue Dream is below 5 to order more => stock | inventory.quantity_changed | Blue Dream: quantity < 5 count | notify user (order more)
remind me by text to +1 315 555 0100 every day at 8am to drink water => 0 8 * * * | send_sms +13155550100 (drink water)
tell me every morning at 8 that I am great => 0 8 * * * | notify user (I am great)
ask sam@x.example every friday at 10 to send his hours => 0 10 * * 5 | send_email sam@x.example (send his hours)
ask #team every day at 9 what they plan => 0 9 * * * | post_slack_message #team (what they plan)
ask Lee every Monday at 9 for the numbers: send lee@x.example "Please send them" => 0 9 * * 1 | send_email lee@x.example (Please send them)
ask Lee every monday at 9 for the numbers => ask recipient
on sundays at 7pm ask me how my week was => 0 19 * * 0 | notify user (how my week was)
`;

const DOINGS = `
have Ezal check competitor pricing nightly at 11pm and email me when we are undercut by over 10 percent => competitor_prices | 0 23 * * * | price_gap > 10 percent | notify user
have Ezal send me competitor prices every monday at 9 => competitor_prices | 0 9 * * 1 | notify user
have Craig write the newsletter every monday at 8 => 0 8 * * 1 | create_task (write the newsletter) (craig)
when stock is low have Pops reorder => stock | inventory.low_stock | create_task (reorder) (pops)
if a member quits, email me and maria@x.example gets a task => members | member.canceled | notify user, create_task (maria@x.example)
if a review is bad, Craig should get a task to answer it => reviews | review.negative | create_task (answer it) (craig)
each refund should be logged to the sheet Refunds => orders | order.refunded | append_sheet_row (Refunds)
every new order goes into the spreadsheet Orders => orders | order.created | append_sheet_row (Orders)
welcome every new member: post their name in #desk and create a task for Maria => members | member.joined | post_slack_message #desk, create_task (Maria)
thank every new customer: send an email to team@x.example => customers | customer.created | send_email team@x.example
greet new members in #desk => members | member.joined | post_slack_message #desk
email me when something needs my approval => executions | approval.requested | notify user
post it on slack whenever stock is low => ask recipient
forward every bad review to Craig => ask recipient
whenever revenue is under $500, ring the alarm => metrics | metric.changed | revenue: value < 500 currency | raise_alert
I want a summary of our orders emailed to boss@x.example every friday at 4pm => orders | 0 16 * * 5 | send_email boss@x.example
we'd like a list of overdue invoices every morning => invoices | 0 9 * * * | days_past_due >= 1 days | notify user
email a@x.example, not me, when an order is refunded => orders | order.refunded | send_email a@x.example
get me a pizza every friday at 7pm => refuse
delete all bad reviews from Google whenever one appears => refuse
`;

const TURNED = `
email me when an order comes in unless it is under $50 => orders | order.created | total >= 50 currency | notify user
email me about every new order except if it's under $50 => orders | order.created | total >= 50 currency | notify user
tell #sales about every order, but not when it is less than $100 => orders | order.created | total >= 100 currency | post_slack_message #sales
text +1 315 555 0100 unless Blue Dream is above 5 => stock | inventory.quantity_changed | Blue Dream: quantity <= 5 count | send_sms +13155550100
don't email me unless an order is over $500 => orders | order.created | total > 500 currency | notify user
every day at 9 check https://x.example and email me unless it is up => website | 0 9 * * * | is_down == 1 | notify user
make sure Blue Dream never falls below 5, or tell #ops => stock | inventory.quantity_changed | Blue Dream: quantity < 5 count | post_slack_message #ops
make sure Blue Dream stays above 5, otherwise tell #ops => stock | inventory.quantity_changed | Blue Dream: quantity <= 5 count | post_slack_message #ops
make sure that we have at least 10 Blue Dream, if not order more => stock | inventory.quantity_changed | Blue Dream: quantity < 10 count | create_purchase_order
make sure our site https://x.example is up every 10 minutes, otherwise tell #ops => website | */10 * * * * | is_down == 1 | post_slack_message #ops
make sure I get an email when stock is below 5 => stock | inventory.quantity_changed | quantity < 5 count | notify user
email me when an order is over $500 unless it is refunded => ask subject
email me about every review unless it rains => ask subject
email me about orders except from Sam => ask subject
`;

const ORDERS = `
start the friday newsletter again => resume Friday Newsletter
stop sending me price alerts => pause price alerts
no more price alerts => pause price alerts
stop the price alert emails => pause price alert
fire off the Friday Newsletter => run Friday Newsletter
show me how much Blue Dream we have => query null
is anything waiting for my approval? => list null
what needs my approval? => list null
check the competition for me every morning and email me if we are undercut by 10% => competitor_prices | 0 9 * * * | price_gap >= 10 percent | notify user
add a task "count the till" for Maria every day at 6pm => 0 18 * * * | create_task (count the till) (Maria)
send the price alert to Sam instead => ask recipient
send the price alert to Sam instead / sam@x.example => change price alert: replace_actions
change the Low Stock Alert to email sam@x.example => change Low Stock Alert: replace_actions
the price alert should also email sam@x.example => change price alert: add_action
move the price alert an hour earlier => change price alert: reschedule
`;

describe.each([
  ['when', TIMES],
  ['texts', TEXTS],
  ['what is done', DOINGS],
  ['a condition that is turned round', TURNED],
  ['orders and changes', ORDERS],
])('%s', (_, table) => {
  it.each(rows(table))('%s', (sentence, meaning) => {
    expect(saidAs(sentence, known)).toBe(meaning);
  });
});

describe('money that shares its name', () => {
  it.each([
    ['email me when an order is over $1500', 'AUD'],
    ['email me when an order is over 1500 dollars', 'CAD'],
    ['email me when an order is over 1500 kr', 'SEK'],
    ['email me when an order is over 1.500 €', 'EUR'],
  ])('%s', (sentence, currency) => {
    expect(saidAs(sentence, { ...known, currency })).toBe(
      'orders | order.created | total > 1500 currency | notify user',
    );
  });

  it('is not taken for that of others', () => {
    expect(saidAs('email me when an order is over 1500 USD', { ...known, currency: 'AUD' })).toBe('refuse');
  });
});
