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
  /** How far it has come with noting the ends of executions from before there were notes; null between pages. */
  notedCursor: z.string().nullable().default(null),
  isPastNoted: z.boolean().default(false),
  /** Whether its time was over before all was done that can wait. */
  isCut: z.boolean().default(false),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** How far something that every tenant has once a day has come, over all tenants. */
export const sweepSchema = z.object({
  /** Every tenant whose time came up to here has had its turn. */
  sweptUntil: z.date(),
  /** The full hour that is being swept up to; null when none is. */
  until: z.date().nullable(),
  /** The last tenant that had its turn on the way there. */
  cursor: z.string().nullable(),
  /** How often those behind it were tried in vain. */
  tries: z.int().min(0),
});
export type Sweep = z.infer<typeof sweepSchema>;
