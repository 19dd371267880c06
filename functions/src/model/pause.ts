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

/** That of one playbook; `until`: when it goes on by itself, null when a person has to say so. */
export const playbookPauseSchema = pauseSchema.extend({ until: z.date().nullable().default(null) });

/** A pause that is over. */
export const resumedSchema = z.object({ since: z.date(), until: z.date(), choice: heldChoiceSchema });
export type Resumed = z.infer<typeof resumedSchema>;

/** What a tenant or a playbook remembers of the pauses that are over, since what they held may not have looked yet. */
export const pastPausesSchema = z.object({
  /** The last one. */
  resumed: resumedSchema.nullable().default(null),
  /** Those before it, the newest first. */
  resumedBefore: z.array(resumedSchema).default([]),
});
export type PastPauses = z.infer<typeof pastPausesSchema>;

/** Whatever is held looks by itself within the hour; nobody ends as many pauses in one. */
const REMEMBERED = 20;

/** With one more of them. */
export function withPast({ resumed, resumedBefore }: PastPauses, over: Resumed): PastPauses {
  const before = resumed === null ? [] : [resumed, ...resumedBefore];
  return { resumed: over, resumedBefore: before.slice(0, REMEMBERED) };
}
