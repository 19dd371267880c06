import { z } from 'zod';
import { orgIdSchema, uidSchema } from './ids.ts';
import { roleSchema } from './tenant.ts';

/** An invitation to a team; the document id is the SHA-256 of the token in the link, which itself is stored nowhere. */
export const invitationSchema = z.object({
  orgId: orgIdSchema,
  email: z.email(),
  role: roleSchema,
  invitedBy: uidSchema,
  createdAt: z.date(),
  acceptedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
  expireAt: z.date(),
});
export type Invitation = z.infer<typeof invitationSchema>;
