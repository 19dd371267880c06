import type { Actor } from '../../model/audit.ts';
import type { Connection } from '../../model/connection.ts';
import { type StoredPreferences, usualPreferences } from '../../model/notification-preferences.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { sha256Hex } from '../derive-id.ts';
import { AlreadyExistsError, ConflictError, type Found, type Store, type Write } from '../ports.ts';
import { auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { Changing, TeamDesk } from './team.ts';

const HOLDS_MS = 15 * 60_000;

/** A code as it was just made: the only time that it can be seen. */
interface IssuedCode {
  /** 128 bits, of letters that a link to a bot may bear. */
  readonly code: string;
  readonly expiresAt: Date;
}

/** Gives somebody the code by which the bot of a connection knows him. Any that he had before holds no more. */
export async function issueTelegramCode(
  desk: TeamDesk,
  { orgId, member: { uid }, actor }: Changing,
  connection: string,
): Promise<IssuedCode> {
  const code = desk.random.token();
  const expiresAt = new Date(desk.clock.now().getTime() + HOLDS_MS);
  const target = { kind: 'notification_preferences', id: uid };
  const after = { connection, expiresAt: expiresAt.toISOString() };
  const entry = auditWrite(desk, orgId, actor, { action: 'telegram_code.created', target, after });
  const telegramCode = { sha256: sha256Hex(code), connection, expiresAt };
  await retryConflicts(async () => keep(desk.store, [await codeWrite(desk, orgId, uid, telegramCode), entry]));
  return { code, expiresAt };
}

async function codeWrite(
  { store, clock }: TeamDesk,
  orgId: string,
  uid: string,
  telegramCode: StoredPreferences['telegramCode'],
): Promise<Write> {
  const { path } = tenantPaths(orgId).preferencesOf(uid);
  const stored = await store.find(tenantPaths(orgId).preferencesOf(uid));
  // What cannot be read is as usual, here as everywhere.
  const before = stored?.data ?? { ...usualPreferences, uid, updatedAt: clock.now() };
  const data: StoredPreferences = { ...before, telegramCode };
  return stored === null
    ? { op: 'create', path, data }
    : { op: 'update', path, fields: { ...data }, ifVersion: stored.version };
}

/** Of two who write the first ones at once, one comes second. */
async function keep(store: Store, writes: readonly Write[]): Promise<void> {
  try {
    await store.commit(writes);
  } catch (error) {
    if (error instanceof AlreadyExistsError) throw new ConflictError('Somebody else was first', { cause: error });
    throw error;
  }
}

interface CodeStanding {
  /** `none`: nobody was given one, or it was sent to the bot since. */
  readonly code: 'none' | 'waiting' | 'over';
  /** Whether the bot that his messages come from works, as far as anybody knows. */
  readonly hasBot: boolean;
  readonly telegram: StoredPreferences['telegram'];
}

/** What became of somebody's code, and where his messages go by now. */
export async function codeStanding({ store, clock }: TeamDesk, orgId: string, uid: string): Promise<CodeStanding> {
  const [stored, connections] = await Promise.all([
    store.find(tenantPaths(orgId).preferencesOf(uid)),
    store.query(queries.connectionsTo(orgId, 'telegram')),
  ]);
  const { telegram, telegramCode } = stored?.data ?? { telegram: usualPreferences.telegram, telegramCode: null };
  const hasBot = botOf(connections, telegram.connection)?.data?.status === 'working';
  const isOver = telegramCode !== null && telegramCode.expiresAt <= clock.now();
  return { code: telegramCode === null ? 'none' : isOver ? 'over' : 'waiting', hasBot, telegram };
}

/** The one that he has chosen; where that is gone, the usual one. */
function botOf(connections: readonly Found<Connection>[], chosen: string | null): Found<Connection> | undefined {
  const usual = connections.find(({ data }) => data?.isDefault) ?? connections[0];
  return connections.find(({ id }) => id === chosen) ?? usual;
}

/** What somebody has written to a bot in his own chat with it, as Telegram tells it. */
interface SentCode {
  readonly orgId: string;
  readonly connectionId: string;
  readonly chatId: string;
  readonly code: string;
}

const NOT_HELD =
  'This code does not hold, or not any more. You get a new one in Playbooks, under Settings → Notifications.';

/** Lets the messages of whoever has asked for the code come to the chat that it came from. Returns what the bot says to it. */
export function linkTelegram(desk: TeamDesk, sent: SentCode): Promise<string> {
  return retryConflicts(() => linkOnce(desk, sent));
}

async function linkOnce(desk: TeamDesk, sent: SentCode): Promise<string> {
  const { orgId, connectionId, chatId, code } = sent;
  const { store, clock } = desk;
  const [stored] = await store.query(queries.preferencesByCode(orgId, sha256Hex(code)));
  const held = stored?.data?.telegramCode ?? null;
  const now = clock.now();
  if (!stored?.data || held?.connection !== connectionId || held.expiresAt <= now) return linkedBefore(store, sent);
  const { uid, telegram: before } = stored.data;
  const words = await linkedWords(store, orgId, uid);
  if (words === null) return NOT_HELD;
  const telegram = { connection: connectionId, to: chatId };
  const actor: Actor = { kind: 'link', id: uid, name: null, from: null };
  const target = { kind: 'notification_preferences', id: uid };
  await store.commit([
    {
      op: 'update',
      path: stored.ref.path,
      fields: { telegram, telegramCode: null, updatedAt: now },
      // Who leaves the team takes his preferences along.
      ifVersion: stored.version,
    },
    auditWrite(desk, orgId, actor, { action: 'telegram_chat.linked', target, before, after: telegram }),
  ]);
  return words;
}

/** Telegram tells again what it is not sure to have told: who is linked by then hears that he is. */
async function linkedBefore(store: Store, { orgId, connectionId, chatId }: SentCode): Promise<string> {
  const found = await store.query(queries.preferencesByChat(orgId, chatId));
  const linked = found.find(({ data }) => data?.telegram.connection === connectionId);
  const words = linked === undefined ? null : await linkedWords(store, orgId, linked.id);
  return words ?? NOT_HELD;
}

/** Null where he is not in the team any more. */
async function linkedWords(store: Store, orgId: string, uid: string): Promise<string | null> {
  const [member, tenant] = await Promise.all([
    store.find(tenantPaths(orgId).member(uid)),
    store.find(top.tenant(orgId)),
  ]);
  if (!member?.data || !tenant?.data) return null;
  return `Linked: messages of ${tenant.data.name} for ${member.data.name ?? member.data.email} come here.`;
}
