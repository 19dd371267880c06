import { expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { classifyMail } from './classify-mail.ts';

const [open, returns, ship] = ['Are you open on Sundays?', 'How do I return an item?', 'Do you ship to Canada?'];
const faqs = [open, returns, ship].map((question) => ({ question, answer: 'Yes.' }));
const mail = {
  ...{ id: '1-1', messageId: null, from: 'jo@customer.example', fromName: 'Jo', replyTo: 'jo@customer.example' },
  ...{ to: [], subject: 'A question', date: '2026-11-20T10:00:00Z', text: '', isCut: false, attachments: [] },
  ...{ inReplyTo: null, isAutomatic: false, isSeen: false },
};
const file = { name: 'a.pdf', mimeType: 'application/pdf', size: 9 };

it.each<[string, JsonObject, JsonObject, string, string | null]>([
  ['asks what is known', { text: 'Are you opening this Sunday?' }, {}, 'faq', open],
  ['asks it in its subject', { subject: 'Shipping to Canada?' }, {}, 'faq', ship],
  ['asks something else', { text: 'Do you have gloves on Sundays?' }, {}, 'question', null],
  ['asks two things that are known', { text: 'Open on Sunday? And do you ship to Canada?' }, {}, 'question', null],
  ['is long', { text: `Are you open on Sundays? ${'I wonder about it. '.repeat(30)}` }, {}, 'question', null],
  ['quotes a question', { text: 'Thanks!\n> Are you open on Sundays?' }, {}, 'question', null],
  ['answers ours', { text: 'Are you open on Sundays?', inReplyTo: '<a@b.example>' }, {}, 'question', open],
  ['wants its answer elsewhere', { text: 'Open on Sundays?', replyTo: 'x@other.example' }, {}, 'question', open],
  ['brings a file', { text: 'Open on Sundays?', attachments: [file] }, {}, 'question', open],
  ['complains', { text: 'The cup came BROKEN. Are you open on Sundays?' }, {}, 'complaint', open],
  [
    'names a word that its question holds',
    { text: 'How do I return an item?' },
    { complaintWords: ['return'] },
    'faq',
    returns,
  ],
  ['comes from a machine', { text: 'Complaints are broken', isAutomatic: true }, {}, 'other', null],
  ['comes from nobody', { text: 'Open on Sundays?', from: '' }, {}, 'other', null],
  ['a model knows', { text: 'sunday?' }, { label: open }, 'faq', open],
  ['a model calls a complaint', { text: 'Well, well.' }, { label: 'complaint' }, 'complaint', null],
  ['a model calls spam', { text: 'Buy now' }, { label: 'other' }, 'other', null],
  ['a model mistakes', { text: 'It is broken' }, { label: open }, 'complaint', open],
  ['a model has no word for', { text: 'Are you open on Sundays?' }, { label: 'nonsense' }, 'question', null],
])('a mail that %s', async (_, more, given, kind, question) => {
  const { context } = stepContext();
  const sorted = await runStep(classifyMail, { mail: { ...mail, ...more }, faqs, ...given }, context);
  expect(sorted).toMatchObject({ kind, question });
});

it('shows what whoever writes says himself, in short', async () => {
  const text = `Do you have gloves?\n\nOn Mon, Jo wrote to us and said:\n> Hello\n`;
  const { context } = stepContext();
  const long = { ...mail, subject: 'x'.repeat(500), text };
  expect(await runStep(classifyMail, { mail: long, faqs }, context)).toMatchObject({
    excerpt: 'Do you have gloves?',
    title: `Jo: ${'x'.repeat(116)}`,
  });
});
