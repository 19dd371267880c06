import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackImap, loopbackImap, type ServedMail, servedMail } from '../../../test/loopback-imap.ts';
import { type Inbox, loopbackSmtp } from '../../../test/loopback-smtp.ts';
import { brokenConnection, rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { gmail } from '../../../test/vendors/gmail.ts';
import { googleSignIn, oauthSecrets } from '../../../test/vendors/google.ts';
import { startVendors } from '../../../test/vendors/vendor.ts';
import type { JsonObject } from '../../model/json.ts';
import { readInbox } from './read-inbox.ts';
import { replyToEmail } from './reply-to-email.ts';

const user = 'ada@shop.example';
const password = 'app-password-7g5h2k';
const asked = {
  From: 'Jo <jo@customer.example>',
  Subject: 'Gloves?',
  'Message-ID': '<q1@customer.example>',
  References: '<q0@customer.example>',
};
const question = (headers: Record<string, string> = {}) =>
  servedMail({ uid: 7, headers: { ...asked, ...headers }, text: 'Do you have gloves?' });

let closing: { close(): void }[] = [];
afterEach(() => {
  for (const one of closing) one.close();
  closing = [];
});

async function shop(
  ...mails: ServedMail[]
): Promise<{ imap: LoopbackImap; smtp: Inbox } & ReturnType<typeof stepContext>> {
  const [imap, smtp] = [await loopbackImap({ user, password, mails }), await loopbackSmtp()];
  closing.push(imap, smtp);
  const { host, port } = imap;
  const made = stepContext({
    allow: [imap.hostPort, smtp.hostPort],
    secrets: { SMTP_URL: `${smtp.url}?ignoreTLS=true` },
    settings: { MAIL_FROM: 'Thrive <shop@thrive.example>' },
    connections: { imap: { settings: { host, port, user, security: 'none' }, secrets: { password } } },
  });
  return { imap, smtp, ...made };
}
const answer = { id: '1700000000-7', to: 'jo@customer.example', body: 'Yes, **in all sizes**.' };

describe('read_inbox', () => {
  it('gives what has come in', async () => {
    const { context } = await shop(question());
    expect(await runStep(readInbox, {}, context)).toMatchObject({
      count: 1,
      mails: [{ id: '1700000000-7', replyTo: 'jo@customer.example', text: 'Do you have gloves?', isAutomatic: false }],
    });
  });

  it('changes the mailbox only where it says so, and never in a dry run', async () => {
    const { context, imap } = await shop(question());
    const effect = readInbox.effect as (params: unknown) => string;
    expect([effect({ markSeen: false }), effect({ markSeen: true })]).toEqual(['none', 'idempotent']);
    const { wouldHave } = await rehearseStep(readInbox, { markSeen: true }, context);
    expect(wouldHave).toBe('would have read up to 20 mails in INBOX and marked them as read');
    expect(imap.commands).toEqual([]);
    await runStep(readInbox, { markSeen: true }, context);
    const next = { ...context, executionId: 'exec2' };
    expect(await runStep(readInbox, { markSeen: true }, next)).toMatchObject({ count: 0 });
  });

  it('gives what it has marked as read to whoever tries again, and nothing that came since', async () => {
    const { context, imap } = await shop(question());
    await runStep(readInbox, { markSeen: true }, context);
    imap.mails.push({ ...question(), uid: 8 });
    const again = { mails: [{ id: '1700000000-7', isSeen: true }], count: 1 };
    expect(await runStep(readInbox, { markSeen: true }, context)).toMatchObject(again);
    expect(imap.mails.map(({ flags }) => flags.has('\\Seen'))).toEqual([true, false]);
  });

  it.each<JsonObject>([
    { limit: 51 },
    { limit: 0 },
    { since: 'yesterday' },
    { folder: 'a"\r\nX LOGOUT' },
    { folder: '' },
  ])('refuses %j', (params) => {
    expect(readInbox.params.safeParse(params).success).toBe(false);
  });

  it('says where to connect a mailbox', async () => {
    await expect(runStep(readInbox, {}, stepContext().context)).rejects.toMatchObject({
      code: 'not_connected',
      fix: { href: '/settings/connections?connector=imap' },
    });
  });

  it('reads no other mailbox in the place of one that is broken', async () => {
    const context = { ...(await shop(question())).context, connect: brokenConnection };
    await expect(runStep(readInbox, {}, context)).rejects.toMatchObject({ code: 'connection_incomplete' });
  });
});

describe('reply_to_email', () => {
  it('answers in the thread, to the sender and nobody else', async () => {
    const { context, smtp } = await shop(question());
    expect(await runStep(replyToEmail, answer, context)).toMatchObject({
      to: 'jo@customer.example',
      subject: 'Re: Gloves?',
    });
    const [sent] = smtp.mails;
    expect(sent?.envelope.to).toEqual(['jo@customer.example']);
    expect(sent?.mail).toMatchObject({
      subject: 'Re: Gloves?',
      inReplyTo: '<q1@customer.example>',
      references: '<q0@customer.example> <q1@customer.example>',
      text: expect.stringContaining('Yes, in all sizes.'),
      html: expect.stringContaining('<strong>in all sizes</strong>'),
    });
    expect(sent?.mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toMatch(/^auto-/);
  });

  it('goes to the address that the sender wants answers at, and does not say Re: twice', async () => {
    const { context, smtp } = await shop(question({ 'Reply-To': 'Orders@customer.example', Subject: 'RE: Gloves?' }));
    await runStep(replyToEmail, { ...answer, to: 'orders@customer.example' }, context);
    expect(smtp.mails[0]?.envelope.to).toEqual(['orders@customer.example']);
    expect(smtp.mails[0]?.mail.subject).toBe('RE: Gloves?');
  });

  it('writes to nobody who is not the sender', async () => {
    const { context, smtp } = await shop(question());
    const wrong = runStep(replyToEmail, { ...answer, to: 'ceo@rival.example' }, context);
    await expect(wrong).rejects.toMatchObject({ code: 'other_recipient', mayHaveActed: false });
    await expect(runStep(replyToEmail, { ...answer, id: '1700000000-8' }, context)).rejects.toMatchObject({
      code: 'no_mail',
    });
    expect(smtp.mails).toEqual([]);
  });

  it.each<Record<string, string>>([
    { 'Auto-Submitted': 'auto-replied' },
    { 'List-Id': '<news.customer.example>' },
    { 'List-Unsubscribe': '<https://customer.example/u>' },
    { Precedence: 'bulk' },
    { 'X-Auto-Response-Suppress': 'All' },
    { 'Return-Path': '<>' },
    { From: 'no-reply@customer.example' },
    { From: 'MAILER-DAEMON@customer.example' },
    { 'X-Execution': 'exec1' },
  ])('never answers a machine: %j', async (headers) => {
    const { context, smtp } = await shop(question(headers));
    const to = headers.From?.toLowerCase() ?? answer.to;
    await expect(runStep(replyToEmail, { ...answer, to }, context)).rejects.toMatchObject({ code: 'automatic_mail' });
    expect(smtp.mails).toEqual([]);
  });

  it('does not loop: its own answer counts as automatic', async () => {
    const { context, smtp } = await shop(question());
    await runStep(replyToEmail, answer, context);
    const raw = smtp.mails[0]?.raw ?? '';
    const { context: other } = await shop({ ...question(), raw });
    expect(await runStep(readInbox, {}, other)).toMatchObject({ mails: [{ isAutomatic: true }] });
  });

  it('cannot be made to write headers', async () => {
    const subject = '=?utf-8?q?Hi=0D=0ABcc:_evil@rival.example?=';
    const { context, smtp } = await shop(question({ Subject: subject }));
    await runStep(replyToEmail, answer, context);
    expect(smtp.mails[0]?.envelope.to).toEqual(['jo@customer.example']);
    expect(smtp.mails[0]?.mail.bcc).toBeUndefined();
  });

  it('works at Gmail, too', async () => {
    const mailbox = gmail([
      { id: '18c1', headers: asked, text: 'Gloves?', receivedAt: '2026-11-20T10:00:00Z', labels: ['INBOX', 'UNREAD'] },
    ]);
    const vendors = await startVendors([mailbox, googleSignIn]);
    closing.push(vendors);
    const { context } = stepContext({ detours: vendors.detours, connections: { google: { secrets: oauthSecrets } } });
    expect(await runStep(readInbox, {}, context)).toMatchObject({ mails: [{ id: '18c1' }] });
    await runStep(replyToEmail, { ...answer, id: '18c1' }, context);
    expect(mailbox.sent).toHaveLength(1);
  });

  it('opens nothing in a dry run', async () => {
    const { wouldHave } = await rehearseStep(replyToEmail, answer, stepContext().context);
    expect(wouldHave).toBe('would have answered the mail 1700000000-7 to jo@customer.example');
  });
});
