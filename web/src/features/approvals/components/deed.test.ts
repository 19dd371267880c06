import { describe, expect, it } from 'vitest';
import { deedOf } from './deed.ts';
import { changeWords, headline, peopleWords, rehearsalWords } from './deed-words.ts';

const shop = { name: 'Thrive' };
const act = {
  kind: 'act' as const,
  title: 'Send e-mail (Weekly report)',
  message: 'Without this question it would have sent a polite payment reminder for invoices/inv-1.',
  playbookName: 'Weekly report',
};
const said = (action: string, params: Parameters<typeof deedOf>[1]) =>
  headline(act, deedOf(action, params, shop), 'USD');

describe('what will happen', () => {
  it('is said of mails, messages, prices and documents as the thing that it is', () => {
    const mail = { to: 'ada@x.example, ben@x.example', subject: 'Hello', body: 'Hi' };
    expect(said('send_email', mail)).toBe('Send “Hello” to ada@x.example and ben@x.example');
    expect(said('reply_to_email', { to: 'jo@x.example', body: 'Hi' })).toBe('Send an answer to jo@x.example');
    expect(said('post_slack_message', { channel: '#sales', text: 'Low' })).toBe('Post to Slack in #sales');
    expect(said('send_sms', { to: '+1555', text: 'Ready' })).toBe('Send a text message to +1555');
    const price = { productId: 'blue-dream', newPrice: 33.99, oldPrice: 35 };
    expect(said('apply_price_change', price)).toBe('Change the price of blue-dream from $35.00 to $33.99');
    expect(said('delete_document', { collection: 'customers', id: 'ada' })).toBe('Delete customers/ada');
  });

  it('is the title without the name of the playbook where nothing better is known, with what a rehearsal said', () => {
    const deed = deedOf('send_payment_reminder', { invoiceId: 'inv-1' }, shop);
    expect(headline(act, deed, 'USD')).toBe('Send e-mail');
    expect(rehearsalWords(act, deed)).toBe(
      'In a rehearsal it would have sent a polite payment reminder for invoices/inv-1.',
    );
    expect(headline({ ...act, kind: 'question', title: 'Which one?' }, deed, 'USD')).toBe('Which one?');
  });

  it('falls back to the params where they are not what the step type promises', () => {
    for (const params of [{}, { body: 7 }, { body: ' ' }, null]) {
      expect(deedOf('send_email', params, shop)).toEqual({ kind: 'other' });
    }
    expect(deedOf('apply_price_change', { productId: 'x', newPrice: 'free' }, shop)).toEqual({ kind: 'other' });
  });
});

describe('a mail', () => {
  it('has its recipients one by one, its files, and the words that stand below it', () => {
    const params = { to: ['a@x.example', 'b@x.example'], subject: 'S', body: 'B', attachments: [{ name: 'a.csv' }] };
    expect(deedOf('send_email', params, shop)).toMatchObject({
      mail: { to: ['a@x.example', 'b@x.example'], attachments: ['a.csv'], reason: 'Sent by Thrive with Playbooks.' },
    });
  });

  it('of a notification is text, and no markup', () => {
    const deed = deedOf('notify', { subject: 'S', message: '# no heading <b>' }, shop);
    expect(deed).toMatchObject({ mail: { html: '<p># no heading &lt;b&gt;</p>' } });
  });
});

it('counts people, and says how far a price moves', () => {
  expect([peopleWords([]), peopleWords(['a@x']), peopleWords(['a', 'b', 'c'])]).toEqual([
    'nobody yet',
    'a@x',
    '3 people',
  ]);
  expect([changeWords(35, 33.99), changeWords(35, 40), changeWords(0, 3), changeWords(2, 2)]).toEqual([
    '−2.9 %',
    '+14.3 %',
    null,
    'no change',
  ]);
});
