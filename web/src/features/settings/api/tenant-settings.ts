import { tenantLimitsSchema } from '@model/limit.ts';
import { type HeldChoice, heldChoiceSchema } from '@model/pause.ts';
import { policySchema, trustedSchema } from '@model/policy.ts';
import { tenantSchema, tierSchema } from '@model/tenant.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const settingsSchema = z.object({
  orgId: z.string(),
  name: z.string(),
  timezone: z.string(),
  currency: z.string(),
  locale: z.string(),
  tier: tierSchema,
  competitors: tenantSchema.shape.competitors,
  coachWords: tenantSchema.shape.coachWords,
  dryRun: z.boolean(),
  pause: z.object({ since: moment, by: z.string(), reason: z.string().nullable() }).nullable(),
  resumed: z.object({ since: moment, until: moment, choice: heldChoiceSchema }).nullable(),
  policy: policySchema,
  trusted: trustedSchema,
  limits: tenantLimitsSchema,
  /** Money is in millionths of a US dollar. */
  terms: z.object({
    monthlyExecutions: z.number(),
    monthlyCost: z.number(),
    executionCost: z.number(),
    keptDays: z.number(),
  }),
  usage: z.object({
    month: z.object({ period: z.string(), executions: z.number(), cost: z.number() }),
    daily: z.array(z.object({ name: z.string(), used: z.number(), limit: z.number() })),
  }),
  /** Of the whole platform, set where it is deployed. */
  switches: z.object({ autoExecution: z.boolean(), dryRun: z.boolean() }),
  /** How many executions wait for the end of a pause, and for room in a limit. */
  held: z.object({ pause: z.number(), limit: z.number() }),
});
export type TenantSettings = z.infer<typeof settingsSchema>;

export type TenantPatch = Partial<
  Pick<
    TenantSettings,
    | 'name'
    | 'timezone'
    | 'currency'
    | 'locale'
    | 'competitors'
    | 'coachWords'
    | 'dryRun'
    | 'policy'
    | 'trusted'
    | 'limits'
  >
> & { /** The skills that may be run, by id; null: all. */ readonly allowedSkills?: readonly string[] | null };

/** The settings with what is used up and held. Asked again whenever `version` changes. */
export function useTenantSettings(version: string): Live<TenantSettings> {
  return useAnswer(`tenant|${version}`, (api) =>
    api.call({ method: 'GET', path: '/api/tenant', answer: settingsSchema }),
  );
}

/** Changes what is given; the rest stays. */
export function changeTenant(api: Api, patch: TenantPatch): Promise<TenantSettings> {
  return api.call({ method: 'PATCH', path: '/api/tenant', body: patch, answer: settingsSchema });
}

/** Nothing starts by itself any more, and what is under way stops between two steps. */
export function pauseTenant(api: Api, reason: string): Promise<TenantSettings> {
  const body = reason.trim() === '' ? {} : { reason: reason.trim() };
  return api.call({ method: 'POST', path: '/api/tenant/pause', body, answer: settingsSchema });
}

export function resumeTenant(api: Api, held: HeldChoice): Promise<TenantSettings> {
  return api.call({ method: 'POST', path: '/api/tenant/resume', body: { held }, answer: settingsSchema });
}
