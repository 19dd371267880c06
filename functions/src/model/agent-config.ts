import { z } from 'zod';

/** From how many days on something is done about what is past due, how many are written to a day, and whether a person is asked. */
export const thresholdsSchema = z.object({
  past_due_days: z.int().min(1).max(365).optional(),
  escalation_days: z.int().min(2).max(365).optional(),
  door_days: z.int().min(1).max(365).optional(),
  campaign_limit: z.int().min(1).max(200).optional(),
  confirmations: z.boolean().optional(),
});
export type Thresholds = z.infer<typeof thresholdsSchema>;

/**
 * The settings of an agent; `global`, or any of them with `global_pause`, pauses the whole tenant. Written by the server,
 * or by hand. The thresholds of `global` are what templates ask with; what is left out stands as the template says.
 */
export const agentConfigSchema = z.object({
  global_pause: z.boolean().default(false),
  ...thresholdsSchema.shape,
});
export type AgentConfig = z.infer<typeof agentConfigSchema>;

/** The one of the whole tenant. */
export const GLOBAL_CONFIG = 'global';
