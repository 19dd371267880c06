import { z } from 'zod';
import { executionIdSchema, playbookIdSchema, uidSchema } from './ids.ts';

export const approvalStatusSchema = z.enum(['pending', 'approved', 'rejected', 'expired', 'canceled']);

/**
 * A person's decision that a step waits for. `request`: may it go on? `unknown_outcome`: nobody can tell whether the
 * act happened; approving does it again, rejecting counts it as done.
 */
export const approvalSchema = z.object({
  kind: z.enum(['request', 'unknown_outcome']),
  executionId: executionIdSchema,
  playbookId: playbookIdSchema,
  playbookName: z.string(),
  path: z.string(),
  title: z.string().max(200),
  message: z.string().max(10_000),
  status: approvalStatusSchema,
  requestedAt: z.date(),
  expiresAt: z.date(),
  decidedBy: uidSchema.nullable(),
  decidedAt: z.date().nullable(),
  reason: z.string().max(2_000).nullable(),
  expireAt: z.date(),
});
export type Approval = z.infer<typeof approvalSchema>;
