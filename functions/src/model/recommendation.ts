import { z } from 'zod';
import { executionIdSchema } from './ids.ts';

export const recommendationCategorySchema = z.enum([
  'cash_flow',
  'inventory',
  'revenue',
  'profitability',
  'operations',
  'growth',
]);

/** What the coach proposes: a text with figures, how urgent it is, and what people made of it. */
export const recommendationSchema = z.object({
  category: recommendationCategorySchema,
  title: z.string(),
  text: z.string(),
  /** 0 to 100; higher is more urgent. */
  priority: z.number().min(0).max(100),
  status: z.enum(['pending', 'accepted', 'dismissed', 'expired']),
  executionId: executionIdSchema.nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  expireAt: z.date(),
});
export type Recommendation = z.infer<typeof recommendationSchema>;
