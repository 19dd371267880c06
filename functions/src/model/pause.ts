import { z } from 'zod';
import { uidSchema } from './ids.ts';

/** What becomes of what a pause held back: the last of each trigger, all of it, or nothing. */
export const heldChoiceSchema = z.enum(['latest', 'all', 'none']);
export type HeldChoice = z.infer<typeof heldChoiceSchema>;

/** Nothing starts by itself, and what is under way stops between two steps. */
export const pauseSchema = z.object({
  since: z.date(),
  by: uidSchema,
  reason: z.string().max(500).nullable().default(null),
});
export type Pause = z.infer<typeof pauseSchema>;

/** The last pause that is over. */
export const resumedSchema = z.object({ since: z.date(), until: z.date(), choice: heldChoiceSchema });
export type Resumed = z.infer<typeof resumedSchema>;
