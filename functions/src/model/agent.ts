import { z } from 'zod';

/** The personas of the product; their names are roots in expressions (`{{money_mike.price_gap}}`). */
export const agentIds = ['craig', 'ezal', 'pops', 'money_mike'] as const;
export const agentIdSchema = z.enum(agentIds);
export type AgentId = z.infer<typeof agentIdSchema>;
