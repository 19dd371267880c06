import { z } from 'zod';
import { tenantSchema } from './tenant.ts';

const count = z.int();
const ends = z.object({ completed: count, failed: count, canceled: count });
export type Ends = z.infer<typeof ends>;

const sums = ends.extend({
  /** In millionths of a US dollar. */
  costMicros: count,
  savedSeconds: count,
});
export type Sums = z.infer<typeof sums>;

/** How many took how long: by the number of a class of durations (core/analytics/durations.ts). */
const histogramSchema = z.record(z.string(), count);
export type Histogram = z.infer<typeof histogramSchema>;

const errorGroupSchema = z.object({
  code: z.string(),
  text: z.string(),
  count,
  /** The one that came last. */
  executionId: z.string(),
});
export type ErrorGroup = z.infer<typeof errorGroupSchema>;

/** What is known of the executions that began in some time. */
export const figuresOfRunsSchema = sums.extend({
  /** By what started them. */
  triggers: z.record(z.string(), ends),
  /** How many began in each hour of the day. */
  hours: z.array(count).length(24),
  /** Of those that completed. */
  durations: histogramSchema,
  errors: z.array(errorGroupSchema),
  /** Failures for reasons beyond those of `errors`. */
  otherErrors: count,
});
export type FiguresOfRuns = z.infer<typeof figuresOfRunsSchema>;

const playbookSumsSchema = sums.extend({ name: z.string(), durations: histogramSchema });
export type PlaybookSums = z.infer<typeof playbookSumsSchema>;

/** A day of a tenant, with a line for each playbook, up to 200 of them. */
export const dayFiguresSchema = figuresOfRunsSchema.extend({
  playbooks: z.record(z.string(), playbookSumsSchema),
  otherPlaybooks: sums,
});
export type DayFigures = z.infer<typeof dayFiguresSchema>;

/** `rollups/{day}`: all that ended of what began on a day of the tenant's calendar. */
export const rollupSchema = z.object({
  day: z.iso.date(),
  /** The tier that the tenant had when the day was begun. */
  tier: tenantSchema.shape.tier,
  /** `DayFigures` as JSON text: one field, which nobody searches. */
  figuresJson: z.string(),
  expireAt: z.date(),
});

/** `playbook_rollups/{playbookId}.{day}`: the same of one playbook. */
export const playbookRollupSchema = z.object({
  playbookId: z.string(),
  name: z.string(),
  day: z.iso.date(),
  tier: tenantSchema.shape.tier,
  /** `FiguresOfRuns` as JSON text. */
  figuresJson: z.string(),
  expireAt: z.date(),
});
