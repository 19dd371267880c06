import { beforeEach, describe, expect, it } from 'vitest';
import { createEngineKit, Death, type EngineKit, orgId, paths } from '../../../../test/kit/engine-kit.ts';
import type { Delivery } from '../../../model/delivery.ts';
import { type Preferences, preferencesSchema } from '../../../model/notification-preferences.ts';
import { NonRetriableError, RetriableError, RetryAfterError } from '../errors.ts';
import type { Courier, Letter } from './courier.ts';
import { deliverDue } from './deliver.ts';
import { type Message, tell } from './tell.ts';

const HOUR_MS = 3_600_000;
const home = { orgId, timezone: 'America/New_York' };
const people = [{ uid: 'owner' }];

let kit: EngineKit;
let letters: Letter[];
let failure: Error | null;
beforeEach(async () => {
  // 21:00 in New York.
  kit = await createEngineKit([], { startAt: '2026-11-21T02:00:00Z' });
  letters = [];
  failure = null;
});

const courier: Courier = {
  carry: async (_, letter) => {
    if (failure !== null) throw failure;
    letters.push(letter);
  },
};
const message: Message = {
  kind: 'alerts',
  type: 'warning',
  isUrgent: false,
  title: 'Stock is low',
  message: 'Six are left.',
  link: '/alerts',
  executionId: null,
  key: 'stock',
};
const say = (more: Partial<Message> = {}, to = people) => tell(kit.engine, home, to, { ...message, ...more });
const deliver = () => deliverDue(kit.engine, courier, new Date(kit.clock.now().getTime() + 50_000));
const everything = { where: [], orderBy: [], limit: 50, after: null };
const deliveries = async (): Promise<Delivery[]> =>
  (await kit.store.query({ from: paths.deliveries, ...everything })).flatMap(({ data }) => data ?? []);
const shown = async () => (await kit.store.query({ from: paths.notifications, ...everything })).map(({ data }) => data);

/** What somebody wants, of whom nothing else is known than that he is a member. */
async function wants(uid: string, given: object): Promise<Preferences> {
  const preferences = preferencesSchema.parse(given);
  const at = kit.clock.now();
  const member = { uid, email: `${uid}@thrive.example`, name: uid, role: 'viewer', createdAt: at };
  await kit.store.commit([
    { op: 'set', path: paths.preferencesOf(uid).path, data: { ...preferences, uid, updatedAt: at } },
    { op: 'set', path: paths.member(uid).path, data: member },
  ]);
  return preferences;
}

describe('somebody who is told something', () => {
  it('sees it in the app and gets a mail of it, where he has wished nothing else', async () => {
    expect(await say()).toBe(1);
    expect(await shown()).toMatchObject([{ uid: 'owner', title: 'Stock is low', link: '/alerts', readAt: null }]);
    expect(await deliver()).toBe(1);
    expect(letters).toMatchObject([
      {
        channel: 'email',
        email: 'owner@thrive.example',
        title: 'Stock is low',
        text: 'Six are left.',
        links: ['/alerts'],
      },
    ]);
    expect(await deliveries()).toMatchObject([{ status: 'sent', dueAt: null, settledAt: kit.clock.now() }]);
    expect(await deliver()).toBe(0);
  });

  it('is told once by each channel, however often it is said with the same key', async () => {
    await wants('ed', { channels: { alerts: ['app', 'email', 'telegram', 'push'] }, telegram: { to: '42' } });
    await Promise.all([say({}, [{ uid: 'ed' }]), say({}, [{ uid: 'ed' }])]);
    await deliver();
    await say({}, [{ uid: 'ed' }]);
    await deliver();
    expect(letters.map(({ channel }) => channel).toSorted()).toEqual(['email', 'push', 'telegram']);
    expect(await shown()).toHaveLength(1);
  });

  it('by one place that he shares with others is told there once', async () => {
    const slack = { channels: { alerts: ['slack'] } };
    await wants('ed', slack);
    await wants('eda', slack);
    await wants('edna', { ...slack, slack: { to: 'U024BE7LH' } });
    await say({}, [{ uid: 'ed' }, { uid: 'eda' }, { uid: 'edna' }]);
    await deliver();
    expect(letters.map(({ to }) => to).toSorted()).toEqual(['U024BE7LH', null]);
  });

  it('is told only of the kinds that he wants, by the channels that the message allows', async () => {
    await wants('ed', { channels: { alerts: [], failures: ['app', 'email'] } });
    expect(await say({}, [{ uid: 'ed' }])).toBe(0);
    expect(await say({ kind: 'failures', except: ['email'] }, [{ uid: 'ed' }])).toBe(1);
    expect(await deliveries()).toEqual([]);
  });
});

describe('in quiet hours', () => {
  const quietHours = { from: '22:00', until: '07:00' };
  beforeEach(async () => {
    await wants('owner', { quietHours });
    await kit.clock.advance(2 * HOUR_MS);
  });

  it('what comes is in the app at once, and goes out as one message in the morning', async () => {
    await say();
    await kit.clock.advance(1);
    await say({ key: 'other', title: 'Prices fell', message: 'By 15 %.', link: '/competitors' });
    expect(await shown()).toHaveLength(2);
    await kit.clock.advance(7.9 * HOUR_MS);
    expect(await deliver()).toBe(0);
    await kit.clock.advance(0.1 * HOUR_MS);
    expect(await deliver()).toBe(1);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({ title: '2 messages from Thrive', links: ['/alerts', '/competitors'] });
    expect(letters[0]?.text).toBe('Stock is low\nSix are left.\n\nPrices fell\nBy 15 %.');
  });

  it('what is critical comes all the same', async () => {
    await say({ isUrgent: true });
    expect(await deliver()).toBe(1);
  });
});

describe('a digest', () => {
  it('gathers what came in a day for each person, and says how much it leaves out', async () => {
    await wants('owner', { digestAt: '08:00' });
    await wants('ed', { digestAt: '08:00' });
    for (let index = 0; index < 25; index++) {
      await say({ key: `key${index}`, title: `Message ${index}` }, [
        { uid: 'owner' },
        ...(index === 0 ? [{ uid: 'ed' }] : []),
      ]);
      await kit.clock.advance(60_000);
    }
    expect(await deliver()).toBe(0);
    await kit.clock.advance(11 * HOUR_MS);
    expect(await deliver()).toBe(2);
    const [to, single] = letters.toSorted((a, b) => b.text.length - a.text.length);
    expect(to).toMatchObject({ uid: 'owner', title: '25 messages from Thrive' });
    expect(to?.text.startsWith('Message 0\n')).toBe(true);
    expect(to?.text.endsWith('… and 5 more, which you find in the app.')).toBe(true);
    expect(single).toMatchObject({ uid: 'ed', title: 'Message 0' });
  });
});

describe('when something goes wrong', () => {
  const webhook = { channels: { alerts: ['webhook'] } };

  it.each([
    ['email', 'delivery_claimed', 0, 'unknown'],
    ['email', 'delivery_sent', 1, 'unknown'],
    ['webhook', 'delivery_claimed', 1, 'sent'],
    ['webhook', 'delivery_sent', 2, 'sent'],
  ] as const)('a message by %s whose sender dies at %s arrives %i times', async (channel, death, times, status) => {
    await wants('owner', { channels: { alerts: [channel] } });
    await say();
    kit.deaths.add(death);
    await expect(deliver()).rejects.toThrow(Death);
    expect(await deliver()).toBe(0);
    await kit.clock.advance(5 * 60_000);
    await deliver();
    await deliver();
    expect(letters).toHaveLength(times);
    // Whoever takes it twice can tell.
    expect(new Set(letters.map(({ key }) => key)).size).toBe(Math.min(times, 1));
    expect(await deliveries()).toMatchObject([{ status, dueAt: null }]);
  });

  it('two ticks at once send it once', async () => {
    await say();
    const sent = await Promise.all([deliver(), deliver()]);
    expect(sent.toSorted()).toEqual([0, 1]);
    expect(letters).toHaveLength(1);
  });

  it('it is tried again, later each time, where nothing can have arrived', async () => {
    await say();
    failure = new RetriableError('Down', { code: 'unreachable', mayHaveActed: false });
    await deliver();
    expect(await deliveries()).toMatchObject([{ status: 'waiting', attempts: 1, problem: 'unreachable' }]);
    expect(await deliver()).toBe(0);
    failure = new RetryAfterError('Slow down', new Date(kit.clock.now().getTime() + HOUR_MS), { mayHaveActed: false });
    await kit.clock.advance(60_000);
    await deliver();
    failure = null;
    await kit.clock.advance(30 * 60_000);
    expect(await deliver()).toBe(0);
    await kit.clock.advance(30 * 60_000);
    expect(await deliver()).toBe(1);
    expect(await deliveries()).toMatchObject([{ status: 'sent', attempts: 3, problem: null }]);
  });

  it('it is given up after six attempts', async () => {
    await say();
    failure = new RetriableError('Down', { mayHaveActed: false });
    for (let attempt = 0; attempt < 10; attempt++) {
      await deliver();
      await kit.clock.advance(HOUR_MS);
    }
    expect(await deliveries()).toMatchObject([{ status: 'failed', attempts: 6 }]);
  });

  it.each([
    [
      'was refused',
      new NonRetriableError('No', { code: 'not_connected', mayHaveActed: false }),
      'failed',
      'not_connected',
    ],
    ['may have arrived', new RetriableError('Cut', { code: 'cut' }), 'unknown', 'cut'],
    ['failed for no reason that is known', new TypeError('x'), 'unknown', 'internal'],
  ])('a mail that %s is not sent again', async (_, error, status, problem) => {
    await say();
    failure = error;
    await deliver();
    failure = null;
    await kit.clock.advance(24 * HOUR_MS);
    expect(await deliver()).toBe(0);
    expect(await deliveries()).toMatchObject([{ status, problem, dueAt: null }]);
  });

  it('each message to a webhook goes by itself', async () => {
    await wants('owner', webhook);
    await say();
    await say({ key: 'other' });
    expect(await deliver()).toBe(2);
    expect(new Set(letters.map(({ key }) => key)).size).toBe(2);
  });

  it('nothing goes to who has left the team, and what cannot be read is laid aside', async () => {
    await say();
    await say({ key: 'other' });
    const [, unreadable] = await kit.store.query({ from: paths.deliveries, ...everything });
    await kit.store.commit([
      { op: 'delete', path: paths.member('owner').path },
      { op: 'update', path: unreadable?.ref.path ?? '', fields: { channel: 'pigeon' } },
    ]);
    expect(await deliver()).toBe(0);
    expect(await deliveries()).toMatchObject([{ status: 'failed', problem: 'left_team', dueAt: null }]);
    await kit.clock.advance(HOUR_MS);
    kit.commits.length = 0;
    expect(await deliver()).toBe(0);
    expect(kit.commits).toEqual([]);
  });

  it('and its teller dies in between, it is told once when it is told again', async () => {
    await wants('ed', { channels: { alerts: ['app', 'email', 'telegram'] }, telegram: { to: '42' } });
    for (let survived = 0; survived < 3; survived++) {
      let left = survived;
      const commit: typeof kit.store.commit = async (writes) => {
        if (left-- <= 0) throw new Death('commit');
        return kit.store.commit(writes);
      };
      const mortal = { ...kit.engine, store: { ...kit.store, commit } };
      await expect(tell(mortal, home, [{ uid: 'ed' }], message)).rejects.toThrow(Death);
    }
    await say({}, [{ uid: 'ed' }]);
    await deliver();
    expect(letters.map(({ channel }) => channel).toSorted()).toEqual(['email', 'telegram']);
    expect(await shown()).toHaveLength(1);
  });
});
