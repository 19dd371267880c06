import { z } from 'zod';
import { orgIdSchema, uidSchema } from './ids.ts';

export const scopeSchema = z.enum([
  'playbooks:read',
  'playbooks:write',
  'executions:read',
  'executions:run',
  'approvals:decide',
  'events:publish',
]);
export type Scope = z.infer<typeof scopeSchema>;

/** An agent's or client's key; the document id is the SHA-256 of the key, which itself is stored nowhere. */
export const apiKeySchema = z.object({
  keyId: z.string(),
  orgId: orgIdSchema,
  name: z.string().max(120),
  scopes: z.array(scopeSchema),
  createdBy: uidSchema.nullable().default(null),
  /** Requests a minute and instance. */
  perMinute: z.int().min(1).max(6_000).default(600),
  createdAt: z.date(),
  /** To the hour. */
  lastUsedAt: z.date().nullable().default(null),
  expireAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
  /** When the agent behind it last read what strangers wrote, to the hour; it may have been talked into something. */
  taintedAt: z.date().nullable().default(null),
});
/** The id of the API key that an actor is; null for a person. */
export function keyIdOf(actorId: string): string | null {
  return actorId.startsWith('key:') ? actorId.slice(4) : null;
}

export type ApiKey = z.infer<typeof apiKeySchema>;
