import { z } from 'zod';
import { defineFlow } from '../../core/engine/step-type.ts';
import { duration } from './duration.ts';

const DEFAULT_MS = 7 * 86_400_000;

const params = z.strictObject({
  title: z.string().trim().min(1).max(200),
  message: z.string().max(10_000).default(''),
  timeout: duration.optional(),
  /** Uids of those who may answer; none: everybody whose role allows it. */
  approvers: z.array(z.string().min(1).max(128)).max(20).default([]),
  /** How many of them have to say yes. */
  needed: z.int().min(1).max(10).default(1),
  /** What holds when nobody has answered in time; `approve` only where nothing of it comes from strangers. */
  on_expiry: z.enum(['reject', 'approve']).default('reject'),
});

export const requestApproval = defineFlow({
  kind: 'wait',
  id: 'request_approval',
  title: 'Ask for an approval',
  description: 'Waits until a person says yes or no.',
  modelDescription:
    'Asks a person; goes on after a yes. A no, or no answer within `timeout` (default 7 days; on_expiry: approve makes that a yes), fails the step; `needed` of `approvers` (uids) have to say yes; with onError continue, read {{steps.<id>.decision}}.',
  category: 'flow',
  icon: 'circle-check',
  example: { title: 'Send the newsletter to 120 customers?', message: '{{steps.draft.text}}' },
  params,
  output: z.object({ decision: z.enum(['approved']), by: z.string().nullable(), reason: z.string().nullable() }),
  plan: ({ title, message, timeout, approvers, needed, on_expiry: onExpiry }, now) => {
    const until = new Date(now.getTime() + (timeout ?? DEFAULT_MS));
    return { kind: 'approval', title, message, until, rule: { approvers, needed, onExpiry } };
  },
});
