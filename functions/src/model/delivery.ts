import { z } from 'zod';
import { executionIdSchema, uidSchema } from './ids.ts';
import { notificationTypeSchema } from './notification.ts';
import { channelSchema, messageKindSchema } from './notification-preferences.ts';

/** A message on its way to one person, or to one place for several, outside of the app. Server only. */
export const deliverySchema = z.object({
  uid: uidSchema,
  channel: channelSchema.exclude(['app']),
  kind: messageKindSchema,
  type: notificationTypeSchema,
  title: z.string().max(200),
  message: z.string().max(10_000),
  /** A path of the web app. */
  link: z.string().nullable(),
  /** What it asks, by the params that were shown; null where it asks nothing. */
  question: z.object({ approvalId: executionIdSchema, paramsHash: z.string() }).nullable().default(null),
  /** The connection that carries it, and whom it reaches by it, as the preferences said when it was written. */
  connection: z.string().nullable(),
  to: z.string().nullable(),
  /** `unknown`: it was begun, and nobody knows whether it arrived; it is not sent again. */
  status: z.enum(['waiting', 'sending', 'sent', 'failed', 'unknown']),
  attempts: z.int().min(0),
  /** The code of what went wrong last. */
  problem: z.string().nullable(),
  createdAt: z.date(),
  /** When it is to be sent, or, while it is being sent, when its sender counts as dead; null when it is settled. */
  dueAt: z.date().nullable(),
  settledAt: z.date().nullable(),
  expireAt: z.date(),
});
export type Delivery = z.infer<typeof deliverySchema>;
