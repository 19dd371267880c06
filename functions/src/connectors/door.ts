import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { callVendor, type VendorRequest } from './vendor-call.ts';
import { below, refusalBy, vendorBase } from './vendor-refusal.ts';

const settings = z.strictObject({
  url: vendorBase.describe('Where the API of the controller begins, such as https://doors.club.example/api'),
});
const secrets = z.strictObject({ token: z.string().trim().min(8).max(500) });
type DoorAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

const title = 'the door controller';
const words = z.object({ error: z.string() }).transform(({ error }) => error);

export const door = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  id: 'door',
  title: 'Door controller',
  description: 'Says which members the doors of a club or a gym open for.',
  help: 'Enter the address of the controller (or of the small service in front of it) and its bearer token. docs/marketing.md describes the two calls that it has to answer.',
  icon: 'door-open',
  settings,
  secrets,
  hosts: ({ url }) => [new URL(url).host],
  async test(access, context) {
    const answer = z.object({ name: z.string().default('door controller') });
    const { name } = await call(access, context, { method: 'GET', url: '/status' }, answer);
    return name;
  },
});

/** Lets a member in, or not any more. Said twice, it is the same. */
export async function putDoorAccess(
  access: DoorAccess,
  context: CallContext,
  { memberId, ...body }: { readonly memberId: string; readonly allowed: boolean; readonly reason: string | null },
  key: string,
): Promise<void> {
  const url = `/members/${encodeURIComponent(memberId)}/access`;
  const request = { method: 'PUT', url, headers: { 'idempotency-key': key }, json: { ...body } } as const;
  const answer = z.object({ allowed: z.literal(body.allowed) });
  await call(access, context, request, answer);
}

function call<T>(access: DoorAccess, context: CallContext, request: VendorRequest, answer: z.ZodType<T>) {
  const refusal = refusalBy({ id: 'door', title, words }, context.clock.now());
  const headers = { ...request.headers, authorization: `Bearer ${access.secrets.token}` };
  const url = below(access.settings.url, request.url);
  return callVendor({ outbound: access.outbound, title, refusal }, context, { ...request, url, headers }, answer);
}
