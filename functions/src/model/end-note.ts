import { z } from 'zod';
import { triggeredBySchema } from './execution.ts';
import { playbookIdSchema } from './ids.ts';

/** How an execution that began can end. What was skipped never began, and is not counted. */
export const endStatusSchema = z.enum(['completed', 'failed', 'canceled']);

/**
 * What an execution leaves at `ended/{executionId}.{generation}` in the commit by which it ends, until the tick has added
 * it up into the roll-ups. With `sign` -1 (`….back`) it takes back what the end before a resume has added.
 */
export const endNoteSchema = z.object({
  sign: z.union([z.literal(1), z.literal(-1)]),
  executionId: z.string(),
  playbookId: playbookIdSchema,
  playbookName: z.string(),
  /** Null for a share of a loop: its parent counts, it adds only what it cost and saved. */
  status: endStatusSchema.nullable(),
  triggeredBy: triggeredBySchema,
  /** When it began, by the tenant's own calendar: `2026-11-21`. */
  day: z.iso.date(),
  hour: z.int().min(0).max(23),
  /** From its beginning to its end, waiting included; null for what never began. */
  durationMs: z.int().min(0).nullable(),
  /** In millionths of a US dollar. */
  costMicros: z.int().min(0),
  /** What a person would have needed for its steps (manual-minutes.ts). */
  savedSeconds: z.int().min(0),
  /** Why it failed; `text` without what differs from one time to the next. */
  error: z.object({ code: z.string(), text: z.string().max(200) }).nullable(),
});
export type EndNote = z.infer<typeof endNoteSchema>;
