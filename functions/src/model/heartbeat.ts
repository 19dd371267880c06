import { z } from 'zod';

/** When a function that must run every few minutes last did; whoever watches it raises an alert when this grows old. */
export const heartbeatSchema = z.object({ at: z.date() });
export type Heartbeat = z.infer<typeof heartbeatSchema>;
