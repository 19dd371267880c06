import { afterEach, describe, expect, it } from 'vitest';
import { type Inbox, loopbackSmtp } from '../../../test/loopback-smtp.ts';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { preferencesSchema } from '../../model/notification-preferences.ts';
import { tenantPaths } from '../../model/paths.ts';
import { notify } from './notify.ts';
import { sendEmail } from './send-email.ts';

let inbox: Inbox | null = null;
afterEach(() => inbox?.close());
async function withInbox() {
  inbox = await loopbackSmtp();
  const settings = { APP_ORIGIN: 'https://app.example', MAIL_FROM: 'Playbooks <p@app.example>' };
  return { inbox, ...stepContext({ allow: [inbox.hostPort], secrets: { SMTP_URL: inbox.url }, settings }) };
}
const message = 'Higher Level Syracuse sells Blue Dream for 15% less than you ($29.75, yours $35.00).';

describe('notify', () => {
  it('mails the user himself by default, and shows it in the app', async () => {
    const { inbox, context } = await withInbox();
    const output = await runStep(notify, { subject: 'Price Alert!', message, type: 'warning' }, context);
    expect(output).toEqual({
      emailed: ['ada@shop.example'],
      notified: 1,
      messageId: `<${context.idempotencyKey}@app.example>`,
    });
    const mail = inbox.mails[0]?.mail;
    expect(mail?.subject).toBe('Price Alert!');
    for (const part of [mail?.text, mail?.html]) {
      for (const fact of [
        'Higher Level Syracuse',
        'Blue Dream',
        '15%',
        '$29.75',
        '$35.00',
        'https://app.example/executions/exec1',
      ])
        expect(part).toContain(fact);
    }
    const shown = await context.store.query({
      from: tenantPaths(context.orgId).notifications,
      where: [],
      orderBy: [],
      limit: 9,
      after: null,
    });
    expect(shown.map(({ data }) => data)).toMatchObject([
      { uid: 'user1', type: 'warning', title: 'Price Alert!', message, readAt: null, link: '/executions/exec1' },
    ]);
  });

  it('shows it once when it is tried again, and stays read', async () => {
    const { context } = await withInbox();
    await runStep(notify, { message }, context);
    const from = tenantPaths(context.orgId).notifications;
    const all = () => context.store.query({ from, where: [], orderBy: [], limit: 9, after: null });
    const [shown] = await all();
    const readAt = new Date('2026-11-20T15:00:00Z');
    await context.store.commit([{ op: 'update', path: shown?.ref.path ?? '', fields: { readAt } }]);
    await runStep(notify, { message }, context);
    expect((await all()).map(({ data }) => data?.readAt)).toEqual([readAt]);
  });

  it('goes where the user wants his reports, and where he wants what the coach says', async () => {
    const { inbox, context } = await withInbox();
    const { preferencesOf, deliveries } = tenantPaths(context.orgId);
    const channels = { reports: ['telegram', 'email'], coach: ['app'] };
    const data = { ...preferencesSchema.parse({ channels }), uid: 'user1', updatedAt: context.clock.now() };
    await context.store.commit([{ op: 'set', path: preferencesOf('user1').path, data }]);
    expect(await runStep(notify, { message }, context)).toMatchObject({ notified: 0 });
    const other = { ...context, idempotencyKey: 'other' };
    expect(await runStep(notify, { message, type: 'coach_alert' }, other)).toMatchObject({ notified: 1 });
    const out = await context.store.query({ from: deliveries, where: [], orderBy: [], limit: 9, after: null });
    // The mail is the step's own.
    expect(out.map((one) => one.data?.channel)).toEqual(['telegram']);
    expect(inbox.mails).toHaveLength(2);
  });

  it('mails others without showing it to the user', async () => {
    const { inbox, context } = await withInbox();
    expect(await runStep(notify, { to: 'a@b.co, c@d.co, A@B.co', message }, context)).toMatchObject({ notified: 0 });
    expect(inbox.mails[0]?.envelope.to.map((address) => address.toLowerCase())).toEqual(['a@b.co', 'c@d.co']);
  });

  it('does not let a message become HTML', async () => {
    const { inbox, context } = await withInbox();
    await runStep(notify, { message: '<img src=x onerror=alert(1)> [a](http://evil.example)' }, context);
    expect(inbox.mails[0]?.mail.html).toContain('&lt;img');
    expect(inbox.mails[0]?.mail.html).not.toContain('href="http://evil');
  });

  it('asks for a recipient when the user has no address', async () => {
    const { context } = await withInbox();
    const nobody = { ...context, user: { ...context.user, email: '' } };
    await expect(runStep(notify, { message }, nobody)).rejects.toMatchObject({
      code: 'no_recipient',
      errors: [{ path: 'to' }],
    });
  });

  it('only says what it would do in a dry run', async () => {
    const { inbox, context } = await withInbox();
    const { wouldHave } = await rehearseStep(notify, { to: 'a@b.co', subject: 'Price Alert!', message }, context);
    expect(wouldHave).toBe(
      "would have e-mailed 1 person: a@b.co, subject 'Price Alert!', and notified them in the app",
    );
    expect(inbox.mails).toEqual([]);
  });
});

describe('send_email', () => {
  it('sends a report as text and as HTML with its table', async () => {
    const { inbox, context } = await withInbox();
    const body = '# Report\n\n| Product | Price |\n| --- | --- |\n| A \\| B | \\<$5\\> |\n\n- one\n- **two**';
    const output = await runStep(sendEmail, { to: ['a@b.co'], subject: 'Report', body }, context);
    expect(output).toMatchObject({ to: ['a@b.co'], rejected: [] });
    const mail = inbox.mails[0]?.mail;
    expect(mail?.html).toMatch(
      /<h1>Report<\/h1>[\s\S]*<th[^>]*>Product<\/th>[\s\S]*<td[^>]*>A \| B<\/td><td[^>]*>&lt;\$5&gt;<\/td>[\s\S]*<li><strong>two<\/strong><\/li>/,
    );
    expect(mail?.text).toContain('| A | B | <$5> |');
  });

  it("takes the author's own HTML", async () => {
    const { inbox, context } = await withInbox();
    await runStep(sendEmail, { to: 'a@b.co', subject: 'x', body: 'plain', html: '<h2>Mine</h2>' }, context);
    expect(inbox.mails[0]?.mail).toMatchObject({
      html: expect.stringContaining('<h2>Mine</h2>'),
      text: expect.stringContaining('plain'),
    });
    expect(sendEmail.htmlParams).toEqual(['html']);
  });

  it.each([
    [{ to: 'c@d.co\r\nBcc: evil@x.io' }, 'to'],
    [{ to: ['ok@b.co', 'c@d.co\nX: y'] }, 'to'],
    [{ to: [] }, 'to'],
    [{ to: 'nobody' }, 'to'],
    [{ to: Array(51).fill('a@b.co') }, 'to'],
    [{ subject: 'a\nb' }, 'subject'],
    [{ body: '' }, 'body'],
  ])('refuses %j', (wrong, path) => {
    const { error } = sendEmail.params.safeParse({ to: 'a@b.co', subject: 's', body: 'b', ...wrong });
    expect(error?.issues[0]?.path[0]).toBe(path);
  });

  it('is done at most once, and says in a dry run whom it would reach', async () => {
    expect(sendEmail.effect).toBe('once');
    const { inbox, context } = await withInbox();
    const { output, wouldHave } = await rehearseStep(
      sendEmail,
      { to: ['a@b.co', 'c@d.co', 'e@f.co'], subject: 'Hi', body: 'b' },
      context,
    );
    expect(wouldHave).toBe("would have e-mailed 3 people: a@b.co, c@d.co and 1 more, subject 'Hi'");
    expect(output).toMatchObject({ to: ['a@b.co', 'c@d.co', 'e@f.co'] });
    expect(inbox.mails).toEqual([]);
  });
});
