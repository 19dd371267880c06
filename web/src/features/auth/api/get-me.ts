import { roleSchema } from '@model/tenant.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';

export const membershipSchema = z.object({
  orgId: z.string(),
  name: z.string(),
  role: roleSchema,
  timezone: z.string(),
  currency: z.string(),
});
const meSchema = z.object({
  user: z.object({ uid: z.string(), email: z.string().nullable(), name: z.string().nullable() }),
  tenants: z.array(membershipSchema),
  mayMakeTenant: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

/** Who is signed in, and the tenants that person belongs to. */
export function getMe(api: Api): Promise<Me> {
  return api.call({ method: 'GET', path: '/api/me', answer: meSchema });
}
