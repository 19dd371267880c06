import { z } from 'zod';

/** What may be done so often a day; the numbers are those of the systems that this one replaces (`sms_send` is ours: each costs money). */
export const DAILY_LIMITS = {
  email_send: 50,
  sms_send: 50,
  social_publish: 20,
  newsletter_send: 1,
  seo_bulk_apply: 5,
  task_executor: 720,
} as const;
export type DailyLimit = keyof typeof DAILY_LIMITS;

/** Limits of a tenant's own, in place of those of its tier and of `DAILY_LIMITS`. Money is in millionths of a US dollar. */
export const tenantLimitsSchema = z.strictObject({
  daily: z
    .partialRecord(z.enum(Object.keys(DAILY_LIMITS) as [DailyLimit, ...DailyLimit[]]), z.int().min(0).max(1_000_000))
    .default({}),
  monthlyExecutions: z.int().min(0).nullable().default(null),
  monthlyCost: z.int().min(0).nullable().default(null),
  executionCost: z.int().min(0).nullable().default(null),
});
export type TenantLimits = z.infer<typeof tenantLimitsSchema>;

/**
 * How much of a limit is used up in a period: `limits/{name}_{2026-11-21}` for a day, `limits/cost_{2026-11}` for a
 * month, both by the tenant's own calendar. Raised under precondition before what it counts is done.
 */
export const limitSchema = z.object({
  name: z.string(),
  period: z.string(),
  used: z.number().min(0),
  /** How much of it, in percent, was gone when people were last told of it in this period. */
  told: z.number().min(0).default(0),
  expireAt: z.date(),
});
export type Limit = z.infer<typeof limitSchema>;

/** A place that a step has taken in a limit; what it did not use is given back. */
export const reservedSchema = z.object({ limitId: z.string(), amount: z.number().min(0) });
export type Reserved = z.infer<typeof reservedSchema>;
