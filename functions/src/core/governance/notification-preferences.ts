import {
  type Preferences,
  preferencesSchema,
  type StoredPreferences,
  usualPreferences,
} from '../../model/notification-preferences.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { TeamMember } from '../../model/tenant.ts';
import { deriveId } from '../derive-id.ts';
import type { Courier } from '../engine/notify/courier.ts';
import { inAppWrite, preferencesOf, targetOf } from '../engine/notify/tell.ts';
import type { Random, Store, Write } from '../ports.ts';
import { auditWrite } from './audit.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { Changing, TeamDesk } from './team.ts';

/** How somebody wants to be told things; the usual where he has not said. */
export async function readPreferences(store: Store, orgId: string, uid: string): Promise<Preferences> {
  const [preferences] = await preferencesOf(store, orgId, [{ uid }]);
  return preferencesSchema.strip().parse(preferences);
}

/** Connections that the preferences name and that lead nowhere: `slack.connection`. */
export async function missingTargets(store: Store, orgId: string, wanted: Preferences): Promise<string[]> {
  const named = (['slack', 'telegram', 'webhook'] as const).flatMap((connector) => {
    const { connection } = wanted[connector];
    return connection === null ? [] : [{ connector, connection }];
  });
  const found = await store.findAll(named.map(({ connection }) => tenantPaths(orgId).connection(connection)));
  return named.flatMap(({ connector }, index) =>
    found[index]?.data?.connector === connector ? [] : [`${connector}.connection`],
  );
}

/** Puts somebody's own preferences in the place of those before. The same ones again change nothing. */
export async function changePreferences(desk: TeamDesk, by: Changing, wanted: Preferences): Promise<void> {
  await retryConflicts(() => changeOnce(desk, by, wanted));
}

async function changeOnce(
  desk: TeamDesk,
  { orgId, member: { uid }, actor }: Changing,
  wanted: Preferences,
): Promise<void> {
  const stored = await desk.store.find(tenantPaths(orgId).preferencesOf(uid));
  const before = preferencesSchema.strip().parse(stored?.data ?? usualPreferences);
  if (JSON.stringify(before) === JSON.stringify(wanted)) return;
  // A code that is on its way to Telegram goes on holding.
  const telegramCode = stored?.data?.telegramCode ?? null;
  const data: StoredPreferences = { ...wanted, uid, updatedAt: desk.clock.now(), telegramCode };
  const { path } = tenantPaths(orgId).preferencesOf(uid);
  const target = { kind: 'notification_preferences', id: uid };
  await desk.store.commit([
    stored === null
      ? { op: 'set', path, data }
      : { op: 'update', path, fields: { ...data }, ifVersion: stored.version },
    ...(await noticesWrite(desk.store, orgId, { uid, before: before.afterEach, wanted: wanted.afterEach })),
    auditWrite(desk, orgId, actor, { action: 'notification_preferences.changed', target, before, after: wanted }),
  ]);
}

type AfterEach = Preferences['afterEach'];

/**
 * What ends an execution has to know whether anybody wants to hear of it, without reading what everybody wants: it stands
 * with the tenant, under whose version it is written, so that of two who change theirs at once none is forgotten.
 */
async function noticesWrite(
  store: Store,
  orgId: string,
  { uid, before, wanted }: { readonly uid: string; readonly before: AfterEach; readonly wanted: AfterEach },
): Promise<Write[]> {
  if (before === 'off' && wanted === 'off') return [];
  const [tenant, everybody] = await Promise.all([
    store.find(top.tenant(orgId)),
    store.query(queries.preferences(orgId)),
  ]);
  if (!tenant?.data) return [];
  const others = everybody.flatMap(({ id, data }) => (id === uid ? [] : (data?.afterEach ?? [])));
  const all = [...others, wanted];
  const notices = all.includes('all') ? 'all' : all.includes('failures') ? 'failures' : 'off';
  const fields = { 'afterwards.notices': notices };
  return [{ op: 'update', path: tenant.ref.path, fields, ifVersion: tenant.version }];
}

interface Trial extends Pick<TeamDesk, 'store' | 'clock'> {
  readonly random: Random;
  readonly courier: Courier;
}

/** Sends a test message to somebody himself, as his preferences lead it, at once. Throws as a courier does. */
export async function tryChannel(
  { store, clock, random, courier }: Trial,
  { orgId, business }: { readonly orgId: string; readonly business: string },
  { uid, email }: TeamMember,
  channel: Preferences['channels']['alerts'][number],
): Promise<void> {
  const key = deriveId(orgId, 'test', random.token());
  const [title, text] = ['A test message', `This is how messages from ${business} reach you here.`];
  if (channel === 'app') {
    const message = { type: 'info' as const, title, message: text, link: '/settings', executionId: null, key };
    await store.commit([inAppWrite(orgId, uid, message, clock.now())]);
    return;
  }
  const { connection, to } = targetOf(await readPreferences(store, orgId, uid), channel);
  const addressed = { channel, uid, email, connection, to, kind: 'reports' as const, type: 'info' as const };
  await courier.carry(orgId, { ...addressed, title, text, links: ['/settings'], business, question: null, key });
}
