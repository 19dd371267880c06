import { z } from 'zod';
import { executionIdSchema, playbookIdSchema, triggerIdSchema } from './ids.ts';

/** An event that a trigger with `debounce` or `batch` has not started for at once. One for each event and trigger. */
export const gatheredEventSchema = z.object({
  playbookId: playbookIdSchema,
  triggerId: triggerIdSchema,
  eventId: z.string(),
  by: z.enum(['debounce', 'batch']),
  /** The same for all events that belong together: those of one trigger, by its `by`. */
  gatheringId: z.string(),
  gatheredAt: z.date(),
  /** When it starts, or what it waits with, if nothing comes in between; null when it waits no more. */
  dueAt: z.date().nullable(),
  /** `superseded`: a later one has started in its stead. `dropped`: its playbook was not to start by itself any more. */
  state: z.enum(['waiting', 'started', 'superseded', 'dropped']),
  /** What it started, together with others or alone. */
  executionId: executionIdSchema.nullable(),
  /** The later event. */
  supersededBy: z.string().nullable(),
  expireAt: z.date(),
});
export type GatheredEvent = z.infer<typeof gatheredEventSchema>;
