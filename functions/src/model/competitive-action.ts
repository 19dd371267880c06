import { z } from 'zod';
import { type AgentId, agentIdSchema } from './agent.ts';
import { executionIdSchema } from './ids.ts';

/**
 * What an analyst proposes to do about a competitor, who is to look after it, and what people made of it. `done`: its
 * task was done. `dismissed`: somebody has said no to it, or nobody has answered in time.
 */
export const competitiveActionSchema = z.object({
  type: z.enum(['price_adjustment', 'counter_campaign', 'inventory_alert', 'margin_optimization']),
  title: z.string(),
  recommendation: z.string(),
  product: z.string().nullable(),
  productId: z.string().nullable(),
  competitor: z.string().nullable(),
  currentPrice: z.number().nullable(),
  suggestedPrice: z.number().nullable(),
  currency: z.string().nullable(),
  /** Figures that go with it. */
  dataJson: z.string(),
  priority: z.enum(['low', 'medium', 'high', 'critical']),
  assignedAgent: agentIdSchema,
  status: z.enum(['pending', 'accepted', 'done', 'dismissed']),
  /** The task that does it; null where it was only proposed. */
  taskId: executionIdSchema.nullable().default(null),
  executionId: executionIdSchema.nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  expireAt: z.date(),
});
export type CompetitiveAction = z.infer<typeof competitiveActionSchema>;

/** Whose business each is. */
export const actionAgents: Readonly<Record<CompetitiveAction['type'], AgentId>> = {
  price_adjustment: 'money_mike',
  margin_optimization: 'money_mike',
  counter_campaign: 'craig',
  inventory_alert: 'pops',
};
