import { afterEach, describe, expect, it } from 'vitest';
import { type Inbox, loopbackSmtp, scriptedSmtp } from '../../../test/loopback-smtp.ts';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { RetryAfterError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { readUnsubscribe, unsubscribeId, unsubscribeRef } from '../../core/engine/unsubscribe.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import { sendNewsletter } from './send-newsletter.ts';

const KEY = 'the-key-of-the-links';
const inboxes: Inbox[] = [];
afterEach(() => {
  for (const inbox of inboxes.splice(0)) inbox.close();
});

const letter = {
  subject: 'News for {first_name|you}',
  body: 'Hello {first_name|there},\n\n**the menu** is here: https://shop.example/menu?a=1&b=2.',
  postalAddress: '1 Main Street, Syracuse',
};
const people = (count: number) => Array.from({ length: count }, (_, index) => `reader${index}@example.com`);

async function setUp(documents: Readonly<Record<string, JsonObject>> = {}, faults = {}) {
  const inbox = await loopbackSmtp(faults);
  inboxes.push(inbox);
  const world = stepContext({
    allow: [inbox.hostPort],
    secrets: { SMTP_URL: `${inbox.url}?ignoreTLS=true`, LINK_KEY: KEY },
    settings: { APP_ORIGIN: 'https://app.example', MAIL_FROM: 'Thrive <shop@thrive.example>' },
  });
  const { context } = world;
  const { root } = tenantPaths(context.orgId);
  await context.store.commit(
    Object.entries(documents).map(([path, data]) => ({ op: 'set', path: `${root}/${path}`, data })),
  );
  return { ...world, inbox, addresses: () => inbox.mails.flatMap(({ envelope }) => envelope.to).toSorted() };
}
const send = (context: StepContext, more: JsonObject = {}) => runStep(sendNewsletter, { ...letter, ...more }, context);

describe('send_newsletter', () => {
  it('writes to each customer by name, with a footer and a link of his own to leave by', async () => {
    const { context, inbox } = await setUp({
      'customers/ada': {
        name: 'Ada <b>Lovelace</b>',
        firstName: '<b>Ada</b> https://evil.example',
        email: 'ada@example.com',
      },
    });
    expect(await send(context)).toMatchObject({ recipients: 1, sent: 1, refused: 0, unknown: 0 });
    const [sent] = inbox.mails;
    expect(sent?.mail.subject).toBe('News for <b>Ada</b> https://evil.example');
    expect(sent?.mail.html).toContain('Hello &lt;b&gt;Ada&lt;/b&gt; https://evil.example,');
    expect(sent?.mail.html).toContain('<strong>the menu</strong>');
    const links = [...(sent?.mail.html ?? '').matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(links[0]).toBe('https://shop.example/menu?a=1&amp;b=2');
    expect(links).toHaveLength(2);
    const headers = new Map(sent?.mail.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('list-unsubscribe')).toBe(`<${links[1]}>`);
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(headers.get('precedence')).toBe('bulk');
    const token = links[1]?.replace('https://app.example/api/unsubscribe/', '') ?? '';
    const id = unsubscribeId(context.orgId, 'ADA@example.com');
    expect(readUnsubscribe(KEY, token)).toEqual({ orgId: context.orgId, id, executionId: context.executionId });
    for (const text of [sent?.mail.text, sent?.mail.html]) {
      expect(text).toContain('You get this as one of the customers of Thrive Syracuse.');
      expect(text).toContain('Thrive Syracuse, 1 Main Street, Syracuse');
      expect(text).toContain(token);
    }
  });

  it('leaves out who has unsubscribed, by link or in the data, whoever has no address, and repeats', async () => {
    const { context, addresses } = await setUp({
      'customers/a': { email: 'a@example.com' },
      'customers/a2': { email: 'A@example.com' },
      'customers/b': { email: 'b@example.com', marketingConsent: false },
      'customers/c': { email: 'c@example.com' },
      'customers/d': { email: 'no address' },
      'customers/e': { name: 'E' },
    });
    const { path } = unsubscribeRef(context.orgId, 'C@Example.com');
    await context.store.commit([{ op: 'create', path, data: { at: new Date(0), executionId: 'e' } }]);
    expect(await send(context)).toEqual({
      recipients: 1,
      sent: 1,
      refused: 0,
      unknown: 0,
      writtenLately: 0,
      unsubscribed: 2,
      withoutAddress: 2,
    });
    expect(addresses()).toEqual(['a@example.com']);
  });

  it('narrows an audience, takes a list, and sends nothing when they are too many', async () => {
    const { context, addresses } = await setUp({
      'members/a': { email: 'a@example.com', plan: 'gold' },
      'members/b': { email: 'b@example.com', plan: 'basic' },
    });
    const gold = { audience: 'members', where: [{ field: 'plan', value: 'gold' }] };
    expect(await send(context, gold)).toMatchObject({ sent: 1 });
    await expect(send(context, { audience: 'members', maxRecipients: 1 })).rejects.toThrow(/more than 1/);
    const list = [{ email: 'c@example.com', first_name: 'Cy' }, 'd@example.com'];
    expect(await send({ ...context, path: 'other' }, { recipients: list })).toMatchObject({ sent: 2 });
    expect(addresses()).toEqual(['a@example.com', 'c@example.com', 'd@example.com']);
  });

  it('refuses places of which nobody says what they are where nothing is known', () => {
    const parsed = sendNewsletter.params.safeParse({ ...letter, body: 'Hello {nickname}' });
    expect(parsed.error?.issues).toMatchObject([
      { path: ['body'], message: expect.stringContaining('{nickname|there}') },
    ]);
    expect(sendNewsletter.params.safeParse({ ...letter, body: '{email} of {business}, {x|}' }).success).toBe(true);
  });

  it('rehearses with the number of people, and notes nothing', async () => {
    const { context, inbox } = await setUp({ 'customers/a': { email: 'a@example.com' } });
    const { wouldHave } = await rehearseStep(sendNewsletter, letter, context);
    expect(wouldHave).toContain('would have written to 1 person (0 have unsubscribed)');
    expect(inbox.mails).toEqual([]);
  });

  it('wants a key for its links, before anything is sent', async () => {
    const { context, inbox } = await setUp({ 'customers/a': { email: 'a@example.com' } });
    const secret: StepContext['secret'] = async (name) => (name === 'LINK_KEY' ? null : context.secret(name));
    await expect(send({ ...context, secret })).rejects.toMatchObject({ code: 'links_not_set_up', mayHaveActed: false });
    expect(inbox.mails).toEqual([]);
  });
});

/** A store at which a worker dies: at its n-th commit, before or after that has taken place. */
function dying(context: StepContext, at: number, isAfter: boolean): StepContext {
  let commits = 0;
  const commit: StepContext['store']['commit'] = async (writes) => {
    commits += 1;
    if (commits > at || (commits === at && !isAfter)) throw new Error('the worker died');
    const versions = await context.store.commit(writes);
    if (commits === at) throw new Error('the worker died');
    return versions;
  };
  return { ...context, store: { ...context.store, commit } };
}

describe('a newsletter that is interrupted', () => {
  it.each([1, 2, 3, 4].flatMap((at) => [false, true].map((isAfter) => [at, isAfter] as const)))(
    'by a death at commit %i (done: %s) reaches everybody at most once, and all but those in doubt',
    async (at, isAfter) => {
      const { context, addresses } = await setUp();
      const recipients = people(17);
      await expect(send(dying(context, at, isAfter), { recipients })).rejects.toThrow('the worker died');
      const output = (await send({ ...context, attempt: 2 }, { recipients })) as JsonObject;
      expect(new Set(addresses()).size).toBe(addresses().length);
      expect(output).toMatchObject({ recipients: 17, refused: 0 });
      expect(Number(output.sent) + Number(output.unknown)).toBe(17);
      expect(Number(output.unknown)).toBeLessThanOrEqual(5);
      expect(addresses().length).toBeGreaterThanOrEqual(12);
      // A failed execution that is resumed has another key, and still writes to nobody again.
      const again = await send({ ...context, idempotencyKey: 'of-another-generation' }, { recipients });
      expect([again, addresses().length]).toEqual([output, addresses().length]);
    },
  );

  it('by two workers at once reaches everybody at most once', async () => {
    const { context, addresses } = await setUp();
    const recipients = people(20);
    const both = await Promise.allSettled([send(context, { recipients }), send(context, { recipients })]);
    expect(both.some(({ status }) => status === 'rejected')).toBe(true);
    await send(context, { recipients });
    expect(new Set(addresses()).size).toBe(addresses().length);
    expect(addresses().length).toBeGreaterThanOrEqual(10);
  });

  it('by a mail server that wants to be left alone goes on where it was', async () => {
    let taken = 0;
    const { context, addresses } = await setUp(
      {},
      {
        onRcptTo(_: unknown, __: unknown, done: (error?: Error) => void) {
          taken += 1;
          done(taken > 7 && taken <= 10 ? Object.assign(new Error('later'), { responseCode: 451 }) : undefined);
        },
      },
    );
    const recipients = people(12);
    const stopped = await send(context, { recipients }).catch((error: unknown) => error);
    expect(stopped).toMatchObject({ name: 'RetriableError', code: 'mail_deferred', mayHaveActed: true });
    expect(String(stopped)).toContain('7 of 12 letters are sent');
    expect(await send(context, { recipients })).toMatchObject({ sent: 12, unknown: 0 });
    expect(addresses()).toEqual(recipients.toSorted());
  });

  it('by its own time goes on a little later', async () => {
    const now = { at: 0 };
    const { context, clock, addresses } = await setUp(
      {},
      {
        onMailFrom(_: unknown, __: unknown, done: () => void) {
          now.at += 1;
          clock.at = new Date(clock.at.getTime() + 30_000);
          done();
        },
      },
    );
    const recipients = people(20);
    const stopped = await send(context, { recipients }).catch((error: unknown) => error);
    expect(stopped).toBeInstanceOf(RetryAfterError);
    expect(stopped).toMatchObject({ code: 'goes_on', retryAt: new Date(clock.at.getTime() + 10_000) });
    expect(addresses().length).toBe(10);
    expect(await send(context, { recipients })).toMatchObject({ sent: 20 });
    expect(addresses()).toEqual(recipients.toSorted());
  });

  it('by refusals tells them, and stops when all of the first are refused', async () => {
    const { context, addresses } = await setUp(
      {},
      {
        onRcptTo({ address }: { address: string }, _: unknown, done: (error?: Error) => void) {
          const isBad = address.startsWith('bad') || address === 'reader3@example.com';
          done(isBad ? Object.assign(new Error('no such user'), { responseCode: 550 }) : undefined);
        },
      },
    );
    expect(await send(context, { recipients: people(6) })).toMatchObject({ sent: 5, refused: 1 });
    const bad = Array.from({ length: 30 }, (_, index) => `bad${index}@example.com`);
    await expect(send({ ...context, path: 'other' }, { recipients: bad })).rejects.toMatchObject({
      code: 'mail_refused',
    });
    expect(addresses().length).toBe(5);
  });

  it('by connections that are cut after the letter was on its way does not send it again', async () => {
    let letters = 0;
    const server = await scriptedSmtp((line) => {
      if (line === 'DATA') return '354 Go on';
      if (/^(EHLO|MAIL FROM|RCPT TO|QUIT)/.test(line)) return '250 OK';
      if (line !== '.') return '';
      letters += 1;
      // The letter is taken, and nobody is told.
      return letters === 2 ? null : '250 OK';
    });
    inboxes.push({ ...server, mails: [] });
    const secrets = { SMTP_URL: `${server.url}?ignoreTLS=true`, LINK_KEY: KEY };
    const settings = { APP_ORIGIN: 'https://app.example' };
    const { context } = stepContext({ allow: [server.hostPort], secrets, settings });
    for (const count of [2, 3, 3]) {
      const sent = count - 1;
      expect(await send(context, { recipients: people(count) })).toMatchObject({ sent, unknown: 1 });
    }
    expect(letters).toBe(3);
  });
});
