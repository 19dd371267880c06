import { z } from 'zod';
import { expiryOf } from './retention.ts';

/** The mildest first. */
export const severitySchema = z.enum(['info', 'warning', 'critical']);

/** An operational problem that somebody should look at. The same problem again raises `count`, not another alert. */
export const alertSchema = z.object({
  /** While it is open, the worst that it has been. */
  severity: severitySchema,
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
  /** The uid of the person who said that it is over; null where it ended by itself. */
  resolvedBy: z.string().nullable().default(null),
  /** Since when, and by whose word (a uid), somebody looks after it: nobody is written to again until it gets worse. */
  acknowledgedAt: z.date().nullable().default(null),
  acknowledgedBy: z.string().nullable().default(null),
  /** When the people of the tenant were last told of it. */
  toldAt: z.date().nullable().default(null),
  /** When a mail about it last went out, and when the next is due: at most one an hour. */
  mailedAt: z.date().nullable(),
  mailDueAt: z.date().nullable(),
  expireAt: z.date(),
});
export type Alert = z.infer<typeof alertSchema>;

/** `subject` is the id of what the problem is about: the same code and subject are the same alert. */
export type Problem = Pick<Alert, 'code' | 'severity' | 'title' | 'message' | 'link' | 'subject'>;

/** One mail an hour about one alert, however often it is raised. */
const MAIL_EVERY_MS = 3_600_000;

/**
 * The alert that a problem makes of the one before (null: there is none). `isMailed`: whether it is mailed to who looks
 * after the platform, too; what is a tenant's own affair is not.
 */
export function raised(present: Alert | null, problem: Problem, now: Date, isMailed: boolean): Alert {
  const open = present?.resolvedAt === null ? present : null;
  const isWorse = open !== null && isWorseThan(problem.severity, open.severity);
  const hushed = isWorse ? null : (open?.acknowledgedAt ?? null);
  const mailedAt = present?.mailedAt ?? null;
  const nextMailAt = new Date(Math.max(now.getTime(), (mailedAt?.getTime() ?? 0) + MAIL_EVERY_MS));
  const mayMail = isMailed && problem.severity !== 'info' && hushed === null;
  return {
    ...problem,
    severity: open === null || isWorse ? problem.severity : open.severity,
    count: (open?.count ?? 0) + 1,
    firstAt: open?.firstAt ?? now,
    lastAt: now,
    resolvedAt: null,
    resolvedBy: null,
    acknowledgedAt: hushed,
    acknowledgedBy: hushed && (open?.acknowledgedBy ?? null),
    toldAt: present?.toldAt ?? null,
    mailedAt,
    mailDueAt: mayMail ? (present?.mailDueAt ?? (isWorse ? now : nextMailAt)) : null,
    expireAt: expiryOf('alert', now),
  };
}

/** Whether people are to be told of what has become of an alert: it is new, is back after an hour of peace, or got worse. */
export function isNews(present: Alert | null, { severity }: Alert, now: Date): boolean {
  if (present === null || isWorseThan(severity, present.severity)) return true;
  const isBack = present.resolvedAt !== null;
  return isBack && now.getTime() - (present.toldAt?.getTime() ?? 0) >= MAIL_EVERY_MS;
}

function isWorseThan(one: Alert['severity'], other: Alert['severity']): boolean {
  return severitySchema.options.indexOf(one) > severitySchema.options.indexOf(other);
}
