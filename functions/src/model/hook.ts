import { z } from 'zod';
import { executionIdSchema, orgIdSchema } from './ids.ts';

/** An address at which the outside can answer an execution; its id is the secret part of the URL. Server only. */
export const hookSchema = z.object({
  orgId: orgIdSchema,
  executionId: executionIdSchema,
  expireAt: z.date(),
});
export type Hook = z.infer<typeof hookSchema>;
