import { z } from 'zod';
import { triggerIdSchema } from './ids.ts';
import { frequencySchema, readShorthand } from './shorthand.ts';

/** What to do with occurrences that were missed by more than 15 minutes. */
export const catchUpPolicySchema = z.enum(['latest', 'all', 'none']);
export type CatchUpPolicy = z.infer<typeof catchUpPolicySchema>;

const localDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date is written YYYY-MM-DD');

/**
 * When an occurrence is due. `cron` is a five-field unix-cron expression read in `timezone` (IANA).
 * `every` keeps every n-th week counted from the week of `anchor`; `dayOfMonth: 'last'` keeps only a month's last day;
 * `weekOfMonth` keeps of each weekday the n-th of a month, or the last; `until` is the last day on which it is due.
 */
export const recurrenceSchema = z.strictObject({
  cron: z.string().trim().min(1).max(100),
  timezone: z.string().trim().min(1).max(64),
  every: z.int().min(1).max(52).default(1),
  anchor: localDate.nullable().default(null),
  dayOfMonth: z.literal('last').nullable().default(null),
  weekOfMonth: z
    .union([z.literal('last'), z.int().min(1).max(4)], "A week of the month is 1 to 4, or 'last'")
    .nullable()
    .default(null),
  until: localDate.nullable().default(null),
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

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** What belongs together: a CEL expression over `event`, such as `event.itemId`; null: everything does. */
const by = z.string().trim().min(1).max(500).nullable().default(null);

/** Starts once, `windowMs` after the last event, with the latest one. */
export const debounceSchema = z.strictObject({ windowMs: z.int().min(SECOND_MS).max(DAY_MS), by });
/** Starts once for up to `maxSize` events, `maxWaitMs` after the first of them at the latest. */
export const batchSchema = z.strictObject({
  maxSize: z.int().min(2).max(100),
  maxWaitMs: z.int().min(SECOND_MS).max(DAY_MS),
  by,
});
export type Debounce = z.infer<typeof debounceSchema>;
export type Batch = z.infer<typeof batchSchema>;

/** Which events start an execution, and how many of them one. */
const listening = {
  id: triggerIdSchema,
  /** A CEL condition over `event`; only events for which it is true start an execution. */
  filter: z.string().max(1000).nullable().default(null),
  debounce: debounceSchema.nullable().default(null),
  batch: batchSchema.nullable().default(null),
};
export const eventTriggerSchema = z.strictObject({
  type: z.literal('event'),
  eventName: eventNameSchema,
  ...listening,
});

/** Who signs a delivery, and how. `hmac` is Standard Webhooks; `bearer` sends the secret itself. */
export const webhookSchemeSchema = z.enum(['github', 'stripe', 'slack', 'shopify', 'hmac', 'bearer']);
export type WebhookScheme = z.infer<typeof webhookSchemeSchema>;

/** A delivery to the trigger's own address starts it; `event` is then `{body, headers, query}`. */
export const webhookTriggerSchema = z.strictObject({
  type: z.literal('webhook'),
  scheme: webhookSchemeSchema,
  ...listening,
});
export const manualTriggerSchema = z.strictObject({ type: z.literal('manual'), id: triggerIdSchema });

export const triggerSchema = z.discriminatedUnion('type', [
  scheduleTriggerSchema,
  eventTriggerSchema,
  webhookTriggerSchema,
  manualTriggerSchema,
]);
export type Trigger = z.infer<typeof triggerSchema>;
export type ScheduleTrigger = z.infer<typeof scheduleTriggerSchema>;
export type EventTrigger = z.infer<typeof eventTriggerSchema>;
export type WebhookTrigger = z.infer<typeof webhookTriggerSchema>;
/** What waits for something to happen. */
export type ListeningTrigger = EventTrigger | WebhookTrigger;

const scheduleDraftSchema = scheduleTriggerSchema.partial({ id: true });

type ScheduleDraftInput = z.input<typeof scheduleDraftSchema>;

const whichDay = "A day of the month is 1 to 31, or 'last'";

/** A schedule as people write it: as cron, or in a word (`frequency: 'weekly', time: '09:00', dayOfWeek: 1`). */
const writtenScheduleSchema = scheduleDraftSchema
  .extend({
    cron: recurrenceSchema.shape.cron.optional(),
    frequency: frequencySchema.optional(),
    time: z
      .string()
      .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, "A time is written HH:MM, such as '09:00'")
      .optional(),
    dayOfWeek: z.int().min(0).max(6).optional(),
    dayOfMonth: z
      .union([z.literal('last'), z.int().min(1, whichDay).max(31, whichDay)], whichDay)
      .nullable()
      .default(null),
  })
  .transform(({ frequency, time, dayOfWeek, dayOfMonth, cron, ...rest }, context): ScheduleDraftInput => {
    const wrong = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message });
      return z.NEVER;
    };
    if (frequency !== undefined) {
      if (cron !== undefined) return wrong('cron', 'Give cron or frequency, not both');
      const read = readShorthand({ frequency, time, dayOfWeek, dayOfMonth });
      if ('problem' in read) return wrong(read.field, read.problem);
      return { ...rest, ...read.timing, every: Math.max(rest.every, read.timing.every) };
    }
    if (time !== undefined) return wrong('time', "The time of day belongs to a frequency, such as 'daily'");
    if (dayOfWeek !== undefined) return wrong('dayOfWeek', "The day of the week belongs to frequency: 'weekly'");
    if (typeof dayOfMonth === 'number') return wrong('dayOfMonth', "A day as a number belongs to frequency: 'monthly'");
    if (cron === undefined) {
      return wrong('cron', `Give cron, such as '0 9 * * *', or frequency: ${frequencySchema.options.join(', ')}`);
    }
    return { ...rest, cron, dayOfMonth };
  })
  .pipe(scheduleDraftSchema);

/** As people write it: the id is given at the first save and kept on edits. */
export const triggerDraftSchema = z.discriminatedUnion('type', [
  writtenScheduleSchema,
  eventTriggerSchema.partial({ id: true }),
  webhookTriggerSchema.partial({ id: true }),
  manualTriggerSchema.partial({ id: true }),
]);
export type TriggerDraft = z.infer<typeof triggerDraftSchema>;
