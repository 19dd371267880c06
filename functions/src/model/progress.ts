import { z } from 'zod';

/** How far a step with several ways or items has come. */
export const progressSchema = z.object({
  total: z.int().min(0),
  completed: z.int().min(0),
  failed: z.int().min(0),
  /** Items in one child execution; null when all is done in this one. */
  batch: z.int().min(1).nullable(),
  /** Where the next child execution begins. */
  next: z.int().min(0),
  /** Where those that are under way began. */
  open: z.array(z.int().min(0)),
  /** The generation in which it began; its child executions are named by it, also after a resume. */
  generation: z.int().min(0).default(0),
});
export type Progress = z.infer<typeof progressSchema>;
