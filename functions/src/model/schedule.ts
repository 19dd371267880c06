import { z } from 'zod';
import { playbookIdSchema, triggerIdSchema } from './ids.ts';
import { catchUpPolicySchema, recurrenceSchema } from './trigger.ts';

/** The armed form of a schedule trigger. A paused playbook keeps its schedules and where they stand, without a job and without `dueAt`. */
export const scheduleSchema = recurrenceSchema.extend({
  playbookId: playbookIdSchema,
  triggerId: triggerIdSchema,
  catchUpPolicy: catchUpPolicySchema,
  /** The next occurrence, in the past while a pause holds it; null when the recurrence has none. */
  scheduledFor: z.date().nullable(),
  lastScheduledFor: z.date().nullable(),
  /** No occurrence at or before this instant starts. Moves when the recurrence changes. */
  armedAt: z.date(),
  /** The Cloud Scheduler job that fires it; null when the tick does. */
  jobName: z.string().nullable(),
  dueAt: z.date().nullable(),
});
export type Schedule = z.infer<typeof scheduleSchema>;
