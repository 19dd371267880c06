import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { executionIdSchema, uidSchema } from './ids.ts';

export const taskStatusSchema = z.enum([
  'new',
  'in_progress',
  'completed',
  'failed',
  'escalated',
  'rejected',
  'canceled',
]);
export const prioritySchema = z.enum(['low', 'normal', 'high', 'urgent']);

/** Work that is not a playbook: who, what, how urgent, by when. */
export const taskSchema = z.object({
  title: z.string().min(1).max(200),
  description: z.string().max(10_000),
  status: taskStatusSchema,
  priority: prioritySchema,
  assignedAgent: agentIdSchema.nullable(),
  assignedTo: uidSchema.nullable(),
  deadline: z.date().nullable(),
  createdBy: uidSchema,
  /** The execution whose step asked for it. */
  executionId: executionIdSchema.nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type Task = z.infer<typeof taskSchema>;
