import { z } from 'zod';
import { triggeredBySchema } from './execution.ts';
import { jsonObject, jsonValue } from './json.ts';

/** The facts that expressions see, fixed when the execution starts. */
export const executionContextSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), locale: z.string() }),
  org: z.object({ id: z.string(), name: z.string(), timezone: z.string(), currency: z.string() }),
  trigger: z.object({ id: z.string().nullable(), type: triggeredBySchema, scheduledFor: z.string().nullable() }),
  event: jsonValue,
  inputs: jsonObject,
});
export type ExecutionContext = z.infer<typeof executionContextSchema>;
