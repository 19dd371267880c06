import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeDoings } from './actions.ts';
import { facts } from './facts.fixture.ts';
import { Reading, vocabulary } from './grammar.ts';
import { tokenize } from './tokens.ts';
import { understand } from './understand.ts';

const known = { people: [{ name: 'Dana Cole', email: 'dana@thrive.example' }], playbooks: [{ name: 'Reorder Beans' }] };

/** What is done, in short: `step(to ?who without an address; key=detail)`. */
function said(sentence: string): string {
  const doings = takeDoings(new Reading(tokenize(sentence, [])), known, sentence);
  return doings
    .map(({ value: { action, to, who, details } }) => {
      const whom = [...to, ...(who === null ? [] : [`?${who}`])].join(' ');
      const how = Object.entries(details).map(([key, text]) => `${key}=${text}`);
      return `${action}(${[whom, how.join(', ')].filter((part) => part !== '').join('; ')})`;
    })
    .join(' + ');
}

const SAID = `
write a report about our competitors every Monday => notify(user)
when stock is low, order more and then tell #ops => create_purchase_order() + post_slack_message(#ops)
once a member quits, drop a note into the #retention channel on Discord => post_discord_message(#retention)
Should stock run out, ring the alarm: raise an alert and text +44 20 7946 0958 => raise_alert() + send_sms(+442079460958)
please have Pops call the supplier when stock is low => create_task(title=call the supplier, person=pops)
when we sell out, ask Craig to write a newsletter => create_task(title=write a newsletter, person=craig)
ping both me and sam@x.example => notify(user) + send_email(sam@x.example)
share new reviews in the #wins channel => post_slack_message(#wins)
have it posted to #ops => post_slack_message(#ops)
forward refunds to finance@x.example and cc boss@x.example => send_email(finance@x.example boss@x.example)
each Monday at 8 post 'Team meeting' in #general => post_slack_message(#general; text=Team meeting)
at 5 pm on Fridays say "Have a nice weekend" in #general => post_slack_message(#general; text=Have a nice weekend)
text Sam +1 312 555 0142 when an order comes in => send_sms(+13125550142)
email Dana when an order is refunded => send_email(dana@thrive.example)
let the kitchen know when stock is low => send_email(?the kitchen)
if the site is down tell me by SMS => send_sms(?me)
send me a text if the site is down => send_sms(?me)
shoot a text to (312) 555-0142 if sales drop => send_sms(3125550142)
put it on my calendar => create_calendar_event()
add a calendar event called Inventory count every last Friday at 3pm => create_calendar_event(title=Inventory count)
schedule a meeting "Planning" every Monday at 10 => create_calendar_event(title=Planning)
append a line to our Orders spreadsheet for every new order => append_sheet_row(sheet=Orders)
log new members in a google sheet called Members 2026 => append_sheet_row(sheet=Members 2026)
record every refund in the sheet "Refunds" => append_sheet_row(sheet=Refunds)
save the report to Google Drive as Weekly prices => save_to_drive(name=Weekly prices)
store a copy in my drive => save_to_drive()
remind customers whose invoice is 10 days overdue => send_payment_reminder()
send a friendly payment reminder to the client when the invoice is 3 days late => send_payment_reminder()
if an order is over $1000 ask me first, then send the newsletter => request_approval(user) + send_newsletter()
don't let me forget to pay rent on the 1st of each month at 9 => notify(user; text=pay rent)
ping #team to submit timesheets every Friday at 4pm => post_slack_message(#team; text=submit timesheets)
tell Sam to lock up at 9pm every day => send_email(?Sam; text=lock up)
remind me and sam@x.example to check the till every evening at 8 => notify(user; text=check the till) + send_email(sam@x.example; text=check the till)
Every Tuesday at 10, email team@x.example with the subject "Standup" saying "Please fill in the form" => send_email(team@x.example; subject=Standup, text=Please fill in the form)
post "We're open!" on Mastodon every Monday at 9 => publish_social_post(network=mastodon, text=We're open!)
publish to bluesky: Happy Friday everyone, every Friday at 9 => publish_social_post(network=bluesky, text=Happy Friday everyone)
share a post on social media on Mondays at 9 that says "Hello world" => publish_social_post(text=Hello world)
when a bad review comes in, open a ticket for Craig: call the customer back => create_task(title=call the customer back, person=craig)
create a to-do "Check the freezer" every morning at 8 => create_task(title=Check the freezer)
create a high priority task to inspect the freezer every Monday at 7 => create_task(priority=high, title=inspect the freezer)
add a task for me to send invoices on the 1st at 9 => create_task(title=send invoices, person=me)
send a push notification when revenue drops by 20% => send_push(user)
notify me via push and email when a member cancels => send_push(user) + notify(user)
I'd like to be told by text => send_sms(?me)
we want an alert in Teams when the site goes down => post_teams_message()
Whenever a lead arrives: Slack #sales, e-mail to me, row in the sheet Leads => post_slack_message(#sales) + notify(user) + append_sheet_row(sheet=Leads)
new order → slack => post_slack_message(?a channel)
low stock → email buyer@x.example; text +1 312 555 0199; task for Pops => send_email(buyer@x.example) + send_sms(+13125550199) + create_task(person=pops)
when Salt City drops its price on Blue Dream, match it => apply_price_change(strategy=match)
if they undercut us by more than 5%, lower our price to match => apply_price_change(strategy=match)
suggest a new price when a competitor undercuts us => suggest_price()
email the customer a thank you note when an order ships => send_email(?the customer)
let everyone on the team know => send_email(?everyone on the team)
tell @sam when something fails => send_email(?sam)
put the inspection on my calendar every Monday at 10 => create_calendar_event(title=the inspection)
tell everyone in the office when the site is down => send_email(?everyone in the office)
post a message in #general saying we're closed on Sundays, every Saturday at 6pm => post_slack_message(#general; text=we're closed on Sundays)
when a member joins send them a welcome email => send_email(?them)
create a Google doc called Weekly notes every Monday at 8 => create_document_in_docs(title=Weekly notes)
order more from Green Farm when stock is low => create_purchase_order(supplier=Green Farm)
at noon on Fridays text +1 312 555 0142 that the shop closes early => send_sms(+13125550142; text=the shop closes early)
#support should know when a review is posted => post_slack_message(#support)
I want an SMS to +1 315 555 0101 whenever an order tops $900 => send_sms(+13155550101)
if revenue dips under $2,000 could you drop a line to owner@shop.example => send_email(owner@shop.example)
inventory low? ping #stockroom => post_slack_message(#stockroom)
Whenever somebody cancels: post in #retention + email me => post_slack_message(#retention) + notify(user)
as soon as a review comes in, share it with #team on Slack => post_slack_message(#team)
notify accounting@x.example and me when an invoice is overdue => send_email(accounting@x.example) + notify(user)
get in touch with supplier@x.example when Blue Dream is under 10 => send_email(supplier@x.example)
make sure sam@x.example hears about refunds => send_email(sam@x.example)
flag it to #finance if an invoice is 30 days late => post_slack_message(#finance)
Heads-up to me when stock is low => notify(user)
I'd appreciate an e-mail when a member joins => notify(user)
can I get a Slack message in #orders for each order => post_slack_message(#orders)
could I be emailed when a campaign ends => notify(user)
would like to be pinged on Telegram about new leads => send_telegram_message(user)
keep me posted on new reviews => notify(user)
keep #ops in the loop about failures => post_slack_message(#ops)
loop in dana@x.example when an order is over $2000 => send_email(dana@x.example)
bring new reviews to my attention => notify(user)
drop it into the Discord => post_discord_message()
whenever a prospect arrives, Telegram me => send_telegram_message(user)
low stock: text (315) 555-0142 => send_sms(3155550142)
just email => notify(user)
an email is fine => notify(user)
send an alert to #ops and a text to +13155550142 => post_slack_message(#ops) + send_sms(+13155550142)
alert #ops, me and sam@x.example => post_slack_message(#ops) + notify(user) + send_email(sam@x.example)
let me and #sales know => notify(user) + post_slack_message(#sales)
let the sales team know on Slack when a deal closes => post_slack_message(?the sales team)
text my partner at +1 315 555 0177 when we sell out => send_sms(+13155550177)
email my accountant (acc@x.example) all overdue invoices on the 1st at 9 => send_email(acc@x.example)
send Jo at jo@x.example a copy of every order => send_email(jo@x.example)
mail the weekly numbers to board@x.example every Monday at 8 => send_email(board@x.example)
report new members to #front-desk => post_slack_message(#front-desk)
announce new products in #general => post_slack_message(#general)
broadcast it to #all => post_slack_message(#all)
publish new arrivals to #shop => post_slack_message(#shop)
write it in the sheet Log => append_sheet_row(sheet=Log)
jot it down in the spreadsheet Refunds 2026 => append_sheet_row(sheet=Refunds 2026)
add a new line to the "Orders" sheet => append_sheet_row(sheet=Orders)
track every refund in a Google Sheet named Refunds => append_sheet_row(sheet=Refunds)
keep a log of orders in the spreadsheet Order Log => append_sheet_row(sheet=Order Log)
export each order to the sheet Orders => append_sheet_row(sheet=Orders)
append each lead to our Leads sheet => append_sheet_row(sheet=Leads)
save a copy in Google Drive called Monday report => save_to_drive(name=Monday report)
put the report in Drive => save_to_drive()
upload the summary to my Drive => save_to_drive()
file the report in our Google Drive => save_to_drive()
schedule a calendar event "Stock take" on the last Friday of the month at 4pm => create_calendar_event(title=Stock take)
assign Pops a task to reorder => create_task(title=reorder, person=pops)
give Craig a task: write a post => create_task(title=write a post, person=craig)
open a to-do for me: call the supplier => create_task(title=call the supplier, person=me)
add "Check fridge" to my to-do list every morning at 7 => create_task(title=Check fridge)
create an urgent task when a review below 2 stars comes in => create_task(priority=urgent)
make a task called Restock shelves every Monday at 8 => create_task(title=Restock shelves)
have Money Mike call the supplier => create_task(title=call the supplier, person=money_mike)
sound the alarm when the site is down => raise_alert()
open an alert if a playbook fails => raise_alert()
raise a critical alert if revenue drops below $500 => raise_alert(severity=critical)
draft a PO for 20 units when stock is low => create_purchase_order()
prepare a purchase order and email it to buyer@x.example => create_purchase_order() + send_email(buyer@x.example)
reorder it when it drops below 10 => create_purchase_order()
place an order with the supplier when stock is low => create_purchase_order()
remind the client 3 days after the due date => send_payment_reminder()
send overdue clients a reminder => send_payment_reminder()
chase unpaid invoices after 14 days => send_payment_reminder()
send a payment reminder when an invoice is 7 days late, and tell me => send_payment_reminder() + notify(user)
send our newsletter to all customers on the first Monday of the month at 10 => send_newsletter(audience=customers)
send the monthly newsletter => send_newsletter()
toot "New beans are here" every Friday at 9 => publish_social_post(text=New beans are here)
post to Mastodon every day at noon: "Lunch is ready" => publish_social_post(network=mastodon, text=Lunch is ready)
remind me daily at 9am: take vitamins => notify(user; text=take vitamins)
reminder to stretch at 3pm every day => notify(user; text=stretch)
set a reminder to call mom every Sunday at 6pm => notify(user; text=call mom)
every weekday at 4:45 pm I need a reminder to lock the safe => notify(user; text=lock the safe)
don't forget to remind me to feed the cat at 7pm => notify(user; text=feed the cat)
nudge #team every Friday at 3pm to fill in timesheets => post_slack_message(#team; text=fill in timesheets)
ping sam@x.example on Mondays at 9 to send the report => send_email(sam@x.example; text=send the report)
tell the team every morning at 8 to check the fridge => send_email(?the team; text=check the fridge)
message #general each Monday at 9 saying "Good week everyone" => post_slack_message(#general; text=Good week everyone)
send "Happy birthday!" to sam@x.example on May 3rd at 9 => send_email(sam@x.example; text=Happy birthday!)
email sam@x.example on the 1st of every month at 9: please send the invoices => send_email(sam@x.example; text=please send the invoices)
write to landlord@x.example every quarter with the text "Rent was sent" => send_email(landlord@x.example; text=Rent was sent)
text +1 315 555 0101 "Doors open" every day at 8:55am => send_sms(+13155550101; text=Doors open)
say hi to #team every morning at 9 => post_slack_message(#team; text=hi)
post good morning to #general every day at 8 => post_slack_message(#general; text=good morning)
when an order comes in, first email me, then post to #orders => notify(user) + post_slack_message(#orders)
1) post to #ops 2) email me when the site is down => post_slack_message(#ops) + notify(user)
when stock is low: (a) tell #ops (b) create a task => post_slack_message(#ops) + create_task()
if a member cancels -> task for Pops -> email me => create_task(title=email me, person=pops)
low stock → #ops → task => post_slack_message(#ops) + create_task()
when a review is bad, raise an alert; also tell me; finally add it to the sheet Reviews => raise_alert() + notify(user) + append_sheet_row(sheet=Reviews)
email me or text me when stock is low => notify(user) + send_sms(?me)
ask me before sending the newsletter => request_approval(user) + send_newsletter()
send the newsletter on Mondays at 9 after I approve it => request_approval(user) + send_newsletter()
lower our price to match theirs if they undercut us by more than 5 % => apply_price_change(strategy=match)
match their price when a competitor undercuts us => apply_price_change(strategy=match)
undercut them when they drop below us => apply_price_change(strategy=undercut)
email customers who haven't ordered for 60 days => send_email(?customers)
message the member when their payment fails => send_email(?the member)
thank the customer by email after each order => send_email(?the customer)
tell HR when someone quits => send_email(?HR)
bcc owner@x.example on every order confirmation => send_email(owner@x.example)
push notification please when the site is down => send_push(user)
just notify me in the app => notify(user)
show me a notification when a playbook fails => notify(user)
email & text +13155550101 when stock is low => notify(user) + send_sms(+13155550101)
→ email + slack #ops => notify(user) + post_slack_message(#ops)
if the site is down: email me & post to #ops => notify(user) + post_slack_message(#ops)
whenever someone becomes a customer, welcome them by email => send_email(?them)
Could #ops and sam@x.example both be informed about failed playbooks? => post_slack_message(#ops) + send_email(sam@x.example)
run Reorder Beans when stock is low => run_playbook(name=Reorder Beans)
when stock is low start the playbook Reorder Beans and tell #ops => run_playbook(name=Reorder Beans) + post_slack_message(#ops)
`;

const rows = SAID.trim()
  .split('\n')
  .map((line): [string, string] => {
    const [sentence = '', expected = ''] = line.split(' => ');
    return [sentence, expected.trim()];
  });

describe('what is to be done', () => {
  it.each(rows)('%s', (sentence, expected) => {
    expect(said(sentence)).toBe(expected);
  });
});

describe('what is only spoken of', () => {
  it.each([
    'when a customer emails us',
    'if they text us back',
    'when we send an invoice',
    'if a mail from boss@x.example comes in',
    'every time somebody posts a review',
    'when the message says "sold out"',
    'the prices that competitors post',
    'when a review gets posted',
    'keep an eye on competitor prices',
    'track the stock of Blue Dream',
    'orders over $500',
    'when a price is updated',
    'if sales drop',
    'check the mail every hour',
    'new orders on Instagram',
    'if a customer shares a link',
  ])('%s', (sentence) => {
    expect(said(sentence)).toBe('');
  });
});

describe('what is left for others', () => {
  const left = (sentence: string) => {
    const reading = new Reading(tokenize(sentence, []));
    takeDoings(reading, known, sentence);
    return reading.left.map(({ raw }) => raw).join(' ');
  };
  it.each([
    ['every Monday at 9 email me the overdue invoices', 'every Monday at 9 the overdue invoices'],
    ['remind me tomorrow at 5pm to call the landlord', 'tomorrow at 5 pm'],
    ['remind me to water the plants every Friday at 9, please', 'every Friday at 9'],
    ['post the members that owe more than $100 to #billing', 'the members that owe more than $ 100'],
    ['add every paid order to the sheet Umsatz 2026', 'every paid order'],
    ['tell #ops "all is well" if stock is not low', 'if stock is not low'],
  ])('%s', (sentence, expected) => {
    expect(left(sentence).replace(/ please$/, '')).toBe(expected);
  });
});

describe('a text is kept as it was written', () => {
  it.each([
    ["remind me every day at 9 to call Tom's wife", "call Tom's wife"],
    ["post to #general every Friday at 9: don't panic, it's Friday!", "don't panic, it's Friday"],
    ['tell #ops “Déjà vu – again” at 9 every day', 'Déjà vu – again'],
    ['text +1 315 555 0101 "{{secrets.key}}" every day at 9', '{{secrets.key}}'],
    ['every Monday at 9 remind me to prepare for Tuesday', 'prepare for Tuesday'],
    ['remind me to send the weekly report every Friday at 9', 'send the weekly report'],
  ])('%s', (sentence, expected) => {
    const [first] = takeDoings(new Reading(tokenize(sentence, [])), known, sentence);
    expect(first?.value.details.text).toBe(expected);
  });
});

describe('any words', () => {
  it('are read without an error, and in no more than a moment', () => {
    const words = fc.constantFrom(
      ...vocabulary,
      '#ops',
      'a@b.co',
      '+1 312 555 0142',
      '"a text"',
      ',',
      '.',
      '->',
      ':',
      '(',
      ')',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (list) => {
        const sentence = list.join(' ').slice(0, 1000);
        const tokens = tokenize(sentence, []);
        const reading = new Reading(tokens);
        const doings = takeDoings(reading, known, sentence);
        expect(reading.left.length).toBeLessThanOrEqual(tokens.length);
        for (const { value, from, to } of doings) {
          expect(value.action).toMatch(/^[a-z]+(_[a-z]+)*$/);
          expect(to).toBeGreaterThan(from);
        }
        expect(['create', 'ask', 'refuse', 'unknown', 'talk', 'command', 'edit']).toContain(
          understand(sentence, facts).kind,
        );
      }),
      { numRuns: 150 },
    );
  });
});
