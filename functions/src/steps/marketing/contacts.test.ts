import { afterEach, describe, expect, it } from 'vitest';
import { type Inbox, loopbackSmtp } from '../../../test/loopback-smtp.ts';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import { ConflictError } from '../../core/ports.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { sendNewsletter } from './send-newsletter.ts';

let inbox: Inbox | null = null;
afterEach(() => inbox?.close());

const letter = {
  audience: 'prospects',
  subject: 'News',
  body: 'Hello',
  postalAddress: '1 Main Street',
  notWithinDays: 7,
};
const prospect = (name: string, more: object = {}) => ({ name, email: `${name}@example.com`, ...more });

async function setUp(prospects: Readonly<Record<string, object>>, faults = {}) {
  inbox = await loopbackSmtp(faults);
  const { context, clock } = stepContext({
    allow: [inbox.hostPort],
    secrets: { SMTP_URL: `${inbox.url}?ignoreTLS=true`, LINK_KEY: 'key' },
    settings: { APP_ORIGIN: 'https://app.example', MAIL_FROM: 'Thrive <gym@thrive.example>' },
  });
  const at = (id: string) => docIn(tenantPaths(context.orgId).domain('prospects'), id);
  await context.store.commit(Object.entries(prospects).map(([id, data]) => ({ op: 'set', path: at(id).path, data })));
  const mails = inbox.mails;
  const send = (executionId = 'exec1', more: JsonObject = {}, store = context.store) =>
    runStep(sendNewsletter, { ...letter, ...more }, { ...context, executionId, store });
  const addresses = () => mails.flatMap(({ envelope }) => envelope.to).toSorted();
  return { context, clock, send, addresses, contacted: async (id: string) => (await context.store.get(at(id)))?.data };
}

describe('a newsletter that leaves people in peace', () => {
  it('goes to whom nothing was sent within these days, and notes that; another one finds it noted', async () => {
    const { context, clock, send, addresses, contacted } = await setUp({
      a: prospect('a'),
      b: prospect('b', { lastContactedAt: '2026-11-18' }),
      c: prospect('c', { lastContactedAt: '2026-11-01' }),
    });
    const { wouldHave } = await rehearseStep(sendNewsletter, letter, context);
    expect(wouldHave).toContain('would have written to 2 people');
    expect(await send()).toMatchObject({ recipients: 3, sent: 2, writtenLately: 1 });
    expect(await contacted('a')).toMatchObject({ lastContactedAt: clock.at.toISOString() });
    expect(await send('exec2')).toMatchObject({ sent: 0, writtenLately: 3 });
    clock.at = new Date('2026-11-25T14:00:00Z');
    expect(await send('exec3')).toMatchObject({ sent: 1, writtenLately: 2 });
    expect(addresses()).toEqual(['a@example.com', 'b@example.com', 'c@example.com']);
  });

  it('knows the people of a list by their ids, and leaves out of whom there is no document any more', async () => {
    const { send, addresses } = await setUp({ a: prospect('a') });
    const recipients = [
      { id: 'a', email: 'a@example.com' },
      { id: 'gone', email: 'gone@example.com' },
      'who@example.com',
    ];
    expect(await send('exec1', { recipients })).toMatchObject({ recipients: 3, sent: 1, writtenLately: 2 });
    expect(addresses()).toEqual(['a@example.com']);
  });

  it('forgets the note of a letter that was put off, and sends it later', async () => {
    let asked = 0;
    const { send, addresses, contacted } = await setUp(
      { a: prospect('a') },
      {
        onRcptTo: (_: unknown, __: unknown, done: (error: Error | null) => void) => {
          asked += 1;
          done(asked === 1 ? Object.assign(new Error('later'), { responseCode: 451 }) : null);
        },
      },
    );
    await expect(send()).rejects.toMatchObject({ code: 'mail_deferred' });
    expect(await contacted('a')).toMatchObject({ lastContactedAt: null });
    expect(await send()).toMatchObject({ sent: 1, writtenLately: 0 });
    expect(addresses()).toEqual(['a@example.com']);
  });

  it('writes to nobody who was changed by somebody else at that moment, and tries again', async () => {
    const { context, send, addresses } = await setUp({ a: prospect('a') });
    const beaten = { ...context.store, commit: () => Promise.reject(new ConflictError('prospects/a')) };
    await expect(send('exec1', {}, beaten)).rejects.toMatchObject({ code: 'sent_elsewhere' });
    expect(addresses()).toEqual([]);
  });
});
