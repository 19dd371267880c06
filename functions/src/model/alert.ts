import { z } from 'zod';

/** An operational problem that somebody should look at. The same problem again raises `count`, not another alert. */
export const alertSchema = z.object({
  severity: z.enum(['info', 'warning', 'critical']),
  /** What kind of problem: `worker_died`, `tick_silent`, `schedule_silent`, … */
  code: z.string(),
  /** The id of what it is about: a schedule, an execution. */
  subject: z.string(),
  title: z.string().max(200),
  message: z.string().max(10_000),
  link: z.string().nullable(),
  count: z.int().min(1),
  firstAt: z.date(),
  lastAt: z.date(),
  /** Null while the problem lasts. */
  resolvedAt: z.date().nullable(),
  /** When a mail about it last went out, and when the next is due: at most one an hour. */
  mailedAt: z.date().nullable(),
  mailDueAt: z.date().nullable(),
  expireAt: z.date(),
});
export type Alert = z.infer<typeof alertSchema>;
