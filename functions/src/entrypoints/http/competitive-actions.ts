import { z } from 'zod';
import { type ActionVerb, settleCompetitiveAction } from '../../core/governance/settle-competitive-action.ts';
import { competitiveActionSchema } from '../../model/competitive-action.ts';
import { executionIdSchema } from '../../model/ids.ts';
import { problemSchema } from '../../model/problem.ts';
import { changingOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const actionView = competitiveActionSchema
  .pick({ type: true, title: true, recommendation: true, priority: true, assignedAgent: true, status: true })
  .extend({ actionId: executionIdSchema })
  .meta({ id: 'CompetitiveAction' });

/** What people make of proposals that have no task of their own. */
export const competitiveActionRoutes: readonly Route[] = [
  settleRoute('accept', 'Take up a proposal about a competitor'),
  settleRoute('dismiss', 'Say no to a proposal about a competitor'),
];

function settleRoute(verb: ActionVerb, summary: string): Route {
  return tenantRoute(
    {
      method: 'post',
      path: `/api/competitive_actions/{id}/${verb}`,
      summary,
      params: z.object({ id: executionIdSchema }),
      answers: { 200: actionView, 404: problemSchema, 409: problemSchema },
    },
    { role: 'editor', scope: null },
    async ({ app, caller, params: { id }, request }) => {
      const settled = await settleCompetitiveAction(app.engine, changingOf(caller, request), id, verb);
      if (settled === null) throw new HttpProblem(404, 'not_found', `There is no competitive action ${id}`);
      const { type, title, recommendation, priority, assignedAgent, status, taskId } = settled.data;
      if (status === 'pending') {
        throw new HttpProblem(409, 'has_task', `It goes by its task: decide on /tasks/${taskId}`);
      }
      return { status: 200, body: { actionId: id, type, title, recommendation, priority, assignedAgent, status } };
    },
  );
}
