import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type Inbox, loopbackSmtp } from '../../test/loopback-smtp.ts';
import { brokenConnection, runStep, stepContext } from '../../test/step-context.ts';
import type { JsonObject } from '../model/json.ts';
import { notify } from '../steps/messaging/notify.ts';
import { sendEmail } from '../steps/messaging/send-email.ts';
import { smtp } from './smtp-connection.ts';

const closers: { close(): void }[] = [];
afterEach(() => {
  for (const one of closers.splice(0)) one.close();
});
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const dkimPrivateKey = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const login = { user: 'shop@thrive.example', password: 'sMtP-pa55word' };

/** A tenant with a mail server of its own, beside that of the platform. */
async function twoServers(more: { settings?: JsonObject; secrets?: JsonObject } = {}) {
  const signedIn: string[] = [];
  const own = await loopbackSmtp({
    allowInsecureAuth: true,
    onAuth({ username = '', password = '' }, _, done) {
      signedIn.push(username);
      if (password === login.password) done(null, { user: username });
      else done(Object.assign(new Error('Invalid login'), { responseCode: 535 }));
    },
  });
  const platform = await loopbackSmtp();
  closers.push(own, platform);
  const [host = '', port] = own.hostPort.split(':');
  const settings = {
    host,
    port: Number(port),
    security: 'none',
    from: 'Thrive <shop@thrive.example>',
    ...more.settings,
  };
  const { context } = stepContext({
    allow: [own.hostPort, platform.hostPort],
    secrets: { SMTP_URL: platform.url },
    settings: { MAIL_FROM: 'Playbooks <p@app.example>' },
    connections: { smtp: { settings, secrets: more.secrets ?? login } },
  });
  return { own, platform, context, signedIn };
}
const mail = { to: 'ada@example.com', subject: 'Report', body: 'Hello' };
const mailsOf = ({ mails }: Inbox) => mails.map(({ envelope }) => envelope);

describe("a tenant's own mail server", () => {
  it('sends the mails of send_email, from its own address and signed in', async () => {
    const { own, platform, context, signedIn } = await twoServers();
    const { messageId } = (await runStep(sendEmail, mail, context)) as { messageId: string };
    expect(messageId).toBe(`<${context.idempotencyKey}@thrive.example>`);
    expect(mailsOf(own)).toEqual([{ from: 'shop@thrive.example', to: ['ada@example.com'] }]);
    expect(own.mails[0]?.mail.from).toEqual({ name: 'Thrive', address: 'shop@thrive.example' });
    expect(signedIn).toEqual(['shop@thrive.example']);
    expect(platform.mails).toEqual([]);
    expect(await smtp.test(await context.connect(smtp, null), context)).toMatch(
      /takes mail from shop@thrive\.example$/,
    );
    expect(own.mails).toHaveLength(1);
  });

  it('leaves what the product itself says to the server of the platform', async () => {
    const { own, platform, context } = await twoServers();
    await runStep(notify, { to: 'ada@example.com', message: 'm' }, context);
    expect([own.mails.length, platform.mails.length]).toEqual([0, 1]);
  });

  it('falls back to the platform only where there is none', async () => {
    const { platform, context } = await twoServers();
    const without = stepContext({ allow: [platform.hostPort], secrets: { SMTP_URL: platform.url } });
    await runStep(sendEmail, mail, { ...context, connect: without.context.connect });
    expect(platform.mails).toHaveLength(1);
    const named = runStep(
      sendEmail,
      { ...mail, connection: 'smtp_2' },
      { ...context, connect: without.context.connect },
    );
    await expect(named).rejects.toMatchObject({ code: 'not_connected' });
    expect(platform.mails).toHaveLength(1);
  });

  it('never falls back to the platform from one that is broken', async () => {
    const { own, platform, context } = await twoServers();
    const broken = runStep(sendEmail, mail, { ...context, connect: brokenConnection });
    await expect(broken).rejects.toMatchObject({ code: 'connection_incomplete' });
    expect([own.mails.length, platform.mails.length]).toEqual([0, 0]);
  });

  it('leads to the connection when the password is wrong, without repeating it', async () => {
    const { context } = await twoServers({ secrets: { ...login, password: 'wrong-pa55word' } });
    const failure = runStep(sendEmail, mail, context);
    await expect(failure).rejects.toMatchObject({
      code: 'mail_sign_in',
      mayHaveActed: false,
      fix: { href: '/settings/connections?connector=smtp' },
      message: expect.not.stringContaining('pa55word'),
    });
  });

  it('signs with the DKIM key of the connection', async () => {
    const { own, context } = await twoServers({
      settings: { dkimDomain: 'thrive.example', dkimSelector: 'k1' },
      secrets: { dkimPrivateKey },
    });
    await runStep(sendEmail, mail, context);
    expect(own.mails[0]?.raw).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256;[\s\S]*d=thrive\.example;[\s\S]*s=k1;/m);
  });

  it('sends no password in the clear to anywhere but this machine', async () => {
    const { context } = await twoServers({ settings: { host: 'smtp.example.com' } });
    await expect(runStep(sendEmail, mail, context)).rejects.toMatchObject({
      code: 'mail_not_encrypted',
      mayHaveActed: false,
    });
  });

  it('insists on TLS where it was asked for, though there is no password', async () => {
    const { own, context } = await twoServers({ settings: { security: 'starttls' }, secrets: {} });
    await expect(runStep(sendEmail, mail, context)).rejects.toMatchObject({ mayHaveActed: false });
    expect(own.mails).toEqual([]);
  });

  it.each([
    { from: 'Evil <a@b.co>\r\nBcc: x@y.co' },
    { from: 'a@b.co, c@d.co' },
    { from: 'nobody' },
    { host: 'smtp.example.com:25/x' },
    { host: 'user@smtp.example.com' },
    { dkimDomain: 'thrive.example' },
  ])('is refused with %j', (wrong) => {
    const right = { host: 'smtp.example.com', from: 'Shop <shop@example.com>' };
    expect(smtp.settings.safeParse(right).success).toBe(true);
    expect(smtp.settings.safeParse({ ...right, ...wrong }).success).toBe(false);
    expect(smtp.secrets.safeParse({ user: 'a' }).success).toBe(false);
    expect(smtp.secrets.safeParse({ dkimPrivateKey: 'x PRIVATE KEY y' }).success).toBe(false);
  });
});

describe('files that go along', () => {
  it('are texts, by their name and type', async () => {
    const { own, context } = await twoServers();
    const attachments = [{ name: 'Preise für März.csv', content: 'a,b\n1,ü', mimeType: 'text/csv' }];
    await runStep(sendEmail, { ...mail, attachments }, context);
    const [file] = own.mails[0]?.mail.attachments ?? [];
    expect(file).toMatchObject({ filename: 'Preise für März.csv', mimeType: 'text/csv' });
    expect(new TextDecoder().decode(file?.content as ArrayBuffer)).toBe('a,b\n1,ü');
  });

  it.each([
    { name: '../etc/passwd', content: 'x' },
    { name: 'a\r\nb', content: 'x' },
    { name: 'a.exe', content: 'x', mimeType: 'application/octet-stream' },
    { name: 'a.txt', content: 'x'.repeat(5_000_001) },
    { name: 'a.txt', content: 'x', path: '/etc/passwd' },
    { name: 'a.txt', content: 'x', href: 'https://evil.example' },
  ])('are refused where they are none: %j', (file) => {
    const { error } = sendEmail.params.safeParse({ ...mail, attachments: [file] });
    expect(error?.issues[0]?.path[0]).toBe('attachments');
  });
});
