import { afterEach, describe, expect, it } from 'vitest';
import { stepContext } from '../../test/step-context.ts';
import { gmail as gmailVendor } from '../../test/vendors/gmail.ts';
import { googleSignIn, oauthSecrets } from '../../test/vendors/google.ts';
import { startVendors, type VendorServer } from '../../test/vendors/vendor.ts';
import { gmailBox } from './gmail.ts';
import { accountOf, google } from './google-account.ts';
import { sendThrough } from './mail-out.ts';
import type { MailQuery } from './received-mail.ts';

let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

const everything: MailQuery = { folder: 'INBOX', unseenOnly: false, since: null, limit: 50 };
async function mailbox() {
  const vendor = gmailVendor([
    {
      id: '18c1',
      headers: {
        From: '=?utf-8?q?J=C3=BCrgen?= <juergen@customer.example>',
        'Reply-To': 'Orders <orders@customer.example>',
        To: 'ada@shop.example',
        Subject: 'Gloves?',
        'Message-ID': '<a1@customer.example>',
        References: '<a0@customer.example>',
        'Content-Type': 'multipart/mixed; boundary=x',
      },
      text: 'Do you have gloves?',
      html: '<p>Do you have <b>gloves</b>?</p>',
      attachment: { filename: 'order.pdf', size: 900 },
      receivedAt: '2026-11-18T10:00:00Z',
      labels: ['INBOX', 'UNREAD'],
    },
    {
      id: '18c2',
      headers: { From: 'news@list.example', 'List-Id': '<x>', Subject: 'News' },
      text: '',
      html: '<p>Hello <b>Ada</b></p>',
      receivedAt: '2026-11-19T10:00:00Z',
      labels: ['INBOX'],
    },
  ]);
  server = await startVendors([vendor, googleSignIn]);
  const { detours } = server;
  const { context } = stepContext({ detours, connections: { google: { secrets: oauthSecrets } } });
  const box = gmailBox(accountOf(await context.connect(google, null)), context);
  return { box, vendor, context, server };
}

describe('a mailbox at Gmail', () => {
  it('gives its mails, oldest first, decoded', async () => {
    const { box } = await mailbox();
    expect(await box.list(everything)).toMatchObject([
      {
        id: '18c1',
        messageId: '<a1@customer.example>',
        from: 'juergen@customer.example',
        fromName: 'Jürgen',
        replyTo: 'orders@customer.example',
        to: ['ada@shop.example'],
        text: 'Do you have gloves?',
        date: '2026-11-18T10:00:00.000Z',
        attachments: [{ name: 'order.pdf', mimeType: 'application/pdf', size: 900 }],
        references: ['<a0@customer.example>'],
        isAutomatic: false,
        isSeen: false,
      },
      { id: '18c2', text: 'Hello Ada', isAutomatic: true, isSeen: true },
    ]);
  });

  it('gives only what is asked for, and marks it as read when it is to', async () => {
    const { box, vendor } = await mailbox();
    const ids = async (query: Partial<MailQuery>) => (await box.list({ ...everything, ...query })).map(({ id }) => id);
    expect(await ids({ limit: 1 })).toEqual(['18c2']);
    expect(await ids({ since: new Date('2026-11-18T12:00:00Z') })).toEqual(['18c2']);
    expect(await ids({ folder: 'Orders' })).toEqual([]);
    expect(await ids({ unseenOnly: true })).toEqual(['18c1']);
    expect(vendor.mails[0]?.labels).toContain('UNREAD');
    await box.markSeen('INBOX', ['18c1']);
    expect(await ids({ unseenOnly: true })).toEqual([]);
  });

  it('finds a mail by its id and by its Message-ID', async () => {
    const { box } = await mailbox();
    expect(await box.find('INBOX', '18c1')).toMatchObject({ subject: 'Gloves?' });
    expect(await box.find('INBOX', '<a1@customer.example>')).toMatchObject({ id: '18c1' });
    expect(await box.find('INBOX', '<gone@customer.example>')).toBeNull();
  });

  it('answers in the same conversation, in the name of its owner', async () => {
    const { box, vendor, context } = await mailbox();
    const mail = await box.find('INBOX', '18c1');
    if (mail === null) throw new Error('no mail');
    const headers = {
      'In-Reply-To': '<a1@customer.example>',
      References: '<a0@customer.example> <a1@customer.example>',
    };
    const reply = { to: mail.replyTo, subject: 'Re: Gloves?', text: 'Yes', html: '<p>Yes</p>', headers };
    expect(await box.reply(mail, reply)).toMatchObject({ messageId: `<${context.idempotencyKey}@shop.example>` });
    expect(vendor.sent).toMatchObject([{ threadId: 't18c1' }]);
    const [sent] = await vendor.parsed();
    expect(sent).toMatchObject({
      from: { address: 'ada@shop.example' },
      to: [{ address: 'orders@customer.example' }],
      subject: 'Re: Gloves?',
      inReplyTo: '<a1@customer.example>',
      references: '<a0@customer.example> <a1@customer.example>',
    });
    expect(sent?.headers.find(({ key }) => key === 'auto-submitted')?.value).toMatch(/^auto-/);
  });

  it('says whether an answer may be on its way', async () => {
    const { box, server: vendors } = await mailbox();
    const [mail] = await box.list(everything);
    if (mail === undefined) throw new Error('no mail');
    const reply = { to: mail.replyTo, subject: 'Re', text: 'Yes', html: null, headers: {} };
    vendors.fail('broken', 'gmail.googleapis.com');
    // It failed while looking: nothing was sent.
    await expect(box.reply(mail, reply)).rejects.toMatchObject({ name: 'RetriableError', mayHaveActed: false });
    expect(vendors.calls.filter(({ path }) => path.endsWith('/send'))).toEqual([]);
  });

  it('sends mail of its own, too, where its connection is named', async () => {
    const { vendor, context } = await mailbox();
    const mail = { to: ['jo@customer.example'], subject: 'News', text: 'We are open', html: null };
    expect(await sendThrough(context, 'google', mail)).toMatchObject({ accepted: ['jo@customer.example'] });
    const [sent] = await vendor.parsed();
    expect(sent).toMatchObject({ from: { address: 'ada@shop.example' }, subject: 'News' });
    expect(vendor.sent).toEqual([{ raw: expect.any(String) }]);
    // Without a name it is not used: a mail server comes first.
    await expect(sendThrough(context, null, mail)).rejects.toMatchObject({ code: 'mail_not_set_up' });
    const smuggled = { ...mail, headers: { 'X-A': 'x\r\nBcc: evil@rival.example' } };
    await expect(sendThrough(context, 'google', smuggled)).rejects.toMatchObject({ code: 'bad_mail' });
  });
});
