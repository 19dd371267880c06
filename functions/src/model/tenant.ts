import { z } from 'zod';
import { businessSchema } from './business.ts';
import { playbookIdSchema, uidSchema } from './ids.ts';
import { tenantLimitsSchema } from './limit.ts';
import { pastPausesSchema, pauseSchema } from './pause.ts';
import { defaultPolicy, policySchema, trustedSchema } from './policy.ts';
import { afterwardsSchema } from './sheets-log.ts';

export const tierSchema = z.enum(['free', 'starter', 'pro', 'enterprise']);
const allowedSkillsSchema = z.array(playbookIdSchema).max(500, 'At most 500 skills can be named').nullable();

/** One customer. `timezone` is IANA, `currency` ISO 4217. */
export const tenantSchema = z.object({
  name: z.string().trim().min(1).max(120),
  timezone: z.string().min(1).max(64),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('USD'),
  locale: z.string().max(35).default('en-US'),
  /** The competitors whose prices it watches, the most important first. */
  competitors: z
    .array(z.object({ name: z.string().min(1).max(120), url: z.url() }))
    .max(50)
    .default([]),
  /** What kind of business it is; null where nobody has said so. */
  business: businessSchema.nullable().default(null),
  /** The made-up data that was put among its own to try things with. */
  sample: z
    .object({ business: businessSchema, since: z.date(), documents: z.int().min(1) })
    .nullable()
    .default(null),
  /** Whose words the coach speaks in: a language model's, where one is set up, or its own plain ones. */
  coachWords: z.enum(['model', 'plain']).default('model'),
  tier: tierSchema.default('free'),
  /** The skills that may be run here, by id; null: all that the tier has. */
  allowedSkills: allowedSkillsSchema.default(null),
  dryRun: z.boolean().default(false),
  /** Set while everything of the tenant is held. */
  pause: pauseSchema.nullable().default(null),
  ...pastPausesSchema.shape,
  policy: policySchema.default(defaultPolicy),
  trusted: trustedSchema.default({ recipients: [], hosts: [] }),
  limits: tenantLimitsSchema.default({ daily: {}, monthlyExecutions: null, monthlyCost: null, executionCost: null }),
  /** What each ending of an execution leaves behind, besides what is always done. */
  afterwards: afterwardsSchema.prefault({}),
  /** How many executions began in `period` (2026-11, by its own calendar), counted anew every few minutes. */
  month: z
    .object({
      period: z.string(),
      executions: z.int().min(0),
      countedAt: z.date(),
      /** The last share of the cap, in percent, of which people were told. */
      told: z.int().default(0),
    })
    .nullable()
    .default(null),
  createdAt: z.date(),
});
export type Tenant = z.infer<typeof tenantSchema>;

const isLocale = (locale: string) => {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
};

const policy = policySchema.shape;
const trusted = trustedSchema.shape;
const limits = tenantLimitsSchema.shape;

/**
 * What may be changed of a tenant. A field that is given replaces the one before; so does each field of `policy`,
 * `trusted` and `limits`, of which those that are not named stay.
 */
export const tenantPatchSchema = z
  .strictObject({
    name: tenantSchema.shape.name.optional(),
    timezone: tenantSchema.shape.timezone.optional(),
    currency: tenantSchema.shape.currency.unwrap().optional(),
    locale: z.string().max(35).refine(isLocale, 'Write a language tag such as en-US or de').optional(),
    competitors: tenantSchema.shape.competitors
      .unwrap()
      .refine((all) => all.every(({ url }) => /^https?:/i.test(url)), 'Write whole web addresses (https://…)')
      .optional(),
    business: businessSchema.nullable().optional(),
    coachWords: tenantSchema.shape.coachWords.unwrap().optional(),
    allowedSkills: allowedSkillsSchema.optional(),
    dryRun: z.boolean().optional(),
    policy: z
      .strictObject({
        safe: policy.safe.unwrap().optional(),
        moderate: policy.moderate.unwrap().optional(),
        high: policy.high.unwrap().optional(),
        selfApproval: policy.selfApproval.unwrap().optional(),
        chatActivates: policy.chatActivates.unwrap().optional(),
      })
      .optional(),
    trusted: z
      .strictObject({ recipients: trusted.recipients.unwrap().optional(), hosts: trusted.hosts.unwrap().optional() })
      .optional(),
    limits: z
      .strictObject({
        daily: limits.daily.unwrap().optional(),
        monthlyExecutions: limits.monthlyExecutions.unwrap().optional(),
        monthlyCost: limits.monthlyCost.unwrap().optional(),
        executionCost: limits.executionCost.unwrap().optional(),
      })
      .optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'Nothing to change was given');
export type TenantPatch = z.infer<typeof tenantPatchSchema>;

export const roleSchema = z.enum(['owner', 'admin', 'editor', 'viewer']);
export type Role = z.infer<typeof roleSchema>;

/** Whether a role may do what `needed` may: owner, admin, editor, viewer. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return roleSchema.options.indexOf(role) <= roleSchema.options.indexOf(needed);
}

/** A user's membership of a tenant; the document id is the uid. */
export const teamMemberSchema = z.object({
  uid: uidSchema,
  email: z.email(),
  name: z.string().max(120),
  role: roleSchema,
  locale: z.string().max(35).default('en-US'),
  /** Until when he is away, and who answers meanwhile what he was named to answer. */
  away: z.object({ until: z.date(), delegate: uidSchema }).nullable().default(null),
  createdAt: z.date(),
});
export type TeamMember = z.infer<typeof teamMemberSchema>;
