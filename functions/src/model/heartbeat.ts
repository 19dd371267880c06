import { z } from 'zod';

/** When a function that must run every few minutes last did; another one watches it and says when this grows old. */
export const heartbeatSchema = z.object({
  /** When it last ran; if it never did, when it was first missed. */
  at: z.date(),
  /** When this one last mailed that the other one is silent; null when it is not. */
  alarmedAt: z.date().nullable(),
  /** When the jobs of Cloud Scheduler were last compared with the schedules, to the end. */
  jobsComparedAt: z.date().nullable(),
  /** How far a comparison has come that goes on with the next tick; null between two. */
  jobsCursor: z.string().nullable(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;
