import { z } from 'zod';
import { executionIdSchema } from './ids.ts';

/** What an analyst proposes to do about a competitor, and what people made of it. */
export const competitiveActionSchema = z.object({
  kind: z.enum(['match_price', 'undercut', 'promote', 'bundle', 'watch', 'other']),
  title: z.string(),
  reason: z.string(),
  product: z.string().nullable(),
  productId: z.string().nullable(),
  competitor: z.string().nullable(),
  currentPrice: z.number().nullable(),
  suggestedPrice: z.number().nullable(),
  currency: z.string().nullable(),
  priority: z.enum(['low', 'normal', 'high', 'urgent']),
  status: z.enum(['proposed', 'accepted', 'done', 'dismissed']),
  executionId: executionIdSchema.nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  expireAt: z.date(),
});
export type CompetitiveAction = z.infer<typeof competitiveActionSchema>;
