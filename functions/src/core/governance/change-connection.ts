import type { Connection } from '../../model/connection.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { AnyConnector } from '../engine/connector.ts';
import type { Stored, Write } from '../ports.ts';
import { raiseAlert, resolveAlert } from './alert.ts';
import { auditWrite } from './audit.ts';
import {
  type By,
  type ConnectionDesk,
  type ConnectionWish,
  connectionsOf,
  connectorOf,
  entry,
  keep,
  toldOf,
} from './connection.ts';
import { ConnectionRefusedError, checkedSettings, entered } from './connection-entry.ts';
import { type HeldSecret, heldSecret, mayTravel, secretNameOf } from './connection-secret.ts';
import { retryConflicts } from './retry-conflicts.ts';
import { type Probed, probe } from './test-connection.ts';

type ConnectionPatch = Partial<Omit<ConnectionWish, 'connector'> & Pick<Connection, 'isDefault'>>;

/** Null where there is none. Throws `ConnectionRefusedError`. */
export async function updateConnection(
  desk: ConnectionDesk,
  by: By,
  id: string,
  { secrets, ...patch }: ConnectionPatch,
): Promise<Stored<Connection> | null> {
  return changeConnection(desk, by, id, 'changed', async (stored) => {
    const { data } = stored;
    const connector = connectorOf(desk, data.connector);
    const settings =
      patch.settings === undefined ? data.settings : await checkedSettings(desk, connector, patch.settings);
    if (secrets !== undefined) await keep(desk, by.orgId, id, await entered(desk, connector, settings, secrets));
    else if (patch.settings !== undefined) await assertMayLead(desk, by.orgId, stored, connector, settings);
    const now = desk.clock.now();
    const isOther = secrets !== undefined || patch.settings !== undefined;
    return {
      settings,
      ...(patch.name !== undefined && { name: patch.name }),
      ...(patch.isDefault !== undefined && { isDefault: asDefault(data, patch.isDefault) }),
      ...(secrets !== undefined && { rotatedAt: now }),
      ...(isOther && { status: 'untested' as const, statusText: null, checkedAt: null }),
    };
  });
}

/**
 * Puts other secrets in the place of those before, unless the vendor says that they are wrong. Whoever is at work with
 * the old ones ends with them; whoever opens the connection from then on gets the new ones. Null where there is none.
 * Throws `ConnectionRefusedError`.
 */
export async function rotateConnection(
  desk: ConnectionDesk,
  by: By,
  id: string,
  secrets: HeldSecret['secrets'],
): Promise<Stored<Connection> | null> {
  let probed: Probed | null = null;
  const rotated = await changeConnection(desk, by, id, 'rotated', async ({ data }) => {
    const connector = connectorOf(desk, data.connector);
    const given = await entered(desk, connector, data.settings, secrets);
    probed ??= await probe(desk, connector, { connectionId: id, name: data.name, given });
    if (probed.isRefused) {
      const message = `${probed.text} The old ones were kept.`;
      throw new ConnectionRefusedError('secrets_refused', message, [{ path: 'secrets', message }]);
    }
    await keep(desk, by.orgId, id, given);
    const { status, text: statusText } = probed;
    return { rotatedAt: desk.clock.now(), status, statusText, checkedAt: desk.clock.now() };
  });
  await tellStanding(desk, by.orgId, rotated);
  return rotated;
}

type Changes = Partial<Connection>;

/** Reads, changes and commits, once more when somebody else's commit came between. `after` may write the secret. */
async function changeConnection(
  desk: ConnectionDesk,
  by: By,
  id: string,
  what: 'changed' | 'rotated' | 'tested',
  change: (stored: Stored<Connection>) => Promise<Changes>,
): Promise<Stored<Connection> | null> {
  const { orgId } = by;
  let hasBegun = false;
  return retryConflicts(async () => {
    const stored = await desk.store.get(tenantPaths(orgId).connection(id));
    if (stored === null) {
      // It was deleted meanwhile, and its secret with it: what was written since is nobody's.
      if (hasBegun && what !== 'tested') await desk.secrets.delete(secretNameOf(orgId, id));
      return null;
    }
    hasBegun = true;
    const fields = { ...(await change(stored)), ...(what !== 'tested' && { updatedAt: desk.clock.now() }) };
    desk.fault('connection_secret_kept');
    const data: Connection = { ...stored.data, ...fields };
    const others = data.isDefault && !stored.data.isDefault ? await notDefault(desk, orgId, stored) : [];
    const [version = ''] = await desk.store.commit([
      { op: 'update', path: stored.ref.path, fields, ifVersion: stored.version },
      ...others,
      entry(desk, by, { id, data }, what, stored.data),
    ]);
    return { ...stored, data, version };
  });
}

/** Asks the vendor whether it works, and keeps what he said. Null where there is none. */
export async function testConnection(desk: ConnectionDesk, by: By, id: string): Promise<Stored<Connection> | null> {
  let probed: Probed | null = null;
  const tested = await changeConnection(desk, by, id, 'tested', async (stored) => {
    probed ??= await probeStored(desk, by.orgId, stored);
    return { status: probed.status, statusText: probed.text, checkedAt: desk.clock.now() };
  });
  await tellStanding(desk, by.orgId, tested);
  return tested;
}

const FAILING = 'connection_failing';

/** An alert for one that does not work, until it does. */
async function tellStanding(desk: ConnectionDesk, orgId: string, stored: Stored<Connection> | null): Promise<void> {
  if (stored === null) return;
  const { name, status, statusText } = stored.data;
  const about = { code: FAILING, subject: stored.id };
  if (status === 'working') await resolveAlert(desk, orgId, about);
  if (status !== 'failing') return;
  const title = `The connection “${name.slice(0, 120)}” does not work`;
  const [message, link] = [statusText ?? title, '/settings/connections'];
  await raiseAlert(desk, orgId, { ...about, severity: 'warning', title, message, link }, { isOwn: true });
}

async function probeStored(desk: ConnectionDesk, orgId: string, { id, data }: Stored<Connection>): Promise<Probed> {
  const connector = connectorOf(desk, data.connector);
  const held = heldSecret(await desk.secrets.read(secretNameOf(orgId, id), data.rotatedAt ?? data.createdAt));
  if (held === null || !mayTravel(connector, held, data.settings)) {
    return { status: 'failing', text: 'Its secrets are missing; enter them again.', isRefused: true };
  }
  const given = { connector: connector.id, settings: data.settings, secrets: held.secrets };
  return probe(desk, connector, { connectionId: id, name: data.name, given });
}

/**
 * The secret goes before the document: killed in between, the connection is not complete, says so, and can be deleted
 * again. The oldest of those left becomes the default one. False where there is none.
 */
export async function deleteConnection(desk: ConnectionDesk, by: By, id: string): Promise<boolean> {
  return retryConflicts(async () => {
    const found = await desk.store.find(tenantPaths(by.orgId).connection(id));
    if (found === null) return false;
    await desk.secrets.delete(secretNameOf(by.orgId, id));
    desk.fault('connection_secret_deleted');
    const heir = found.data?.isDefault ? await heirOf(desk, by.orgId, id, found.data.connector) : null;
    await desk.store.commit([
      { op: 'delete', path: found.ref.path, ifVersion: found.version },
      ...(heir === null ? [] : [asDefaultWrite(heir, true)]),
      auditWrite(desk, by.orgId, by.actor, {
        action: 'connection.deleted',
        target: { kind: 'connection', id },
        ...(found.data !== null && { before: toldOf(found.data) }),
      }),
    ]);
    await resolveAlert(desk, by.orgId, { code: FAILING, subject: id });
    return true;
  });
}

async function heirOf(desk: ConnectionDesk, orgId: string, id: string, connector: string) {
  const others = (await connectionsOf(desk.store, orgId)).filter((one) => {
    return one.data.connector === connector && one.id !== id;
  });
  return others.sort((a, b) => a.data.createdAt.getTime() - b.data.createdAt.getTime())[0] ?? null;
}

async function notDefault(desk: ConnectionDesk, orgId: string, { id, data }: Stored<Connection>): Promise<Write[]> {
  const all = await connectionsOf(desk.store, orgId);
  return all
    .filter((one) => one.id !== id && one.data.connector === data.connector && one.data.isDefault)
    .map((one) => asDefaultWrite(one, false));
}

function asDefaultWrite({ ref, version }: Stored<Connection>, isDefault: boolean): Write {
  return { op: 'update', path: ref.path, fields: { isDefault }, ifVersion: version };
}

function asDefault({ isDefault }: Connection, wanted: boolean): boolean {
  if (isDefault && !wanted) {
    const message = 'Make another one the default instead';
    throw new ConnectionRefusedError('invalid', message, [{ path: 'isDefault', message }]);
  }
  return wanted;
}

/** Whoever changes where a secret is sent has to know it. Else an admin of today could have yesterday's sent to himself. */
async function assertMayLead(
  { secrets }: ConnectionDesk,
  orgId: string,
  { id, data }: Stored<Connection>,
  connector: AnyConnector,
  settings: JsonObject,
): Promise<void> {
  const held = heldSecret(await secrets.read(secretNameOf(orgId, id), data.rotatedAt ?? data.createdAt));
  if (held !== null && mayTravel(connector, held, settings)) return;
  const message = 'These settings lead to another address, so enter the secrets again with them';
  throw new ConnectionRefusedError('secrets_needed', message, [{ path: 'secrets', message }]);
}
