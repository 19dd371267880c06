import { z } from 'zod';
import { decideApproval } from '../../core/engine/decide-approval.ts';
import { type Approval, approvalSchema, approvalStatusSchema } from '../../model/approval.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterCursor, pageOf, pageQuery, toPageBy } from './views.ts';

const read = { role: 'editor', scope: 'executions:read' } as const;
const byId = z.object({ id: executionIdSchema });

const approvalView = approvalSchema
  .omit({ expireAt: true })
  .extend({
    approvalId: z.string(),
    requestedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Approval' });

export const approvalRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/approvals',
      summary: 'What people were asked to decide, newest first',
      query: pageQuery.extend({ status: approvalStatusSchema.optional() }),
      answers: { 200: pageOf(approvalView) },
    },
    read,
    async ({ app, caller: { orgId }, query: { limit, cursor, status } }) => {
      const page = { limit, after: afterCursor(cursor) };
      const query =
        status === undefined ? queries.approvals(orgId, page) : queries.approvalsByStatus(orgId, status, page);
      const found = await app.engine.store.query(query);
      const body = toPageBy(
        ({ requestedAt }) => requestedAt,
        found,
        limit,
        ({ id, data }) => toView(id, data),
      );
      return { status: 200, body };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/approvals/{id}',
      summary: 'One question with its answer',
      params: byId,
      answers: { 200: approvalView, 404: problemSchema },
    },
    read,
    async ({ app, caller: { orgId }, params: { id } }) => {
      const stored = await app.engine.store.get(tenantPaths(orgId).approval(id));
      if (stored === null) throw noApproval(id);
      return { status: 200, body: toView(id, stored.data) };
    },
  ),
  decision('approve', 'approved', 'Say yes: the execution goes on; where an outcome is unknown, the act is done again'),
  decision('reject', 'rejected', 'Say no: the step fails; where an outcome is unknown, the act counts as done'),
];

function decision(verb: string, status: 'approved' | 'rejected', summary: string): Route {
  return tenantRoute(
    {
      method: 'post',
      path: `/api/approvals/{id}/${verb}`,
      summary,
      params: byId,
      body: z.strictObject({ reason: z.string().trim().min(1).max(2_000).nullable().default(null) }),
      answers: { 200: approvalView, 404: problemSchema, 409: problemSchema },
    },
    { role: 'editor', scope: 'approvals:decide' },
    async ({ app, caller, params: { id }, body: { reason } }) => {
      const decided = await decideApproval(app.engine, caller.orgId, id, { status, by: caller.id, reason });
      if (decided.kind === 'not_found') throw noApproval(id);
      if (decided.kind === 'closed') throw closed(decided.approval, app.engine.clock.now());
      return { status: 200, body: toView(id, decided.approval) };
    },
  );
}

function toView(approvalId: string, { expireAt, ...approval }: Approval): z.input<typeof approvalView> {
  const { requestedAt, expiresAt, decidedAt } = approval;
  return {
    ...approval,
    approvalId,
    requestedAt: requestedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

function noApproval(id: string): HttpProblem {
  return new HttpProblem(404, 'not_found', `There is no approval ${id}`);
}

function closed({ status, decidedBy, decidedAt, expiresAt }: Approval, now: Date): HttpProblem {
  const words = {
    approved: `It was approved by ${decidedBy} at ${decidedAt?.toISOString()}`,
    rejected: `It was rejected by ${decidedBy} at ${decidedAt?.toISOString()}`,
    expired: `It expired at ${expiresAt.toISOString()}`,
    canceled: 'It was canceled with its execution',
    pending: now >= expiresAt ? `It expired at ${expiresAt.toISOString()}` : 'Its execution has ended',
  };
  return new HttpProblem(409, 'closed', `${words[status]}; nothing was changed`);
}
