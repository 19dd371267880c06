import { z } from 'zod';

/** Who did something: a person, an API key, whoever holds a signed link, Cloud Scheduler, or the product itself. */
export const actorSchema = z.object({
  kind: z.enum(['user', 'key', 'link', 'scheduler', 'system']),
  /** The uid, `key:<keyId>`, or `system`. */
  id: z.string(),
  name: z.string().nullable(),
  /** The address and the program that it came from, where it came over HTTP. */
  from: z.object({ ip: z.string().nullable(), userAgent: z.string().max(300).nullable() }).nullable(),
});
export type Actor = z.infer<typeof actorSchema>;

/** Who did what, when, from where. Only ever created, in the commit that it tells of. */
export const auditEntrySchema = z.object({
  at: z.date(),
  actor: actorSchema,
  /** `noun.verb`, such as `playbook.paused`. */
  action: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  target: z.object({ kind: z.string(), id: z.string() }),
  /** What of the target changed, as JSON text: redacted, at most 20 KB each; null where there was or is nothing. */
  beforeJson: z.string().nullable(),
  afterJson: z.string().nullable(),
  expireAt: z.date(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
