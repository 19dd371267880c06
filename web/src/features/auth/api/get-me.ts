import { roleSchema } from '@model/tenant.ts';
import { z } from 'zod';
import { type Api, ApiError } from '../../../lib/api.ts';
import { keep, kept } from '../../../lib/kept.ts';

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
/** `isKept`: as it was known on this device the last time, since the server cannot be reached. */
export type SeenMe = Me & { readonly isKept: boolean };

/** Who is signed in, and the tenants that person belongs to. */
export async function getMe(api: Api, uid: string): Promise<SeenMe> {
  try {
    const me = await api.call({ method: 'GET', path: '/api/me', answer: meSchema });
    keep(`me.${uid}`, me);
    return { ...me, isKept: false };
  } catch (error) {
    const known = keptMe(uid);
    const isUnreachable = error instanceof ApiError && error.status === 0;
    if (!isUnreachable || known === null) throw error;
    return { ...known, isKept: true };
  }
}

/** What the device remembers of it, to be shown until the server has answered; null where it knows of no business. */
export function keptMe(uid: string): SeenMe | null {
  const known = meSchema.safeParse(kept(`me.${uid}`));
  return known.success && known.data.tenants.length > 0 ? { ...known.data, isKept: false } : null;
}
