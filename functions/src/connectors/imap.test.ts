import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackImap, loopbackImap, servedMail } from '../../test/loopback-imap.ts';
import { selfSigned } from '../../test/self-signed.ts';
import { stepContext } from '../../test/step-context.ts';
import { boundOutbound } from '../core/governance/bound-outbound.ts';
import { findByImap, imap, listByImap, markByImap } from './imap.ts';
import { createOutbound } from './outbound.ts';
import type { MailQuery } from './received-mail.ts';

const user = 'ada@shop.example';
const password = 'app-password-7g5h2k';
const everything: MailQuery = { folder: 'INBOX', unseenOnly: false, since: null, limit: 50 };
const first = servedMail({
  uid: 7,
  headers: {
    From: '=?utf-8?q?J=C3=BCrgen?= <juergen@customer.example>',
    To: 'Ada <ada@shop.example>, team@shop.example',
    Subject: '=?utf-8?q?Gr=C3=BC=C3=9Fe?=',
    'Message-ID': '<a1@customer.example>',
  },
  text: 'Do you have gloves?',
  attachment: { name: 'order.pdf', content: 'x'.repeat(900) },
  flags: ['\\Seen'],
  receivedAt: '2026-11-18T10:00:00Z',
});
const second = servedMail({
  uid: 9,
  headers: {
    From: 'news@list.example',
    Subject: 'News',
    'List-Id': '<news.list.example>',
    'Message-ID': '<n1@list.example>',
  },
  html: '<p>Hello <b>Ada</b></p><script>steal()</script>',
  receivedAt: '2026-11-20T10:00:00Z',
});

let server: LoopbackImap | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

type Options = Parameters<typeof loopbackImap>[0];
async function mailbox(more: Partial<Options> = {}, given: { password?: string; allow?: boolean } = {}) {
  server = await loopbackImap({ user, password, mails: [first, second], ...more });
  const { host, port, hostPort } = server;
  const { context } = stepContext({
    allow: given.allow === false ? [] : [hostPort, `localhost:${port}`],
    connections: {
      imap: { settings: { host, port, user, security: 'none' }, secrets: { password: given.password ?? password } },
    },
  });
  return { context, access: await context.connect(imap, null), server };
}

describe('a mailbox that is read by IMAP', () => {
  it('gives its mails, oldest first, decoded and without what nobody reads', async () => {
    const { access, context } = await mailbox();
    const mails = await listByImap(access, context, everything);
    expect(mails).toMatchObject([
      {
        id: '1700000000-7',
        messageId: '<a1@customer.example>',
        from: 'juergen@customer.example',
        fromName: 'Jürgen',
        replyTo: 'juergen@customer.example',
        to: ['ada@shop.example', 'team@shop.example'],
        subject: 'Grüße',
        date: '2026-11-18T10:00:00.000Z',
        text: 'Do you have gloves?',
        attachments: [{ name: 'order.pdf', mimeType: 'application/pdf' }],
        isAutomatic: false,
        isSeen: true,
      },
      { id: '1700000000-9', text: 'Hello Ada', isAutomatic: true, isSeen: false, attachments: [] },
    ]);
    expect(mails[0]?.attachments[0]?.size).toBeGreaterThan(800);
    expect(mails[0]?.attachments[0]?.size).toBeLessThan(1_000);
  });

  it('gives only what is asked for, the newest of it', async () => {
    const { access, context } = await mailbox();
    const ids = async (query: Partial<MailQuery>) =>
      (await listByImap(access, context, { ...everything, ...query })).map(({ id }) => id);
    expect(await ids({ unseenOnly: true })).toEqual(['1700000000-9']);
    expect(await ids({ limit: 1 })).toEqual(['1700000000-9']);
    expect(await ids({ since: new Date('2026-11-18T09:00:00Z') })).toHaveLength(2);
    // On that day, but before that hour.
    expect(await ids({ since: new Date('2026-11-18T11:00:00Z') })).toEqual(['1700000000-9']);
    expect(await ids({ since: new Date('2026-11-21T00:00:00Z') })).toEqual([]);
  });

  it('is left as it is, unless mails are to be marked as read', async () => {
    const { access, context, server: there } = await mailbox();
    await listByImap(access, context, { ...everything, unseenOnly: true });
    expect(there.commands.filter((command) => command.startsWith('SELECT'))).toEqual([]);
    expect(there.mails[1]?.flags.has('\\Seen')).toBe(false);
    await markByImap(access, context, 'INBOX', ['1700000000-9']);
    expect(there.mails[1]?.flags.has('\\Seen')).toBe(true);
    expect(await listByImap(access, context, { ...everything, unseenOnly: true })).toEqual([]);
    // Those of a folder that was made anew are others.
    await markByImap(access, context, 'INBOX', ['1600000000-7', 'x']);
    expect(there.commands.filter((command) => command.includes('STORE'))).toHaveLength(1);
  });

  it('finds a mail by our id and by its Message-ID, and not in a folder that was made anew', async () => {
    const { access, context } = await mailbox();
    expect(await findByImap(access, context, 'INBOX', '1700000000-7')).toMatchObject({ subject: 'Grüße' });
    expect(await findByImap(access, context, 'INBOX', '<n1@list.example>')).toMatchObject({ subject: 'News' });
    expect(await findByImap(access, context, 'INBOX', '1600000000-7')).toBeNull();
    expect(await findByImap(access, context, 'INBOX', '<gone@x.example>')).toBeNull();
  });

  it('bounds what a mail may bring', async () => {
    const long = servedMail({ uid: 1, headers: { From: 'a@b.example' }, text: 'word '.repeat(100_000) });
    const { access, context } = await mailbox({ mails: [long] });
    const [mail] = await listByImap(access, context, everything);
    expect(mail?.text).toHaveLength(20_000);
    expect(mail?.isCut).toBe(true);
  });

  it('can be tried', async () => {
    const { access, context } = await mailbox();
    expect(await imap.test(access, context)).toBe('ada@shop.example, 2 mails in the inbox');
  });
});

describe('what can go wrong with it', () => {
  it.each<[string, Partial<Options>, object]>([
    [
      'a server that hangs up',
      { answer: (command) => (command.startsWith('LOGIN') ? null : undefined) },
      { name: 'RetriableError', code: 'mail_cut' },
    ],
    [
      'an answer nobody understands',
      { answer: (command) => (command.startsWith('UID SEARCH') ? '* SEARCH ((((\r\nTAG ???\r\n' : undefined) },
      { mayHaveActed: false },
    ],
    [
      'a literal too large to take',
      {
        answer: (command) => (command.startsWith('UID FETCH') ? '* 1 FETCH (UID 7 BODY[] {999999999}\r\n' : undefined),
      },
      { name: 'RetriableError' },
    ],
    ['a folder that is not there', {}, { name: 'NonRetriableError', code: 'no_folder' }],
  ])('%s is told in plain words', async (name, more, expected) => {
    const { access, context } = await mailbox(more);
    const folder = name.startsWith('a folder') ? 'Orders' : 'INBOX';
    await expect(listByImap(access, context, { ...everything, folder })).rejects.toMatchObject({
      ...expected,
      mayHaveActed: false,
    });
  });

  it('a refused password names the fix and not the password', async () => {
    const { access, context } = await mailbox({}, { password: 'wrong-password-5h3j' });
    const error = await listByImap(access, context, everything).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'NonRetriableError',
      code: 'mail_sign_in',
      fix: { label: 'Connect the mailbox' },
    });
    expect(String(error)).not.toContain('wrong-password');
  });

  it('a server that stays silent is left when the step ends', async () => {
    const { access, context } = await mailbox({
      answer: (command) => (command.startsWith('UID SEARCH') ? '' : undefined),
    });
    const end = new AbortController();
    const reading = listByImap(access, { ...context, signal: end.signal }, everything);
    while (!server?.commands.some((command) => command.startsWith('UID SEARCH'))) await new Promise(setImmediate);
    end.abort();
    await expect(reading).rejects.toMatchObject({ name: 'RetriableError' });
  });
});

describe('the way to it', () => {
  it('is closed to a private address, and no byte is sent there', async () => {
    const { access, context, server: there } = await mailbox({}, { allow: false });
    await expect(listByImap(access, context, everything)).rejects.toMatchObject({ code: 'blocked_address' });
    expect(there.commands).toEqual([]);
  });

  it('is closed to a name that leads to one, however often it changes its mind', async () => {
    const { access, context } = await mailbox();
    for (const turns of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['10.0.0.8'], ['169.254.169.254']]) {
      const resolve = async () => turns.map((address) => ({ address, family: 4 }));
      const outbound = boundOutbound(createOutbound({ allow: [], resolve }), ['mail.rebind.example:993'], 'Mailbox');
      const settings = { ...access.settings, host: 'mail.rebind.example', port: 993, security: 'tls' as const };
      const read = listByImap({ ...access, settings, outbound }, context, everything);
      await expect(read).rejects.toMatchObject({ code: 'blocked_address' });
    }
  });

  it('is over TLS, whose certificate must be right', async () => {
    const tls = selfSigned('localhost');
    const { context, server: there } = await mailbox({ tls });
    const read = async (host: string) => {
      const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
      const outbound = createOutbound({ allow: [`${host}:${there.port}`], resolve });
      const settings = { host, port: there.port, user, security: 'tls' as const };
      const access = { connectionId: 'imap', name: 'Mailbox', secrets: { password }, settings, outbound };
      return listByImap(access, context, everything);
    };
    await expect(read('localhost')).rejects.toMatchObject({ code: 'tls_failed', name: 'NonRetriableError' });
    expect(there.commands).toEqual([]);
    const trusted = getCACertificates();
    setDefaultCACertificates([...trusted, tls.cert]);
    try {
      expect(await read('localhost')).toHaveLength(2);
      // The same server by a name that its certificate does not hold.
      await expect(read('imap.example.com')).rejects.toMatchObject({ code: 'tls_failed' });
    } finally {
      setDefaultCACertificates(trusted);
    }
  });

  it.each([
    [{ host: 'imap.example.com', user, security: 'none' }],
    [{ host: 'imap.example.com\r\nX', user }],
    [{ host: '10.0.0.1:25/x', user }],
    [{ host: 'imap.example.com', user, port: 0 }],
    [{ host: 'imap.example.com' }],
    [{ host: '93.184.216.34', user }],
  ])('refuses the settings %j', (settings) => {
    expect(imap.settings.safeParse(settings).success).toBe(false);
  });
});
