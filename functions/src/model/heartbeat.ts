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

/** How far the daily look at what time alone brings about has come, over all tenants. */
export const sweepSchema = z.object({
  /** Every morning of every tenant up to here has been looked at. */
  sweptUntil: z.date(),
  /** The full hour that is being swept up to; null when none is. */
  until: z.date().nullable(),
  /** The last tenant that was looked at on the way there. */
  cursor: z.string().nullable(),
  /** How often those behind it were tried in vain. */
  tries: z.int().min(0),
});
export type Sweep = z.infer<typeof sweepSchema>;
