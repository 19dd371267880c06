import { z } from 'zod';
import { askedTime } from '../../core/explain/asked-time.ts';
import { explainExecution } from '../../core/explain/explain-execution.ts';
import { whyAt } from '../../core/explain/why.ts';
import { explanationSchema } from '../../model/explanation.ts';
import { executionIdSchema, playbookIdSchema } from '../../model/ids.ts';
import { problemSchema } from '../../model/problem.ts';
import { noExecution } from './executions.ts';
import { noPlaybook } from './playbooks.ts';
import { type Route, tenantRoute } from './route.ts';

export const explainRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/executions/{id}/explain',
      summary: 'Why an execution is as it is, in plain words with the evidence',
      params: z.object({ id: executionIdSchema }),
      answers: { 200: explanationSchema, 404: problemSchema },
    },
    { role: 'viewer', scope: 'executions:read' },
    async ({ app, caller: { orgId }, params: { id } }) => {
      const explanation = await explainExecution(app.engine, orgId, id);
      if (explanation === null) throw noExecution(id);
      return { status: 200, body: explanation };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/playbooks/{id}/why',
      summary: 'Why a playbook did or did not run at a time; one without an offset is read in the tenant’s zone',
      params: z.object({ id: playbookIdSchema }),
      query: z.object({ at: askedTime }),
      answers: { 200: explanationSchema, 404: problemSchema },
    },
    { role: 'viewer', scope: 'executions:read' },
    async ({ app, caller: { orgId }, params: { id }, query: { at } }) => {
      const explanation = await whyAt(app.engine, orgId, id, at);
      if (explanation === null) throw noPlaybook(id);
      return { status: 200, body: explanation };
    },
  ),
];
