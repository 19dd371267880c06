import { z } from 'zod';
import { executionIdSchema } from './ids.ts';
import { prioritySchema } from './task.ts';

/** A goal, and the tasks that lead to it. */
export const actionPlanSchema = z.object({
  title: z.string(),
  goal: z.string(),
  recommendationId: z.string().nullable(),
  status: z.enum(['active', 'completed', 'canceled']),
  startsAt: z.date(),
  endsAt: z.date().nullable(),
  /** `tasks/{id}`, in their order. */
  tasks: z.array(z.object({ taskId: z.string(), title: z.string(), priority: prioritySchema })),
  executionId: executionIdSchema.nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type ActionPlan = z.infer<typeof actionPlanSchema>;
