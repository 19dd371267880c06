import { z } from 'zod';
import { uidSchema } from './ids.ts';

export const tierSchema = z.enum(['free', 'starter', 'pro', 'enterprise']);

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
  tier: tierSchema.default('free'),
  dryRun: z.boolean().default(false),
  createdAt: z.date(),
});
export type Tenant = z.infer<typeof tenantSchema>;

export const roleSchema = z.enum(['owner', 'admin', 'editor', 'viewer']);
export type Role = z.infer<typeof roleSchema>;

/** A user's membership of a tenant; the document id is the uid. */
export const teamMemberSchema = z.object({
  uid: uidSchema,
  email: z.email(),
  name: z.string().max(120),
  role: roleSchema,
  locale: z.string().max(35).default('en-US'),
  createdAt: z.date(),
});
export type TeamMember = z.infer<typeof teamMemberSchema>;
