import { z } from 'zod';
import { executionIdSchema, uidSchema } from './ids.ts';

export const notificationTypeSchema = z.enum(['info', 'success', 'warning', 'error', 'coach_alert']);

/** A message to one person, shown in the app. */
export const notificationSchema = z.object({
  uid: uidSchema,
  type: notificationTypeSchema,
  title: z.string().max(200),
  message: z.string().max(10_000),
  link: z.string().nullable(),
  executionId: executionIdSchema.nullable(),
  createdAt: z.date(),
  readAt: z.date().nullable(),
  expireAt: z.date(),
});
export type Notification = z.infer<typeof notificationSchema>;
