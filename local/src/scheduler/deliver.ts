import { status as Code } from '@grpc/grpc-js';
import { type Delivery, isAccepted, sendHttp } from '../kit/send-http.ts';
import { type AttemptStatus, type Job, type JobSpec, shortName } from './job.ts';

/** Sends one attempt of an occurrence to the job's target, with the headers of the real service. Never throws. */
export async function deliver(job: Job, scheduledFor: number, signal: AbortSignal): Promise<AttemptStatus> {
  const { target, attemptDeadlineMs } = job.spec;
  const delivery = await sendHttp(
    {
      url: target.uri,
      method: target.method,
      headers: {
        ...authorize(target),
        'X-CloudScheduler': 'true',
        'X-CloudScheduler-JobName': shortName(job.name),
        'X-CloudScheduler-ScheduleTime': rfc3339(scheduledFor),
      },
      body: target.bodyBase64 ? Buffer.from(target.bodyBase64, 'base64') : null,
      timeoutMs: attemptDeadlineMs,
    },
    signal,
  );
  return toStatus(delivery);
}

/** Whole seconds are written without a fraction, as Go's RFC 3339 does. */
function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** A token setting overrides any Authorization header. The emulator has no key: its tokens are unsigned. */
function authorize({ headers, oidcToken, oauthToken, uri }: JobSpec['target']): Record<string, string> {
  if (oidcToken === null && oauthToken === null) return headers;
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization');
  const bearer = oidcToken
    ? unsignedToken({ aud: oidcToken.audience || uri, email: oidcToken.serviceAccountEmail, email_verified: true })
    : 'emulated-oauth-token';
  return { ...Object.fromEntries(others), Authorization: `Bearer ${bearer}` };
}

function unsignedToken(claims: object): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ iss: 'https://accounts.google.com', ...claims })}.`;
}

/** google.rpc.Code's own table of HTTP statuses. */
const CODE_OF_STATUS: Record<number, Code> = {
  400: Code.INVALID_ARGUMENT,
  401: Code.UNAUTHENTICATED,
  403: Code.PERMISSION_DENIED,
  404: Code.NOT_FOUND,
  409: Code.ABORTED,
  429: Code.RESOURCE_EXHAUSTED,
  499: Code.CANCELLED,
  500: Code.INTERNAL,
  501: Code.UNIMPLEMENTED,
  503: Code.UNAVAILABLE,
  504: Code.DEADLINE_EXCEEDED,
};

function toStatus(delivery: Delivery): AttemptStatus {
  if (isAccepted(delivery)) return { code: Code.OK, message: '' };
  switch (delivery.kind) {
    case 'timeout':
      return { code: Code.DEADLINE_EXCEEDED, message: 'The target did not answer before the attempt deadline.' };
    case 'unreachable':
      return { code: Code.UNAVAILABLE, message: `The target cannot be reached: ${delivery.reason}` };
    case 'answered':
      return {
        code: CODE_OF_STATUS[delivery.httpStatus] ?? Code.UNKNOWN,
        message: `The target answered HTTP ${delivery.httpStatus}.`,
      };
  }
}
