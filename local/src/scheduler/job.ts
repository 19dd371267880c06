import { z } from 'zod';

export const HTTP_METHODS = ['POST', 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const;

/** What the caller may set of a job, checked and with the service's defaults filled in. Durations in milliseconds. */
export const jobSpecSchema = z.object({
  description: z.string(),
  schedule: z.string(),
  timeZone: z.string(),
  attemptDeadlineMs: z.number(),
  retry: z.object({
    count: z.number(),
    maxDurationMs: z.number(),
    minBackoffMs: z.number(),
    maxBackoffMs: z.number(),
    maxDoublings: z.number(),
  }),
  target: z.object({
    uri: z.string(),
    method: z.enum(HTTP_METHODS),
    headers: z.record(z.string(), z.string()),
    bodyBase64: z.string(),
    oidcToken: z.object({ serviceAccountEmail: z.string(), audience: z.string() }).nullable(),
    oauthToken: z.object({ serviceAccountEmail: z.string(), scope: z.string() }).nullable(),
  }),
});
export type JobSpec = z.infer<typeof jobSpecSchema>;

/** google.rpc.Status, as a job keeps it of its last attempt; code 0 is success. */
export const attemptStatusSchema = z.object({ code: z.number(), message: z.string() });
export type AttemptStatus = z.infer<typeof attemptStatusSchema>;

/** One due time of a job and how far its delivery has come. */
export const occurrenceSchema = z.object({
  /** The scheduled time; the same over all retries. */
  scheduledFor: z.number(),
  retries: z.number(),
  firstAttemptAt: z.number(),
});
export type Occurrence = z.infer<typeof occurrenceSchema>;

/** A job as it is kept. Times are milliseconds since 1970 on the emulator's own clock. */
export const jobSchema = z.object({
  name: z.string(),
  spec: jobSpecSchema,
  paused: z.boolean(),
  updateFailed: z.boolean(),
  userUpdatedAt: z.number(),
  /** When the next attempt is due: an occurrence, or a retry of `retrying`. Null while the job does not execute. */
  nextAt: z.number().nullable(),
  retrying: occurrenceSchema.nullable(),
  lastAttemptAt: z.number().nullable(),
  status: attemptStatusSchema.nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export type JobState = 'ENABLED' | 'PAUSED' | 'UPDATE_FAILED';

export function stateOf(job: Job): JobState {
  if (job.updateFailed) return 'UPDATE_FAILED';
  return job.paused ? 'PAUSED' : 'ENABLED';
}

/** `projects/p/locations/l/jobs/daily` → `daily`. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
