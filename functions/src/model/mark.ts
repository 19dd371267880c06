import { z } from 'zod';
import { executionIdSchema } from './ids.ts';

/**
 * What a step has noted of a part of its act, under an id that follows from its step, so that whoever takes over
 * after a crash knows it: that a mail of many has gone out, how something was before it was changed. Or what a playbook
 * saw, under an id that follows from the playbook, for its next execution.
 */
export const markSchema = z.object({
  executionId: executionIdSchema,
  /** `begun` without an end: nobody knows whether it happened. */
  status: z.enum(['begun', 'done', 'refused', 'unknown']),
  noteJson: z.string().nullable(),
  createdAt: z.date(),
  expireAt: z.date(),
});
export type Mark = z.infer<typeof markSchema>;
