import { z } from 'zod';

/** The settings of an agent; `global`, or any of them with `global_pause`, pauses the whole tenant. Written by the server, or by hand. */
export const agentConfigSchema = z.object({
  global_pause: z.boolean().default(false),
});
export type AgentConfig = z.infer<typeof agentConfigSchema>;
