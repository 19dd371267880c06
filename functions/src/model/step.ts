import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { stepIdSchema } from './ids.ts';
import { jsonObject } from './json.ts';

/** `maxAttempts` counts the first one; the delay doubles from `baseDelayMs` up to `maxDelayMs`, with full jitter. */
export const retryPolicySchema = z.strictObject({
  maxAttempts: z.int().min(1).max(10).default(3),
  baseDelayMs: z.int().min(0).max(3_600_000).default(1_000),
  maxDelayMs: z.int().min(0).max(3_600_000).default(60_000),
});
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

export const onErrorSchema = z.enum(['fail', 'continue']);

export const stepSchema = z.strictObject({
  id: stepIdSchema,
  action: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'An action is a lower-case name such as send_email'),
  params: jsonObject.default({}),
  /** CEL that must come out true or false; `{{path}} > 10` and `path > 10` mean the same. */
  condition: z.string().trim().min(1).max(1000).nullable().default(null),
  /** The agent under whose name the output can be read: `{{money_mike.price_gap}}`. */
  agent: agentIdSchema.nullable().default(null),
  retry: retryPolicySchema.nullable().default(null),
  timeoutMs: z.int().min(100).max(1_500_000).nullable().default(null),
  onError: onErrorSchema.default('fail'),
  requiresApproval: z.boolean().default(false),
});
export type Step = z.infer<typeof stepSchema>;

/** As people write it: the id is given at the first save. */
export const stepDraftSchema = stepSchema.partial({ id: true });
export type StepDraft = z.infer<typeof stepDraftSchema>;
