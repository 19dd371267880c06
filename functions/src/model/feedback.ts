import { z } from 'zod';
import { dismissalReasonSchema, MAX_COMMENT, recommendationCategorySchema } from './recommendation.ts';

/** What one person thinks of a recommendation: the latest word only. */
export const feedbackSchema = z.object({
  recommendationId: z.string(),
  category: recommendationCategorySchema,
  /** That of the recommendation: statistics go by it. */
  kind: z.string().nullable(),
  /** Null: not said. */
  helpful: z.boolean().nullable(),
  reason: dismissalReasonSchema.nullable(),
  comment: z.string().max(MAX_COMMENT).nullable(),
  /** A uid. */
  by: z.string(),
  at: z.date(),
  expireAt: z.date(),
});
export type Feedback = z.infer<typeof feedbackSchema>;
