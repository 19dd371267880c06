import { loopbackImap, servedMail } from '../loopback-imap.ts';
import {
  googleApis,
  googleSheets,
  googleSignIn,
  oauthSecrets,
  serviceAccountJson,
  spreadsheetId,
} from '../vendors/google.ts';
import type { StepRow } from './row.ts';

const byAccount = { google: { secrets: { serviceAccountJson } } };
const byPerson = { google: { secrets: oauthSecrets } };
const stock = () =>
  googleSheets({
    Stock: [
      ['sku', 'stock'],
      ['A-7', 9],
      ['B-2', 1],
    ],
  });

const user = 'ada@shop.example';
const password = 'app-password-8k3j5h';
/** A mailbox with one mail of a customer. */
async function mailbox() {
  const question = servedMail({
    uid: 7,
    headers: {
      From: 'Jo <jo@customer.example>',
      To: user,
      Subject: 'Gloves?',
      'Message-ID': '<q1@customer.example>',
      References: '<q0@customer.example>',
    },
    text: 'Do you have gloves?',
  });
  const server = await loopbackImap({ user, password, mails: [question] });
  const { host, port, hostPort, close } = server;
  const settings = { host, port, user, security: 'none' };
  return { allow: [hostPort], connections: { imap: { settings, secrets: { password } } }, close };
}

const faqs = [{ question: 'Do you sell gloves?', answer: 'Yes, **in all sizes**.' }];
const known = {
  ...{ id: '1-7', messageId: null, from: 'jo@customer.example', fromName: 'Jo', replyTo: 'jo@customer.example' },
  ...{ to: [user], subject: 'Gloves?', date: '2026-11-20T10:00:00Z', text: 'Hi, do you sell gloves?', isCut: false },
  ...{ attachments: [], inReplyTo: null, isAutomatic: false, isSeen: false },
};

export const rows: readonly StepRow[] = [
  {
    action: 'append_sheet_row',
    params: { spreadsheetId, values: { sku: 'C-1', stock: 4 } },
    bad: { params: { spreadsheetId: 'x', values: { sku: 'C-1' } }, path: 'spreadsheetId' },
    connections: byAccount,
    vendors: [stock(), googleSignIn],
    check: ({ range }) => expectThat(String(range).startsWith("'Stock'!A")),
  },
  {
    action: 'read_sheet',
    params: { spreadsheetId, sheet: 'Stock', limit: 1 },
    bad: { params: { spreadsheetId, limit: 0 }, path: 'limit' },
    connections: byPerson,
    vendors: [stock(), googleSignIn],
    check: ({ rows: read, isCut }) =>
      expectThat(JSON.stringify(read) === '[{"sku":"A-7","stock":9}]' && isCut === true),
  },
  {
    action: 'update_sheet',
    params: { spreadsheetId, match: { column: 'sku', value: 'A-7' }, set: { stock: 3 } },
    bad: { params: { spreadsheetId, match: { column: 'sku', value: 'A-7' } }, path: 'set' },
    connections: byAccount,
    vendors: [stock(), googleSignIn],
    check: (output) => expectThat(output.rows === 1),
  },
  {
    action: 'save_to_drive',
    params: { name: 'Report.md', content: '# Report', folderId: 'folder1' },
    bad: { params: { content: 'x', mimeType: 'html' }, path: 'mimeType' },
    secrets: { GOOGLE_SERVICE_ACCOUNT_JSON: serviceAccountJson },
    vendors: [googleApis(), googleSignIn],
    check: ({ fileId }) => expectThat(fileId !== ''),
  },
  {
    action: 'create_document_in_docs',
    params: { title: 'Week 47', content: '# Week 47\n\n- Revenue is **up**' },
    bad: { params: { title: 'Week 47', content: '' }, path: 'content' },
    connections: byAccount,
    vendors: [googleApis(), googleSignIn],
    check: ({ documentId }) => expectThat(documentId !== ''),
  },
  {
    action: 'create_calendar_event',
    params: { title: 'Restock call', start: '2026-12-01T09:00', attendees: ['jo@customer.example'] },
    bad: { params: { title: 'Restock call', start: 'tomorrow' }, path: 'start' },
    connections: byPerson,
    vendors: [googleApis(), googleSignIn],
    check: ({ start, end }) => expectThat(start === '2026-12-01T09:00:00' && end === '2026-12-01T10:00:00'),
  },
  {
    action: 'read_inbox',
    params: { markSeen: true },
    bad: { params: { limit: 500 }, path: 'limit' },
    serve: mailbox,
    check: ({ count }) => expectThat(count === 1),
  },
  {
    action: 'reply_to_email',
    params: { id: '<q1@customer.example>', to: 'jo@customer.example', body: 'Yes, in all sizes.' },
    bad: { params: { id: '1', to: 'jo', body: 'Yes' }, path: 'to' },
    serve: mailbox,
    check: ({ subject }) => expectThat(subject === 'Re: Gloves?'),
  },
  {
    action: 'answer_faq',
    params: { id: '<q1@customer.example>', question: 'Do you sell gloves?', faqs },
    bad: { params: { id: '1', question: 'Gloves?', faqs: [{ question: 'Gloves?' }] }, path: 'faqs' },
    serve: mailbox,
    check: ({ sent, to, subject }) =>
      expectThat(sent === true && to === 'jo@customer.example' && subject === 'Re: Do you sell gloves?'),
  },
  {
    action: 'classify_mail',
    params: { mail: known, faqs },
    bad: { params: { mail: known, faqs: [{ question: 'Gloves?', answer: '' }] }, path: 'faqs' },
    check: ({ kind, question }) => expectThat(kind === 'faq' && question === 'Do you sell gloves?'),
  },
];

function expectThat(holds: boolean): void {
  if (!holds) throw new Error('The output is another than it should be');
}
