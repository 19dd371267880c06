import { z } from 'zod';
import { executionIdSchema } from './ids.ts';

/** The execution of a playbook that started last, for its overlap policy. Changed only in the batch of a start. */
export const overlapStateSchema = z.object({
  executionId: executionIdSchema,
  /** The `skipped` execution that the next skipped occurrence is folded into, while `executionId` is under way. */
  skippedId: executionIdSchema.nullable(),
});
export type OverlapState = z.infer<typeof overlapStateSchema>;
