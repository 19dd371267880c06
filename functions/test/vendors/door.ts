import { z } from 'zod';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const DOOR_TOKEN = 'door-token-2b3n4m5v';
const access = z.strictObject({ allowed: z.boolean(), reason: z.string().nullable() });

/** A door controller as docs/marketing.md asks for: a status, and access by member. */
export function createDoor() {
  const members = new Map<string, boolean>();
  const vendor: Vendor = {
    host: 'doors.club.example',
    answer: (call) => answer(call, members),
    mishaps: { refused: { status: 409, body: { error: 'The controller is in emergency mode' } } },
  };
  return { vendor, members };
}

function answer({ method, path, headers, json }: SeenCall, members: Map<string, boolean>): VendorAnswer {
  if (headers.authorization !== `Bearer ${DOOR_TOKEN}`) return { status: 401, body: { error: 'Wrong token' } };
  if (method === 'GET' && path === '/api/status') return { status: 200, body: { name: 'Main entrance' } };
  const [, id] = /^\/api\/members\/([^/]+)\/access$/.exec(path) ?? [];
  if (method !== 'PUT' || id === undefined) return { status: 404, body: { error: 'Nothing here' } };
  if (headers['idempotency-key'] === undefined) return { status: 400, body: { error: 'Send an Idempotency-Key' } };
  const { allowed } = access.parse(json());
  members.set(decodeURIComponent(id), allowed);
  return { status: 200, body: { allowed } };
}
