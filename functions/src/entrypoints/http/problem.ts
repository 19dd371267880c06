import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { z } from 'zod';
import { ChangedMeanwhileError, InvalidPlaybookError } from '../../core/authoring/save-playbook.ts';
import { ReplayRefusedError } from '../../core/engine/replay.ts';
import { StartRefusedError } from '../../core/engine/start-execution.ts';
import { GalleryRefusedError } from '../../core/gallery/refusal.ts';
import { ConnectionRefusedError } from '../../core/governance/connection-entry.ts';
import { TeamRefusedError } from '../../core/governance/team.ts';
import type { Log } from '../../core/ports.ts';
import { SkillRefusedError } from '../../core/skills/built-in.ts';
import type { Problem, ProblemDetail } from '../../model/problem.ts';
import { StoredShapeError } from '../../model/stored.ts';
import { GALLERY_REFUSALS } from './gallery-problem.ts';

/** Thrown by a handler; answered as `application/problem+json` (RFC 9457). */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly ProblemDetail[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    code: string,
    detail: string,
    more: { errors?: readonly ProblemDetail[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'Sign in first',
  402: 'This costs money',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'Not possible now',
  413: 'Too large',
  415: 'Send JSON',
  422: 'Something in the request is wrong',
  429: 'Too many requests',
  500: 'Something went wrong on our side',
  503: 'Not possible here at the moment',
};

const REFUSALS: Readonly<Record<StartRefusedError['code'], number>> = {
  not_found: 404,
  invalid: 422,
  not_active: 409,
  bad_inputs: 422,
  owner_left: 409,
  too_deep: 409,
  key_revoked: 409,
  skill_not_allowed: 403,
  held: 409,
};

const CONNECTION_REFUSALS: Readonly<Record<ConnectionRefusedError['code'], number>> = {
  invalid: 422,
  too_many: 409,
  secrets_needed: 422,
  secrets_refused: 422,
  in_use: 409,
};

const SKILL_REFUSALS: Readonly<Record<SkillRefusedError['code'], number>> = {
  not_found: 404,
  not_active: 409,
  skill_not_allowed: 403,
};

const TEAM_REFUSALS: Readonly<Record<TeamRefusedError['code'], number>> = {
  not_found: 404,
  role: 403,
  last_owner: 409,
  already_member: 409,
  too_many: 409,
  bad_absence: 422,
};

/** A zod failure as problem details; `within` is where in the request it was (`body`, `query`, `params`). */
export function unprocessable(within: 'body' | 'query' | 'params', error: z.ZodError): HttpProblem {
  const errors = error.issues.map((issue) => ({
    path: issue.path.length > 0 ? issue.path.join('.') : within,
    message: isMissing(issue) ? `This is needed (${issue.expected})` : issue.message,
  }));
  const first = errors[0];
  return new HttpProblem(422, 'invalid', `${first?.path}: ${first?.message}`, { errors });
}

function isMissing(issue: z.core.$ZodIssue): issue is z.core.$ZodIssueInvalidType {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
}

export function tooLarge(limitKb = 256): HttpProblem {
  const errors = [{ path: 'body', message: `At most ${limitKb} KB` }];
  return new HttpProblem(413, 'too_large', `The body may have at most ${limitKb} KB`, { errors });
}

export function unsupportedEncoding(): HttpProblem {
  return new HttpProblem(415, 'unsupported_encoding', 'Send the body as plain UTF-8 JSON');
}

export function malformed(error: unknown): HttpProblem {
  const message = error instanceof Error ? error.message : 'Not valid JSON';
  return new HttpProblem(400, 'malformed_json', 'The body is not valid JSON', { errors: [{ path: 'body', message }] });
}

/** What a thrown value becomes; null when it is a fault of ours. */
export function toHttpProblem(error: unknown): HttpProblem | null {
  if (error instanceof HttpProblem) return error;
  if (error instanceof InvalidPlaybookError) {
    return new HttpProblem(422, 'invalid_playbook', error.message, { errors: error.errors });
  }
  if (error instanceof ChangedMeanwhileError) return new HttpProblem(409, 'changed_meanwhile', error.message);
  if (error instanceof StartRefusedError) {
    return new HttpProblem(REFUSALS[error.code], error.code, error.message, { errors: error.errors });
  }
  if (error instanceof TeamRefusedError) return new HttpProblem(TEAM_REFUSALS[error.code], error.code, error.message);
  if (error instanceof ConnectionRefusedError) {
    return new HttpProblem(CONNECTION_REFUSALS[error.code], error.code, error.message, { errors: error.errors });
  }
  if (error instanceof SkillRefusedError) return new HttpProblem(SKILL_REFUSALS[error.code], error.code, error.message);
  if (error instanceof GalleryRefusedError) {
    return new HttpProblem(GALLERY_REFUSALS[error.code], error.code, error.message, { errors: error.errors });
  }
  if (error instanceof ReplayRefusedError) return new HttpProblem(409, 'not_replayable', error.message);
  if (error instanceof StoredShapeError) {
    const what = error.path.split('/').slice(-2).join('/');
    const detail = `${what} was written by hand or by another program, and cannot be read`;
    return new HttpProblem(422, 'unreadable', detail, { errors: error.errors });
  }
  return bodyProblem(error);
}

/** What express's body parser throws. */
function bodyProblem(error: unknown): HttpProblem | null {
  if (error === null || typeof error !== 'object' || !('type' in error)) return null;
  switch (error.type) {
    case 'entity.too.large':
      return tooLarge();
    case 'entity.parse.failed':
      return malformed(error);
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return unsupportedEncoding();
    default:
      return null;
  }
}

export function problemBody({ status, code, message, errors }: HttpProblem): Problem {
  const title = TITLES[status] ?? 'The request failed';
  return { type: `urn:playbooks:problem:${code}`, title, status, detail: message, errors: [...errors] };
}

export const notFound: RequestHandler = (request) => {
  throw new HttpProblem(404, 'no_such_address', `There is nothing at ${request.method} ${request.path}`);
};

export function answerProblems(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const known = toHttpProblem(error);
    if (known === null) log.error('request_failed', error, { method: request.method, path: request.path });
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = known ?? new HttpProblem(500, 'internal', 'Please try again; the details are in the function logs');
    response.status(problem.status).set(problem.headers).type('application/problem+json').json(problemBody(problem));
  };
}
