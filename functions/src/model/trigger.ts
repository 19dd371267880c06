import { z } from 'zod';
import { triggerIdSchema } from './ids.ts';

/** What to do with occurrences that were missed by more than 15 minutes. */
export const catchUpPolicySchema = z.enum(['latest', 'all', 'none']);
export type CatchUpPolicy = z.infer<typeof catchUpPolicySchema>;

const localDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date is written YYYY-MM-DD');

/**
 * When an occurrence is due. `cron` is a five-field unix-cron expression read in `timezone` (IANA).
 * `every` keeps every n-th week counted from the week of `anchor`; `dayOfMonth: 'last'` keeps only a month's last day.
 */
export const recurrenceSchema = z.strictObject({
  cron: z.string().trim().min(1).max(100),
  timezone: z.string().trim().min(1).max(64),
  every: z.int().min(1).max(52).default(1),
  anchor: localDate.nullable().default(null),
  dayOfMonth: z.literal('last').nullable().default(null),
});
export type Recurrence = z.infer<typeof recurrenceSchema>;

export const eventNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/, 'An event name looks like inventory.low_stock')
  .max(64);

export const scheduleTriggerSchema = recurrenceSchema.extend({
  type: z.literal('schedule'),
  id: triggerIdSchema,
  catchUpPolicy: catchUpPolicySchema.default('latest'),
});
export const eventTriggerSchema = z.strictObject({
  type: z.literal('event'),
  id: triggerIdSchema,
  eventName: eventNameSchema,
  /** A CEL condition over `event`; only events for which it is true start an execution. */
  filter: z.string().max(1000).nullable().default(null),
});
export const manualTriggerSchema = z.strictObject({ type: z.literal('manual'), id: triggerIdSchema });

export const triggerSchema = z.discriminatedUnion('type', [
  scheduleTriggerSchema,
  eventTriggerSchema,
  manualTriggerSchema,
]);
export type Trigger = z.infer<typeof triggerSchema>;
export type ScheduleTrigger = z.infer<typeof scheduleTriggerSchema>;
export type EventTrigger = z.infer<typeof eventTriggerSchema>;

/** As people write it: the id is given at the first save and kept on edits. */
export const triggerDraftSchema = z.discriminatedUnion('type', [
  scheduleTriggerSchema.partial({ id: true }),
  eventTriggerSchema.partial({ id: true }),
  manualTriggerSchema.partial({ id: true }),
]);
export type TriggerDraft = z.infer<typeof triggerDraftSchema>;
