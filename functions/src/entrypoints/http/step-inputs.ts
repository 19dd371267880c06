import { z } from 'zod';
import { readStepInput } from '../../core/engine/step-input.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { jsonObject } from '../../model/json.ts';
import { problemSchema } from '../../model/problem.ts';
import { noExecution } from './executions.ts';
import { type Route, tenantRoute } from './route.ts';

/** `approved`: what people were shown and the step acts on. `unknown`: `reason` says why, and there are no params. */
const inputView = z
  .object({
    source: z.enum(['filled_in', 'approved', 'unknown']),
    params: jsonObject.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'StepInput' });

export const stepInputRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/executions/{id}/input',
      summary: 'What a step of an execution was given: its params, filled in',
      params: z.object({ id: executionIdSchema }),
      query: z.object({ path: z.string().min(1).max(500) }),
      answers: { 200: inputView, 404: problemSchema },
    },
    { role: 'editor', scope: 'executions:read' },
    async ({ app, caller: { orgId }, params: { id }, query: { path } }) => {
      const input = await readStepInput(app.engine, orgId, id, path);
      if (input === null) throw noExecution(id);
      return { status: 200, body: input };
    },
  ),
];
