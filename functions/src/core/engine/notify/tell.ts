import type { z } from 'zod';
import type { Delivery } from '../../../model/delivery.ts';
import type { Notification } from '../../../model/notification.ts';
import {
  type Channel,
  type messageKindSchema,
  type Preferences,
  usualPreferences,
} from '../../../model/notification-preferences.ts';
import { tenantPaths } from '../../../model/paths.ts';
import { expiryOf } from '../../../model/retention.ts';
import { deriveId } from '../../derive-id.ts';
import { AlreadyExistsError, type Clock, type Store, type Write } from '../../ports.ts';
import { dueTime } from './due-time.ts';

interface Ports {
  readonly store: Store;
  readonly clock: Clock;
}

/** Whose people they are, and by which clock they live. */
interface Home {
  readonly orgId: string;
  readonly timezone: string;
}

/** What people are told. */
export interface Message extends Pick<Notification, 'type' | 'title' | 'message' | 'link' | 'executionId'> {
  readonly kind: z.infer<typeof messageKindSchema>;
  /** Whether it passes quiet hours and waits for no digest. */
  readonly isUrgent: boolean;
  /** Told with the same key, the same person gets it once by each channel. */
  readonly key: string;
  /** What it asks; left out where it asks nothing. */
  readonly question?: Delivery['question'];
  /** Channels by which it goes to nobody, whatever they prefer. */
  readonly except?: readonly Channel[];
}

interface Person {
  readonly uid: string;
}

/**
 * Tells people something, each by the channels that he prefers: in the app at once, elsewhere when it is due, by
 * `deliverDue`. May be done again after a crash. Returns how many see it in the app.
 */
export async function tell(ports: Ports, home: Home, people: readonly Person[], message: Message): Promise<number> {
  const writes = await tellingWrites(ports, home, people, message);
  for (const write of writes) {
    try {
      await ports.store.commit([write]);
    } catch (error) {
      if (!(error instanceof AlreadyExistsError)) throw error;
    }
  }
  const inApp = `${tenantPaths(home.orgId).notifications.path}/`;
  return writes.filter(({ path }) => path.startsWith(inApp)).length;
}

/** The same as writes, to go with the commit of what is told. */
export async function tellingWrites(
  { store, clock }: Ports,
  home: Home,
  people: readonly Person[],
  message: Message,
): Promise<Write[]> {
  const now = clock.now();
  const preferences = await preferencesOf(store, home.orgId, people);
  const writes = people.flatMap((person, index) =>
    writesFor(home, person, preferences[index] ?? usualPreferences, message, now),
  );
  return [...new Map(writes.map((write) => [write.path, write])).values()];
}

/** In the order of the people. Preferences that cannot be read are the usual ones: nobody is left untold. */
export async function preferencesOf(store: Store, orgId: string, people: readonly Person[]): Promise<Preferences[]> {
  const found = await store.findAll(people.map(({ uid }) => tenantPaths(orgId).preferencesOf(uid)));
  return found.map((one) => one?.data ?? usualPreferences);
}

function writesFor(home: Home, { uid }: Person, preferences: Preferences, message: Message, now: Date): Write[] {
  const { orgId, timezone } = home;
  const { key, kind, isUrgent, except = [], type, title, message: text, link, question = null } = message;
  const content = { type, title: title.slice(0, 200), message: text, link };
  const paths = tenantPaths(orgId);
  // What comes together in one message has no buttons.
  const asked = preferences.digestAt === null ? question : null;
  const dueAt = isUrgent ? now : dueTime(preferences, now, timezone);
  const channels = preferences.channels[kind].filter((channel) => !except.includes(channel));
  return channels.map((channel) => {
    if (channel === 'app') return inAppWrite(orgId, uid, message, now);
    const { connection, to } = targetOf(preferences, channel);
    const data: Delivery = {
      ...content,
      ...{ uid, kind, question: asked, channel, connection, to, status: 'waiting', attempts: 0, problem: null },
      ...{ createdAt: now, dueAt, settledAt: null, expireAt: expiryOf('delivery', now) },
    };
    // What goes to one place for several people goes there once.
    const isShared = to === null && channel !== 'email' && channel !== 'push';
    const addressee = isShared ? `connection ${connection}` : uid;
    return { op: 'create', path: paths.delivery(deriveId(orgId, 'delivery', key, channel, addressee)).path, data };
  });
}

/** Shows a message in the app to one person. */
export function inAppWrite(
  orgId: string,
  uid: string,
  { type, title, message, link, executionId, key }: Omit<Message, 'kind' | 'isUrgent' | 'question' | 'except'>,
  now: Date,
): Write {
  const expireAt = expiryOf('notification', now);
  const content = { type, title: title.slice(0, 200), message, link, executionId };
  const data: Notification = { ...content, uid, createdAt: now, readAt: null, expireAt };
  return { op: 'create', path: tenantPaths(orgId).notification(deriveId(orgId, key, uid)).path, data };
}

/** Where the preferences lead a channel; both null for one that goes to the person himself. */
export function targetOf(
  { slack, telegram, webhook }: Preferences,
  channel: Delivery['channel'],
): Pick<Delivery, 'connection' | 'to'> {
  switch (channel) {
    case 'slack':
      return slack;
    case 'telegram':
      return telegram;
    case 'webhook':
      return { ...webhook, to: null };
    case 'email':
    case 'push':
      return { connection: null, to: null };
  }
}
