import { z } from 'zod';
import { addDevice, devicesOf, removeDevice } from '../../core/governance/devices.ts';
import { deviceSchema } from '../../model/device.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { assertPerson, changingOf } from './caller.ts';
import { type Route, tenantRoute } from './route.ts';

const own = { role: 'viewer', scope: null } as const;
const deviceBody = z.strictObject({
  token: deviceSchema.shape.token.meta({ description: 'The registration token of Firebase Cloud Messaging' }),
  label: z.string().trim().min(1).max(120).default('A browser'),
});
const deviceView = z.object({
  deviceId: z.string(),
  label: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
});

/** The devices on which the one who is signed in wants to see push messages. Nobody sees or changes those of others. */
export const deviceRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/devices',
      summary: 'My devices that take push messages, the last one seen first',
      answers: { 200: z.object({ devices: z.array(deviceView) }) },
    },
    own,
    async ({ app, caller }) => {
      const { orgId, id } = assertPerson(caller);
      const devices = (await devicesOf(app.engine, orgId, id)).map(({ id: deviceId, data }) => {
        const { label, createdAt, lastSeenAt } = data;
        return { deviceId, label, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() };
      });
      return { status: 200, body: { devices } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/devices',
      summary: 'Take push messages on this device; once more for the same one changes nothing',
      body: deviceBody,
      answers: { 201: z.object({ deviceId: z.string() }) },
    },
    own,
    async ({ app, caller, body, request }) => {
      const deviceId = await addDevice(app.engine, changingOf(caller, request), body);
      return { status: 201, body: { deviceId } };
    },
  ),
  tenantRoute(
    {
      method: 'delete',
      path: '/api/devices/{id}',
      summary: 'Take no push messages on a device of mine any more; one that is not mine is left alone',
      params: z.object({ id: executionIdSchema }),
      answers: { 204: z.null() },
    },
    own,
    async ({ app, caller, params: { id }, request }) => {
      await removeDevice(app.engine, changingOf(caller, request), id);
      return { status: 204, body: null };
    },
  ),
];
