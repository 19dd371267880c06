import { afterEach, describe, expect, it } from 'vitest';
import { loopbackSmtp, scriptedSmtp } from '../../test/loopback-smtp.ts';
import { stepContext } from '../../test/step-context.ts';
import { sendMail } from './smtp.ts';

const closers: { close(): void }[] = [];
afterEach(() => {
  for (const server of closers.splice(0)) server.close();
});
function keep<T extends { close(): void }>(server: T): T {
  closers.push(server);
  return server;
}
function contextFor({ hostPort, url }: { hostPort: string; url: string }) {
  return stepContext({
    allow: [hostPort],
    secrets: { SMTP_URL: url },
    settings: { MAIL_FROM: 'Thrive <shop@thrive.example>' },
  }).context;
}
const mail = { to: ['ada@shop.example'], subject: 'Prices 🚨 down', text: 'Hello', html: '<p>Hello</p>' };
const answers = (replies: Record<string, string | null>) => (line: string) => {
  const verb = line === '.' ? '.' : (line.split(/[ :]/)[0] ?? '').toUpperCase();
  const usual: Record<string, string> = {
    EHLO: '250 loopback',
    MAIL: '250 ok',
    RCPT: '250 ok',
    DATA: '354 go',
    '.': '250 taken',
    QUIT: '221 bye',
  };
  return replies[verb] !== undefined ? (replies[verb] ?? null) : verb in replies ? null : (usual[verb] ?? '');
};

describe('sendMail', () => {
  it('delivers text and HTML with a Message-ID that is the same for the same act', async () => {
    const inbox = keep(await loopbackSmtp());
    const context = contextFor(inbox);
    const sent = await sendMail(context, mail);
    expect(sent).toEqual({
      messageId: `<${context.idempotencyKey}@thrive.example>`,
      accepted: ['ada@shop.example'],
      rejected: [],
    });
    expect((await sendMail(context, mail)).messageId).toBe(sent.messageId);
    const [first] = inbox.mails;
    expect(first?.envelope).toEqual({ from: 'shop@thrive.example', to: ['ada@shop.example'] });
    expect(first?.mail).toMatchObject({
      subject: 'Prices 🚨 down',
      messageId: sent.messageId,
      from: { name: 'Thrive', address: 'shop@thrive.example' },
      text: expect.stringContaining('Hello'),
      html: expect.stringContaining('<p>Hello</p>'),
    });
    expect(first?.raw).toMatch(/^X-Execution: exec1\r?$/m);
    expect(first?.raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
  });

  it.each([
    ['c@d.co\r\nBcc: evil@x.io', 'to.0'],
    ['c@d.co, evil@x.io', 'to.0'],
    ['c@d.co\n', 'to.0'],
    ['<c@d.co>', 'to.0'],
    ['Ada <c@d.co>', 'to.0'],
    ['c@d.co\u0000', 'to.0'],
    ['', 'to.0'],
  ])('refuses the recipient %j before anything is sent', async (recipient, path) => {
    const inbox = keep(await loopbackSmtp());
    await expect(sendMail(contextFor(inbox), { ...mail, to: [recipient] })).rejects.toMatchObject({
      name: 'NonRetriableError',
      mayHaveActed: false,
      errors: [{ path }],
    });
    expect(inbox.mails).toEqual([]);
  });

  it('refuses a subject of two lines, nobody, and too many', async () => {
    const context = contextFor({ hostPort: '127.0.0.1:1', url: 'smtp://127.0.0.1:1' });
    await expect(sendMail(context, { ...mail, subject: 'a\r\nBcc: x@y.co' })).rejects.toMatchObject({
      errors: [{ path: 'subject' }],
    });
    await expect(sendMail(context, { ...mail, to: [] })).rejects.toMatchObject({ errors: [{ path: 'to' }] });
    await expect(sendMail(context, { ...mail, to: Array(51).fill('a@b.co') })).rejects.toMatchObject({
      errors: [{ path: 'to' }],
    });
  });

  it.each([[{}], [{ SMTP_URL: 'http://x' }], [{ SMTP_URL: 'nonsense' }]])(
    'says how to set mail up: %j',
    async (secrets) => {
      await expect(
        sendMail(stepContext({ secrets: secrets as Record<string, string> }).context, mail),
      ).rejects.toMatchObject({
        name: 'NonRetriableError',
        message: expect.stringContaining('smtps://user:password@'),
        mayHaveActed: false,
      });
    },
  );

  it('goes through the door: a private server that is not allowed is not called', async () => {
    const inbox = keep(await loopbackSmtp());
    const { context } = stepContext({ secrets: { SMTP_URL: inbox.url } });
    await expect(sendMail(context, mail)).rejects.toMatchObject({ code: 'blocked_address' });
  });

  it.each([
    [
      'refused by the greeting to come',
      { EHLO: '554 no', HELO: '554 no' },
      { name: 'NonRetriableError', mayHaveActed: false },
    ],
    ['refused as a sender', { MAIL: '550 no' }, { name: 'NonRetriableError', mayHaveActed: false }],
    [
      'refused as a recipient',
      { RCPT: '550 5.1.1 ada@shop.example is unknown' },
      {
        name: 'NonRetriableError',
        code: 'mail_refused',
        mayHaveActed: false,
        message: 'The mail server 127.0.0.1 refused the mail: 550 5.1.1 ada@shop.example is unknown.',
      },
    ],
    [
      'put off as a recipient',
      { RCPT: '451 later' },
      { name: 'RetriableError', code: 'mail_deferred', mayHaveActed: false },
    ],
    ['put off at DATA', { DATA: '421 busy' }, { name: 'RetriableError', mayHaveActed: false }],
    ['refused after the final dot', { '.': '554 spam' }, { name: 'NonRetriableError', mayHaveActed: false }],
    ['put off after the final dot', { '.': '451 later' }, { name: 'RetriableError', mayHaveActed: false }],
    ['cut before DATA', { MAIL: null }, { name: 'RetriableError', code: 'mail_cut', mayHaveActed: false }],
    ['cut after the final dot', { '.': null }, { name: 'RetriableError', code: 'mail_cut', mayHaveActed: true }],
  ])('classifies a mail that is %s', async (_, replies, expected) => {
    const server = keep(await scriptedSmtp(answers(replies as Record<string, string | null>)));
    await expect(sendMail(contextFor(server), mail)).rejects.toMatchObject(expected);
  });

  it('does not know whether a mail arrived when it is stopped while the server is silent after the final dot', async () => {
    const stop = new AbortController();
    const usual = answers({});
    const server = keep(
      await scriptedSmtp((line) => {
        if (line !== '.') return usual(line);
        stop.abort();
        return '';
      }),
    );
    await expect(sendMail({ ...contextFor(server), signal: stop.signal }, mail)).rejects.toMatchObject({
      name: 'RetriableError',
      mayHaveActed: true,
    });
  });

  it('knows that nothing happened when there is no server', async () => {
    const gone = await loopbackSmtp();
    const context = contextFor(gone);
    gone.close();
    await expect(sendMail(context, mail)).rejects.toMatchObject({
      name: 'RetriableError',
      code: 'connection_failed',
      mayHaveActed: false,
    });
  });

  it('reports the recipients that were refused while others were taken', async () => {
    const inbox = keep(
      await loopbackSmtp({
        onRcptTo: ({ address }, _session, done) => done(address.startsWith('bad') ? new Error('unknown') : null),
      }),
    );
    const sent = await sendMail(contextFor(inbox), { ...mail, to: ['bad@shop.example', 'ada@shop.example'] });
    expect(sent).toMatchObject({ accepted: ['ada@shop.example'], rejected: ['bad@shop.example'] });
  });

  it('never sends a password in the clear', async () => {
    const inbox = keep(await loopbackSmtp());
    const context = contextFor({ ...inbox, url: inbox.url.replace('smtp://', 'smtp://user:secret@') });
    await expect(sendMail(context, mail)).rejects.toMatchObject({ mayHaveActed: false });
    expect(inbox.mails).toEqual([]);
  });
});
