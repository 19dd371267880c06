import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { executionIdSchema, playbookIdSchema, uidSchema } from './ids.ts';
import { riskSchema } from './policy.ts';

export const approvalStatusSchema = z.enum(['pending', 'approved', 'rejected', 'expired', 'canceled']);

/** One approver's answer, to the params of that hash. */
export const voteSchema = z.object({
  by: uidSchema,
  /** Who was named to answer, is away, and has chosen `by` to do it; null where `by` answers for himself. */
  for: uidSchema.nullable().default(null),
  choice: z.enum(['approved', 'rejected']),
  via: z.enum(['app', 'link', 'key', 'telegram', 'slack']),
  paramsHash: z.string(),
  at: z.date(),
});
export type Vote = z.infer<typeof voteSchema>;

/**
 * A person's decision that a step waits for. `request`: may it go on? `unknown_outcome`: nobody can tell whether the
 * act happened; approving does it again, rejecting counts it as done. `act`: a step with an effect waits for a yes, and
 * then acts on exactly the params that were shown. `question`: a step waits for an answer; a yes brings it along.
 */
export const approvalSchema = z.object({
  kind: z.enum(['request', 'unknown_outcome', 'act', 'question']),
  executionId: executionIdSchema,
  playbookId: playbookIdSchema,
  playbookName: z.string(),
  path: z.string(),
  /** Whose step asks. */
  agent: agentIdSchema.nullable().default(null),
  title: z.string().max(200),
  message: z.string().max(10_000),
  status: approvalStatusSchema,
  /** What would be done, by which params (as JSON text); null where it is no act. `paramsHash` names the question. */
  action: z.string().nullable().default(null),
  risk: riskSchema.default('moderate'),
  /** Why it was asked, in words. */
  reasons: z.array(z.string().max(500)).max(10).default([]),
  paramsJson: z.string().nullable().default(null),
  paramsHash: z.string().default(''),
  /** Who changed the params before saying yes. */
  editedBy: uidSchema.nullable().default(null),
  /** Who caused it; who may not say yes to it where somebody else can. Null when nobody in person did. */
  requestedBy: uidSchema.nullable().default(null),
  /** How many of `approvers` (uids; none: everybody whose role allows it) have to say yes. */
  needed: z.int().min(1).default(1),
  approvers: z.array(uidSchema).default([]),
  onExpiry: z.enum(['reject', 'approve']).default('reject'),
  isTainted: z.boolean().default(false),
  /** Whether the policy asks, or a doubt does, and not the playbook alone: then its rule can only be stricter. */
  isDemanded: z.boolean().default(false),
  votes: z.array(voteSchema).max(20).default([]),
  /** Who was written to. */
  told: z.array(uidSchema).max(20).default([]),
  requestedAt: z.date(),
  expiresAt: z.date(),
  /** When those who have not answered are told once more; null: not (any more). */
  remindAt: z.date().nullable().default(null),
  decidedBy: uidSchema.nullable(),
  decidedAt: z.date().nullable(),
  reason: z.string().max(2_000).nullable(),
  /** Of a question: what there is to choose from (none: words of their own), and what was answered. */
  choices: z.array(z.string()).max(10).default([]),
  answer: z.string().max(2_000).nullable().default(null),
  expireAt: z.date(),
});
export type Approval = z.infer<typeof approvalSchema>;
