import type { Device } from '../../model/device.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { deriveId } from '../derive-id.ts';
import type { Stored, Write } from '../ports.ts';
import { auditWrite } from './audit.ts';
import type { Changing, TeamDesk } from './team.ts';

const MAX_DEVICES = 20;

/**
 * Notes a device that takes push messages, and gives its id. It is named after its token: a browser that somebody else
 * signs in at is his from then on. Beyond 20 the one that was seen longest ago goes.
 */
export async function addDevice(
  desk: TeamDesk,
  { orgId, member: { uid }, actor }: Changing,
  { token, label }: Pick<Device, 'token' | 'label'>,
): Promise<string> {
  const deviceId = deriveId(orgId, 'device', token);
  const ref = tenantPaths(orgId).device(deviceId);
  const [before, own] = await Promise.all([desk.store.find(ref), devicesOf(desk, orgId, uid)]);
  const now = desk.clock.now();
  const data: Device = { uid, token, label, createdAt: now, lastSeenAt: now };
  if (before?.data?.uid === uid) {
    // Each visit of the app says so anew; that is no change.
    await desk.store.commit([{ op: 'update', path: ref.path, fields: { label, lastSeenAt: now } }]);
    return deviceId;
  }
  const surplus = own.filter(({ id }) => id !== deviceId).slice(MAX_DEVICES - 1);
  const drop = ({ ref: { path } }: Stored<Device>): Write => ({ op: 'delete', path });
  const entry = { action: 'device.added', target: { kind: 'device', id: deviceId }, after: { label } };
  await desk.store.commit([
    { op: 'set', path: ref.path, data },
    ...surplus.map(drop),
    auditWrite(desk, orgId, actor, entry),
  ]);
  return deviceId;
}

/** Forgets a device of one's own. Does nothing where one has none of that id. */
export async function removeDevice(
  desk: TeamDesk,
  { orgId, member, actor }: Changing,
  deviceId: string,
): Promise<void> {
  const ref = tenantPaths(orgId).device(deviceId);
  const stored = await desk.store.find(ref);
  if (stored?.data?.uid !== member.uid) return;
  const { label } = stored.data;
  const entry = { action: 'device.removed', target: { kind: 'device', id: deviceId }, before: { label } };
  await desk.store.commit([{ op: 'delete', path: ref.path }, auditWrite(desk, orgId, actor, entry)]);
}

/** Somebody's devices, the one that was seen last first. */
export async function devicesOf(
  { store }: Pick<TeamDesk, 'store'>,
  orgId: string,
  uid: string,
): Promise<Stored<Device>[]> {
  const found = await store.query(queries.devicesOf(orgId, uid));
  const devices = found.filter((one): one is Stored<Device> => one.data !== null);
  return devices.sort((a, b) => b.data.lastSeenAt.getTime() - a.data.lastSeenAt.getTime());
}
