import { z } from 'zod';
import { approvalStatusSchema } from '../../model/approval.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { approvalView, toApprovalView } from './approval-view.ts';
import { decideRoutes } from './decide.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterCursor, pageOf, pageQuery, toPageBy } from './views.ts';

const read = { role: 'editor', scope: 'executions:read' } as const;
const byId = z.object({ id: executionIdSchema });

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
        ({ id, data }) => toApprovalView(id, data),
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
      if (stored === null) throw new HttpProblem(404, 'not_found', `There is no approval ${id}`);
      return { status: 200, body: toApprovalView(id, stored.data) };
    },
  ),
  ...decideRoutes,
];
