import { z } from 'zod';
import { defineFlow } from '../../core/engine/step-type.ts';
import { duration } from './duration.ts';

const DEFAULT_MS = 7 * 86_400_000;

const params = z.strictObject({
  title: z.string().trim().min(1).max(200),
  message: z.string().max(10_000).default(''),
  timeout: duration.optional(),
});

export const requestApproval = defineFlow({
  kind: 'wait',
  id: 'request_approval',
  title: 'Ask for an approval',
  description: 'Waits until a person says yes or no.',
  modelDescription:
    'Asks a person; goes on after a yes. A no, or no answer within `timeout` (default 7 days), fails the step; with onError continue, read {{steps.<id>.decision}}.',
  category: 'flow',
  icon: 'circle-check',
  example: { title: 'Send the newsletter to 120 customers?', message: '{{steps.draft.text}}' },
  params,
  output: z.object({ decision: z.enum(['approved']), by: z.string().nullable(), reason: z.string().nullable() }),
  plan: ({ title, message, timeout }, now) => {
    const until = new Date(now.getTime() + (timeout ?? DEFAULT_MS));
    return { kind: 'approval', title, message, until };
  },
});
