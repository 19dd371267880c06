import { z } from 'zod';
import { figureNameSchema } from './figure-words.ts';
import { executionIdSchema, uidSchema } from './ids.ts';
import { recommendationCategorySchema } from './recommendation.ts';
import { prioritySchema } from './task.ts';

export const planStatusSchema = z.enum(['active', 'completed', 'canceled']);
export const MAX_GOAL = 5_000;
/** How many tasks a plan begins with at most, and how many it may come to have. */
export const MAX_FIRST_TASKS = 20;
export const MAX_PLAN_TASKS = 30;

/**
 * A goal, and the tasks that lead to it, which are `tasks/{taskId}` with its `planId`: how far it has come is told by
 * them alone. Fields with a default were added later; older documents are without them.
 */
export const actionPlanSchema = z.object({
  title: z.string(),
  goal: z.string(),
  recommendationId: z.string().nullable(),
  /** That of the recommendation. */
  category: recommendationCategorySchema.nullable().default(null),
  priority: prioritySchema.default('normal'),
  /** `completed`: its last task has ended. It is active again when one is to be done after all. */
  status: planStatusSchema,
  /** The beginning of its first day, by the tenant's clock. */
  startsAt: z.date(),
  /** The end of its last day. */
  endsAt: z.date().nullable(),
  /** In their order, as they were called when they were made. */
  tasks: z.array(z.object({ taskId: z.string(), title: z.string(), priority: prioritySchema })),
  /** Who sees to it, and to those of its tasks that are nobody's; null: nobody in particular. */
  ownerUid: uidSchema.nullable().default(null),
  /** The figure of the recommendation by which its effect is told, as it was before. */
  outcome: z.object({ figure: figureNameSchema, before: z.number() }).nullable().default(null),
  executionId: executionIdSchema.nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type ActionPlan = z.infer<typeof actionPlanSchema>;
