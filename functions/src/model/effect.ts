import { z } from 'zod';
import { storedErrorSchema } from './execution.ts';
import { executionIdSchema } from './ids.ts';

/**
 * One act on the outside world, claimed before and settled after. `claimed` without a holder means that nobody knows
 * whether it happened; `released` means that it certainly did not and may be tried again. It is settled in the same
 * commit that records its step's result.
 */
export const effectSchema = z.object({
  executionId: executionIdSchema,
  path: z.string(),
  action: z.string(),
  status: z.enum(['claimed', 'settled', 'released']),
  token: z.string(),
  claimedAt: z.date(),
  settledAt: z.date().nullable(),
  error: storedErrorSchema.nullable(),
  expireAt: z.date(),
});
export type Effect = z.infer<typeof effectSchema>;
