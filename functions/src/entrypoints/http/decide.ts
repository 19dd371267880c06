import type { Request, Response } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { type Decided, decideApproval } from '../../core/engine/decide-approval.ts';
import {
  closedWords,
  type LinkRefused,
  type LinkUse,
  openLink,
  recordWords,
  useLink,
} from '../../core/governance/use-link.ts';
import type { Approval } from '../../model/approval.ts';
import type { Actor } from '../../model/audit.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { jsonObject } from '../../model/json.ts';
import { type Problem, type ProblemDetail, problemSchema } from '../../model/problem.ts';
import { askingPage, messagePage, sendPage } from './approval-page.ts';
import { approvalView, toApprovalView } from './approval-view.ts';
import { accountOf, actorOf, isRecent, type TenantCaller, tenantCallerOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { build, publicRoute, type Reply, type Route } from './route.ts';

const byId = z.object({ id: executionIdSchema });
const tokenSchema = z.string().min(1).max(2_000);
const decideBody = z.strictObject({
  reason: z.string().trim().min(1).max(2_000).nullable().default(null),
  /** To a question: what was chosen, or said; with a yes only. */
  answer: z.string().trim().min(1).max(2_000).nullable().default(null),
  /** Other params than those that were asked about; with a yes to an act only. */
  params: jsonObject.nullable().default(null),
  /** The `paramsHash` of what was shown: refused, should it have been changed since. */
  paramsHash: z.string().max(64).optional(),
  /** Of a link in a mail, instead of signing in. */
  token: tokenSchema.optional(),
});
type DecideBody = z.infer<typeof decideBody>;

/** Whoever comes by a link: nobody is signed in, or somebody is, who should be the one it was written for. */
interface LinkCaller {
  readonly kind: 'link';
  readonly signedIn: string | null;
}
type Verb = 'approve' | 'reject';
const choices = { approve: 'approved', reject: 'rejected' } as const;

/** A yes or a no: by whoever is signed in, by API keys, and by links in mails, which show on GET and decide on POST. */
export const decideRoutes: readonly Route[] = [
  linkPage('approve'),
  linkPage('reject'),
  decision('approve', 'Say yes: the execution goes on; where an outcome is unknown, the act is done again'),
  decision('reject', 'Say no: the step fails; where an outcome is unknown, the act counts as done'),
];

function linkPage(verb: Verb): Route {
  return publicRoute(
    {
      method: 'get',
      path: `/api/approvals/{id}/${verb}`,
      summary: 'What a link in a mail asks, as a page with a button; it decides nothing',
      params: byId,
      query: z.object({ token: tokenSchema.optional() }),
      answers: { 200: z.string(), 404: problemSchema },
    },
    async ({ app, params: { id }, query: { token }, request, response }) => {
      if (token === undefined) throw new HttpProblem(404, 'not_found', 'Answers are posted; a link has a token');
      const use = linkUse(app, request, { id, verb, token, signedIn: null });
      const opened = await openLink(app.engine, use);
      if (opened.kind === 'refused') {
        refusePage(app, response, opened);
        return null;
      }
      const { approval, orgName, timezone } = opened;
      const asking = { approval, orgName, timezone, choice: choices[verb], token, action: verb };
      sendPage(response, 200, askingPage(asking));
      return null;
    },
  );
}

function decision(verb: Verb, summary: string): Route {
  const conflicts = { 403: problemSchema, 404: problemSchema, 409: problemSchema, 422: problemSchema };
  return build(
    {
      method: 'post',
      path: `/api/approvals/{id}/${verb}`,
      summary,
      params: byId,
      body: decideBody,
      answers: { 200: approvalView, ...conflicts },
    },
    { role: 'editor', scope: 'approvals:decide' },
    identify,
    (caller) => (caller.kind === 'link' ? 'link' : `${caller.orgId}|${caller.id}`),
    async ({ app, caller, params: { id }, body, request, response }) => {
      if (caller.kind === 'link') return decideByLink({ app, request, response }, caller, { id, verb, body });
      return toReply(app, id, await decideInPerson(app, caller, { id, verb, body, request }));
    },
  );
}

/** A viewer comes as far as to be refused on record. */
async function identify(app: App, request: Request): Promise<TenantCaller | LinkCaller> {
  const body: unknown = request.body;
  const hasToken = typeof body === 'object' && body !== null && 'token' in body;
  if (!hasToken) return tenantCallerOf(app, request, { role: 'viewer', scope: 'approvals:decide' });
  const isSignedIn = request.get('authorization') !== undefined;
  return { kind: 'link', signedIn: isSignedIn ? (await accountOf(app, request)).id : null };
}

interface Deciding {
  readonly id: string;
  readonly verb: Verb;
  readonly body: DecideBody;
}

export function decideInPerson(
  app: App,
  caller: TenantCaller,
  { id, verb, body, request }: Deciding & { readonly request: Request },
): Promise<Decided> {
  const { reason, answer, params, paramsHash } = body;
  if (verb === 'reject' && params !== null) {
    const errors = [{ path: 'params', message: 'Params can be changed with a yes only' }];
    throw new HttpProblem(422, 'invalid', 'params: Params can be changed with a yes only', { errors });
  }
  return decideApproval(app.engine, caller.orgId, id, {
    status: choices[verb],
    by: caller.id,
    madeBy: caller.kind === 'key' ? caller.createdBy : null,
    reason,
    answer,
    params,
    via: caller.kind === 'key' ? 'key' : 'app',
    actor: actorOf(caller, request),
    isRecent: caller.kind === 'user' && isRecent(app, caller),
    ...(paramsHash !== undefined && { shown: paramsHash }),
  });
}

interface Exchange {
  readonly app: App;
  readonly request: Request;
  readonly response: Response;
}

/** A form gets a page, a program gets JSON. */
async function decideByLink(
  { app, request, response }: Exchange,
  { signedIn }: LinkCaller,
  { id, verb, body: { token = '' } }: Deciding,
): Promise<Reply | null> {
  const decided = await useLink(app.engine, linkUse(app, request, { id, verb, token, signedIn }));
  const isForm = request.is('application/x-www-form-urlencoded') !== false;
  if (!isForm) {
    if (decided.kind === 'refused') throw problemOf(decided, []);
    return toReply(app, id, decided);
  }
  if (decided.kind === 'refused') refusePage(app, response, decided);
  else if (decided.kind === 'not_found') refusePage(app, response, gone);
  else if (decided.kind === 'closed') refusePage(app, response, { ...gone, message: closedWords(decided.approval) });
  else sendPage(response, 200, thanks(app, verb, decided.approval));
  return null;
}

const gone: LinkRefused = { kind: 'refused', code: 'closed', message: 'The question is gone' };

function thanks(app: App, verb: Verb, approval: Approval): string {
  const { words, more } = recordWords(choices[verb], approval);
  return messagePage(words, [`${approval.title}.`, ...more].join(' '), app.mail.link('/approvals'));
}

function refusePage(app: App, response: Response, refused: LinkRefused): void {
  const text = `${refused.message}. Nothing was changed.`;
  sendPage(
    response,
    statusOf(refused.code),
    messagePage('This link decides nothing', text, app.mail.link('/approvals')),
  );
}

function linkUse(
  { config }: App,
  request: Request,
  { id, verb, ...given }: { id: string; verb: Verb; token: string; signedIn: string | null },
): LinkUse {
  const userAgent = request.get('user-agent')?.slice(0, 300) ?? null;
  const from: Actor['from'] = { ip: request.ip ?? null, userAgent };
  return { ...given, approvalId: id, choice: choices[verb], linkKeyName: config.linkKeyName, from };
}

export function toReply(app: App, id: string, decided: Decided): Reply {
  switch (decided.kind) {
    case 'not_found':
      throw new HttpProblem(404, 'not_found', `There is no approval ${id}`);
    case 'refused':
      throw problemOf(decided.refused, decided.errors);
    case 'closed':
      throw closedProblem(decided.approval, app.engine.clock.now());
    default:
      return { status: 200, body: toApprovalView(id, decided.approval) };
  }
}

function problemOf(
  { code, message }: Pick<LinkRefused, 'code' | 'message'>,
  errors: readonly ProblemDetail[],
): HttpProblem {
  return new HttpProblem(statusOf(code), code, `${message}; nothing was changed`, { errors });
}

function statusOf(code: LinkRefused['code']): Problem['status'] {
  switch (code) {
    case 'closed':
    case 'expired':
    case 'changed':
    case 'answered':
      return 409;
    case 'bad_params':
    case 'bad_answer':
    case 'not_editable':
      return 422;
    default:
      return 403;
  }
}

function closedProblem({ status, decidedBy, decidedAt, expiresAt }: Approval, now: Date): HttpProblem {
  const words = {
    approved: `It was approved by ${decidedBy} at ${decidedAt?.toISOString()}`,
    rejected: `It was rejected by ${decidedBy} at ${decidedAt?.toISOString()}`,
    expired: `It expired at ${expiresAt.toISOString()}`,
    canceled: 'It was canceled with its execution',
    pending: now >= expiresAt ? `It expired at ${expiresAt.toISOString()}` : 'Its execution has ended',
  };
  return new HttpProblem(409, 'closed', `${words[status]}; nothing was changed`);
}
