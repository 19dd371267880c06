import { describe, expect, it } from 'vitest';
import { saidAs } from './essence.fixture.ts';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

function rows(text: string): [sentence: string, meaning: string][] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const at = line.lastIndexOf(' => ');
      return [line.slice(0, at), line.slice(at + 4)];
    });
}

/** What asks for nothing, left out; what could be part of the wish, asked about. */
const ASIDES = `
let me know when Blue Dream is back in stock, members keep asking => stock | inventory.back_in_stock | notify user
when an order is under 15 bucks let me know, we lose money shipping those => orders | order.created | total < 15 currency | notify user
Whenever we're out of Blue Dream ping me by email. We sell about forty a week so it hurts. => stock | inventory.out_of_stock | notify user
tell me in #deals when an order comes in, I don't care which => orders | order.created | post_slack_message #deals
tell me when an order comes in, big ones => ask threshold
tell me when an order is refunded, members cancel => ask which
email me when a review comes in, grouped by store => ask subject
email me when a wholesale order comes in => ask subject
tell me when an order comes in, the refunded ones => ask subject
tell me when an order comes in, our wholesale clients => ask subject
tell me when an order comes in, they're wholesale => ask subject
tell me when an order comes in, it is wholesale => ask subject
send me the overdue invoices every friday at 9, the ones from Acme => ask subject
tell me when an order comes in over $200; the warehouse gets nervous => orders | order.created | total > 200 currency | notify user
tell me when a member cancels (it drives me nuts) => members | member.canceled | notify user
we keep losing folks to a shop down the street. email me when they undercut us => ask competitors
`;
const TURNS = `
daily at 8 check https://a.example → down? if yes: #ops => website | 0 8 * * * | is_down == 1 | post_slack_message #ops
each morning at 5 make sure https://a.example is up, if its not text 312-555-0190 => website | 0 5 * * * | is_down == 1 | send_sms 3125550190
at 8 every day look on https://a.example/tee if there stands 'new tariff', and email me then => web_page | 0 8 * * * | says contains new tariff | notify user
every morning at 8 go through my inbox and email me anything that says "reschedule" => inbox | 0 8 * * * | says contains reschedule | notify user
check https://a.example between 9 and 5 every half hour and email me if it is down => website | */30 9-16 * * * + 0 17 * * * | is_down == 1 | notify user
when an order ships, post it in the Teams channel Fulfilment => orders | order.fulfilled | post_teams_message #fulfilment
refunds of $80 or more should land in my inbox => orders | order.refunded | total >= 80 currency | notify user
every week or so remind me about marketing => ask time
`;
const AIMED = `
tell me when a competitor's price for Blue Dream drops to $5 => competitor_prices | competitor.price_changed | Blue Dream: price <= 5 currency | notify user
tell me when our price for Blue Dream goes down to $20 => own_prices | price.changed | Blue Dream: price <= 20 currency | notify user
tell me when our price for Blue Dream rises to $50 => own_prices | price.changed | Blue Dream: price >= 50 currency | notify user
tell me when Blue Dream goes up to $50 => own_prices | price.changed | Blue Dream: price >= 50 currency | notify user
tell me if Higher Level lowers its price by more than 10% => competitor_prices | competitor.price_changed | price_change < -10 percent | notify user
tell me if competitors drop their prices by more than 10% => ask base
`;
const TWO = `
email me when an order comes in and post the stock list to #ops every monday at 9 => ask which
tell me when an order comes in, also every Monday at 9 send me the members => ask which
every monday at 9 post "hello" and the low stock list in #ops => ask action
send a message when an order comes in => ask recipient
send a message when an order comes in / me => orders | order.created | notify user
send a message when an order comes in / to #ops => orders | order.created | post_slack_message #ops
when stock runs out draft a purchase order => stock | inventory.out_of_stock | create_purchase_order
every day at 9 check https://a.example and if it is down email me and post to #ops => website | 0 9 * * * | is_down == 1 | notify user, post_slack_message #ops
`;
const SLIPS = `
tell #sales on slak when an ordr is ovr $300 => orders | order.created | total > 300 currency | post_slack_message #sales
reminde me evey weekdya at half past sevn to meditate => 30 7 * * 1-5 | notify user (meditate)
alret me when a tiral is endign => members | member.trial_ending | notify user
tell me whn a reveiw has les than 3 stars => reviews | review.created | rating < 3 stars | notify user
emil me evry monday at 9 the invoicse more than 21 days lat => invoices | 0 9 * * 1 | days_past_due > 21 days | notify user
email me the pos report every monday at 9 => ask subject
`;

describe('what the third unseen set taught', () => {
  it.each(rows(ASIDES + TURNS + AIMED + TWO + SLIPS).filter(([said]) => said !== ''))('%s', (said, meaning) => {
    expect(saidAs(said, facts)).toBe(meaning);
  });

  it('tells what it left out', () => {
    const made = understand('tell me when a member cancels, customers love updates', facts);
    expect(made).toMatchObject({ contract: { assumptions: ['I left out “customers love updates”'] } });
  });

  it('does not take a name for a slip', () => {
    expect(saidAs('email me when Amy cancels', facts)).toMatch(/^ask/);
  });
});
