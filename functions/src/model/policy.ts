import { z } from 'zod';
import { uidSchema } from './ids.ts';

/** What a step may do at most: `safe` harms nobody, `moderate` can be embarrassing, `high` cannot be taken back. */
export const riskSchema = z.enum(['safe', 'moderate', 'high']);
export type Risk = z.infer<typeof riskSchema>;

/** An act simply happens, happens and the owners are told, waits for a yes, or is refused; from mild to strict. */
export const decisionSchema = z.enum(['auto', 'notify', 'approve', 'block']);
export type PolicyDecision = z.infer<typeof decisionSchema>;

/** How far an act reaches, as far as its params tell: people, money in the tenant's currency, documents. */
export const blastSchema = z.strictObject({
  recipients: z.number().min(0).optional(),
  amount: z.number().min(0).optional(),
  rows: z.number().min(0).optional(),
});
export type Blast = z.infer<typeof blastSchema>;

const ruleSchema = z.strictObject({
  decision: decisionSchema,
  /** An act that reaches further than any of these goes by `beyond` instead. */
  within: blastSchema.default({}),
  beyond: decisionSchema.default('approve'),
});

/** What a tenant lets happen by itself. */
export const policySchema = z.strictObject({
  safe: ruleSchema.default({ decision: 'auto', within: {}, beyond: 'approve' }),
  moderate: ruleSchema.default({
    decision: 'auto',
    within: { recipients: 10, amount: 500, rows: 100 },
    beyond: 'approve',
  }),
  high: ruleSchema.default({ decision: 'approve', within: {}, beyond: 'approve' }),
  /** Whether who caused an act may also say yes to it: never, always, or where nobody else could. */
  selfApproval: z.enum(['never', 'if_alone', 'always']).default('if_alone'),
  /** Whether the chat may activate what a person asked for without a click: never, or what harms nobody. */
  chatActivates: z.enum(['never', 'low_risk']).default('never'),
});
export type Policy = z.infer<typeof policySchema>;
export const defaultPolicy: Policy = policySchema.parse({});

/** Addresses that tainted data may name without a person's yes: e-mail addresses or domains, and hosts. */
export const trustedSchema = z.strictObject({
  recipients: z.array(z.string().trim().toLowerCase().min(3).max(254)).max(500).default([]),
  hosts: z.array(z.string().trim().toLowerCase().min(1).max(253)).max(200).default([]),
});
export type Trusted = z.infer<typeof trustedSchema>;

/** Who has to say yes to a step, and what holds when nobody does in time. */
export const approvalRuleSchema = z.strictObject({
  /** How many of the approvers have to say yes. */
  needed: z.int().min(1).max(10).default(1),
  /** Uids of team members; none: everybody whose role allows it. */
  approvers: z.array(uidSchema).max(20).default([]),
  timeoutMs: z
    .int()
    .min(60_000)
    .max(30 * 86_400_000)
    .nullable()
    .default(null),
  /** `approve` holds only for what is at most `moderate` and not tainted. */
  onExpiry: z.enum(['reject', 'approve']).default('reject'),
});
export type ApprovalRule = z.infer<typeof approvalRuleSchema>;
