import { z } from 'zod';
import { executionIdSchema } from './ids.ts';
import { eventNameSchema } from './trigger.ts';

/** A step that waits for an event. It is met when the filter holds and each field of `matchJson` equals the event's. */
export const eventWaitSchema = z.object({
  executionId: executionIdSchema,
  path: z.string(),
  eventName: eventNameSchema,
  filter: z.string().nullable(),
  matchJson: z.string(),
  expireAt: z.date(),
});
export type EventWait = z.infer<typeof eventWaitSchema>;
