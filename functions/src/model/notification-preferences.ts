import { z } from 'zod';
import { connectionIdSchema } from './connection.ts';
import { uidSchema } from './ids.ts';

/** The ways by which a person is told something. */
export const channelSchema = z.enum(['app', 'email', 'slack', 'telegram', 'push', 'webhook']);
export type Channel = z.infer<typeof channelSchema>;

/** What people are told: questions to them, playbooks that failed, other problems, the coach, what playbooks report, who names them, how each execution ended. */
export const messageKindSchema = z.enum(['approvals', 'failures', 'alerts', 'coach', 'reports', 'mentions', 'runs']);

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day such as 07:30');
const channels = z
  .array(channelSchema)
  .max(channelSchema.options.length)
  .refine((all) => new Set(all).size === all.length, 'Name each channel once');
const connection = connectionIdSchema.nullable().default(null);

/**
 * How one person wants to be told things. Times of day are those of the tenant's time zone. Where a `connection` is
 * null it is the tenant's default one; where `to` is null the message goes where that connection leads.
 */
export const preferencesSchema = z.strictObject({
  /** Questions are in the app in any case: they are answered there. */
  channels: z
    .strictObject({
      approvals: channels.default(['app', 'email']),
      failures: channels.default(['app', 'email']),
      alerts: channels.default(['app', 'email']),
      coach: channels.default(['app']),
      reports: channels.default(['app']),
      mentions: channels.default(['app', 'email']),
      runs: channels.default(['app']),
    })
    .prefault({}),
  /** After which executions a message comes, by the channels of `runs`: none, each that failed, or each. */
  afterEach: z.enum(['off', 'failures', 'all']).default('off'),
  /** From when until when nothing but what is critical comes, the app's own list excepted. */
  quietHours: z
    .strictObject({ from: timeOfDay, until: timeOfDay })
    .refine(({ from, until }) => from !== until, 'Quiet hours begin and end at different times')
    .nullable()
    .default(null),
  /** When all that has gathered comes in one message a day; null: each comes at once. */
  digestAt: timeOfDay.nullable().default(null),
  slack: z
    .strictObject({
      connection,
      to: z
        .string()
        .regex(/^[UWD][A-Z0-9]{6,20}$/, 'Write your own member id in Slack, such as U024BE7LH')
        .nullable()
        .default(null),
    })
    .prefault({}),
  telegram: z
    .strictObject({
      connection,
      to: z
        .string()
        .regex(/^\d{1,20}$/, 'Write the number of your own chat with the bot')
        .nullable()
        .default(null),
    })
    .prefault({}),
  webhook: z.strictObject({ connection }).prefault({}),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const usualPreferences: Preferences = preferencesSchema.parse({});

/** Whoever sends it to the bot of that connection, from his own chat, is the one who has asked for it. Only its hash is kept. */
const telegramCodeSchema = z.object({ sha256: z.string(), connection: connectionIdSchema, expiresAt: z.date() });

/** The preferences of a member of the team; the document id is the uid. Who has none has the usual ones. */
export const storedPreferencesSchema = z.object({
  ...preferencesSchema.shape,
  /** Null where none is on its way. */
  telegramCode: telegramCodeSchema.nullable().default(null),
  uid: uidSchema,
  updatedAt: z.date(),
});
export type StoredPreferences = z.infer<typeof storedPreferencesSchema>;
