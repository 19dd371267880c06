import { z } from 'zod';
import { defineFlow } from '../../core/engine/step-type.ts';

const params = z.strictObject({
  status: z.enum(['completed', 'failed']).default('completed'),
  reason: z.string().trim().min(1).max(2_000),
});

export const stopExecution = defineFlow({
  kind: 'branch',
  id: 'stop_execution',
  title: 'Stop here',
  description: 'Ends the execution, as completed or as failed, and says why.',
  modelDescription: 'Ends the whole execution at once, usually under a condition. status failed also does onFailure.',
  category: 'flow',
  icon: 'octagon-x',
  example: { reason: 'Nothing to report today' },
  params,
  output: z.null(),
  choose: ({ status, reason }) => ({ kind: 'stop', as: status, reason }),
});
