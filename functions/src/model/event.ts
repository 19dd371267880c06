import { z } from 'zod';
import { executionIdSchema, playbookIdSchema, triggerIdSchema } from './ids.ts';
import { batchSchema, debounceSchema, eventNameSchema } from './trigger.ts';

/** The armed form of an event trigger, or of a webhook: that listens for `webhook.received` of its own. */
export const eventListenerSchema = z.object({
  playbookId: playbookIdSchema,
  triggerId: triggerIdSchema,
  eventName: eventNameSchema,
  filter: z.string().nullable(),
  debounce: debounceSchema.nullable().default(null),
  batch: batchSchema.nullable().default(null),
  armedAt: z.date(),
});
export type EventListener = z.infer<typeof eventListenerSchema>;

/** A fact about the business (CloudEvents 1.0 fields `source`, `subject`, `time`; its type is `eventName`). Kept 30 days. */
export const domainEventSchema = z.object({
  eventName: eventNameSchema,
  source: z.string(),
  subject: z.string(),
  time: z.date(),
  dataJson: z.string(),
  /** How many playbooks stand between this fact and one that a person caused. */
  depth: z.int().min(0),
  causedBy: executionIdSchema.nullable(),
  /** Whether its data may hold what strangers wrote. */
  isTainted: z.boolean().default(false),
  /** The event that this one is said again of. */
  replayOf: z.string().nullable().default(null),
  /** The only playbook that it is for; null for all that listen. */
  onlyFor: playbookIdSchema.nullable().default(null),
  /** Whether what it starts are dry runs: the test of a webhook. */
  dryRun: z.boolean().default(false),
  /** The last listener that was served, for a fan-out that was cut short. */
  cursor: z.string().nullable(),
  started: z.int().min(0),
  /** Listeners of before that whose start has failed; they are tried again when all others are served. */
  left: z.array(z.string()).default([]),
  /** By when someone must look at it; null once every listener was served. */
  dueAt: z.date().nullable(),
  expireAt: z.date(),
});
export type DomainEvent = z.infer<typeof domainEventSchema>;

/** Left on a document by the step that wrote it, so that chains of playbooks can be counted and stopped. */
export const lastWriteSchema = z.object({
  executionId: executionIdSchema,
  depth: z.int().min(0),
  isTainted: z.boolean().default(false),
  /** Another one for each step: who writes a document twice has changed it twice. */
  key: z.string().default(''),
});
export type LastWrite = z.infer<typeof lastWriteSchema>;
