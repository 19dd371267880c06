import { z } from 'zod';
import { durationMs, durationSchema, invalid, toDuration, toTimestamp } from '../grpc.ts';
import { HTTP_METHODS, type Job, type JobSpec, stateOf } from './job.ts';
import { isTimeZone, scheduleProblem } from './unix-cron.ts';

const wireTargetSchema = z.object({
  uri: z.string(),
  httpMethod: z.enum(['HTTP_METHOD_UNSPECIFIED', ...HTTP_METHODS]),
  headers: z.record(z.string(), z.string()),
  body: z.instanceof(Buffer),
  oauthToken: z.object({ serviceAccountEmail: z.string(), scope: z.string() }).nullish(),
  oidcToken: z.object({ serviceAccountEmail: z.string(), audience: z.string() }).nullish(),
});

/** google.cloud.scheduler.v1.Job as proto-loader decodes it, the caller's fields only. */
export const wireJobSchema = z.object({
  name: z.string(),
  description: z.string(),
  httpTarget: wireTargetSchema.nullish(),
  pubsubTarget: z.unknown().optional(),
  appEngineHttpTarget: z.unknown().optional(),
  schedule: z.string(),
  timeZone: z.string(),
  attemptDeadline: durationSchema.nullable(),
  retryConfig: z
    .object({
      retryCount: z.number(),
      maxRetryDuration: durationSchema.nullable(),
      minBackoffDuration: durationSchema.nullable(),
      maxBackoffDuration: durationSchema.nullable(),
      maxDoublings: z.number(),
    })
    .nullable(),
});
export type WireJob = z.infer<typeof wireJobSchema>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const USER_AGENT = 'Google-Cloud-Scheduler';

/** Checks a job as the real service does and fills in its defaults. Throws INVALID_ARGUMENT naming the field. */
export function parseSpec(wire: WireJob): JobSpec {
  if (wire.description.length > 500) throw invalid('Job.description must not contain more than 500 characters.');
  const problem = scheduleProblem(wire.schedule);
  if (problem !== null) throw invalid(`Job.schedule is invalid. ${problem}`);
  const timeZone = wire.timeZone || 'UTC';
  if (!isTimeZone(timeZone)) throw invalid(`Job.time_zone "${timeZone}" is not a name of the tz database.`);
  return {
    description: wire.description,
    schedule: wire.schedule,
    timeZone,
    attemptDeadlineMs: parseAttemptDeadline(wire),
    retry: parseRetry(wire.retryConfig),
    target: parseTarget(wire),
  };
}

function parseAttemptDeadline(wire: WireJob): number {
  const deadlineMs = durationMs(wire.attemptDeadline) ?? 3 * MINUTE;
  if (deadlineMs < 15 * SECOND || deadlineMs > 30 * MINUTE) {
    throw invalid('Job.attempt_deadline must be between 15 seconds and 30 minutes.');
  }
  return deadlineMs;
}

function parseRetry(config: WireJob['retryConfig']): JobSpec['retry'] {
  const count = config?.retryCount ?? 0;
  if (count < 0 || count > 5) throw invalid('RetryConfig.retry_count must be between 0 and 5.');
  const maxDoublings = config?.maxDoublings || 5;
  if (maxDoublings < 0) throw invalid('RetryConfig.max_doublings must not be negative.');
  const maxDurationMs = durationMs(config?.maxRetryDuration ?? null) ?? 0;
  const minBackoffMs = durationMs(config?.minBackoffDuration ?? null) ?? 5 * SECOND;
  const maxBackoffMs = durationMs(config?.maxBackoffDuration ?? null) ?? 60 * MINUTE;
  if (maxDurationMs < 0 || minBackoffMs < 0) throw invalid('RetryConfig: a duration must not be negative.');
  if (minBackoffMs > maxBackoffMs) {
    throw invalid('RetryConfig.min_backoff_duration must not be greater than max_backoff_duration.');
  }
  return { count, maxDurationMs, minBackoffMs, maxBackoffMs, maxDoublings };
}

function parseTarget(wire: WireJob): JobSpec['target'] {
  const target = wire.httpTarget;
  if (!target) {
    const other = wire.pubsubTarget || wire.appEngineHttpTarget;
    throw invalid(
      other ? 'This emulator delivers to Job.http_target only.' : 'Job.target is required: set http_target.',
    );
  }
  checkUri(target.uri);
  const method = target.httpMethod === 'HTTP_METHOD_UNSPECIFIED' ? 'POST' : target.httpMethod;
  const hasBody = target.body.length > 0;
  if (hasBody && !['POST', 'PUT', 'PATCH'].includes(method)) {
    throw invalid(`HttpTarget.body is allowed only with POST, PUT or PATCH, not with ${method}.`);
  }
  if (target.body.length > 1024 * 1024) throw invalid('HttpTarget.body: a job may have at most 1 MB.');
  return {
    uri: target.uri,
    method,
    headers: parseHeaders(target.headers, hasBody),
    bodyBase64: target.body.toString('base64'),
    oidcToken: target.oidcToken ?? null,
    oauthToken: target.oauthToken ?? null,
  };
}

function checkUri(uri: string): void {
  if (!/^https?:\/\//.test(uri) || !URL.canParse(uri)) {
    throw invalid(`HttpTarget.uri "${uri}" must be a full address that begins with http:// or https://.`);
  }
  if (uri.length > 2083) throw invalid('HttpTarget.uri must not be longer than 2083 characters.');
}

const COMPUTED_HEADER = /^(host|content-length|user-agent|x-google-.*|x-appengine-.*|x-cloudscheduler.*)$/i;

/** As the service keeps them: what it computes itself is dropped, its User-Agent and the default type are shown. */
function parseHeaders(headers: Record<string, string>, hasBody: boolean): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !COMPUTED_HEADER.test(name));
  for (const [name, value] of kept) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      throw invalid(`HttpTarget.headers: "${name}" is not a valid header or has an invalid value.`);
    }
  }
  const size = kept.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size >= 80 * 1024) throw invalid('HttpTarget.headers must have less than 80 KB together.');
  const hasType = kept.some(([name]) => name.toLowerCase() === 'content-type');
  const defaults = {
    'User-Agent': USER_AGENT,
    ...(hasBody && !hasType && { 'Content-Type': 'application/octet-stream' }),
  };
  return { ...Object.fromEntries(kept), ...defaults };
}

/** The caller's fields of a stored job in the form in which they arrive. */
export function specToWire(name: string, spec: JobSpec): WireJob {
  const { target, retry } = spec;
  return {
    name,
    description: spec.description,
    schedule: spec.schedule,
    timeZone: spec.timeZone,
    attemptDeadline: toDuration(spec.attemptDeadlineMs),
    retryConfig: {
      retryCount: retry.count,
      maxRetryDuration: toDuration(retry.maxDurationMs),
      minBackoffDuration: toDuration(retry.minBackoffMs),
      maxBackoffDuration: toDuration(retry.maxBackoffMs),
      maxDoublings: retry.maxDoublings,
    },
    httpTarget: {
      uri: target.uri,
      httpMethod: target.method,
      headers: target.headers,
      body: Buffer.from(target.bodyBase64, 'base64'),
      ...(target.oidcToken && { oidcToken: target.oidcToken }),
      ...(target.oauthToken && { oauthToken: target.oauthToken }),
    },
  };
}

/** A stored job as google.cloud.scheduler.v1.Job. */
export function jobToWire(job: Job): object {
  return {
    ...specToWire(job.name, job.spec),
    state: stateOf(job),
    userUpdateTime: toTimestamp(job.userUpdatedAt),
    scheduleTime: job.nextAt === null ? null : toTimestamp(job.nextAt),
    lastAttemptTime: job.lastAttemptAt === null ? null : toTimestamp(job.lastAttemptAt),
    status: job.status === null ? null : { ...job.status, details: [] },
  };
}
