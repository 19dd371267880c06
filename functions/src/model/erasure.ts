import { z } from 'zod';
import { orgIdSchema, uidSchema } from './ids.ts';

/** A tenant that is being erased, or was: what is left of it. The document id is the orgId. */
export const erasureSchema = z.object({
  orgId: orgIdSchema,
  requestedBy: uidSchema,
  requestedAt: z.date(),
  /** Documents deleted so far. */
  deleted: z.int().min(0),
  /** When nothing was left; what others were still writing by then is deleted in a last pass. */
  emptiedAt: z.date().nullable(),
  completedAt: z.date().nullable(),
  expireAt: z.date(),
});
export type Erasure = z.infer<typeof erasureSchema>;
