import { z } from 'zod';
import { auditWrite } from '../../core/governance/audit.ts';
import { readHistory } from '../../core/skills/history.ts';
import { LogRefusedError, logExecution } from '../../core/skills/log-execution.ts';
import { problemSchema } from '../../model/problem.ts';
import { historyRunView, logBody } from '../../model/skill.ts';
import { actorOf } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { afterExactly, cursorAt, exactCursor } from './views.ts';

const historyQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: exactCursor.optional(),
});
/** `total`: how many runs this answer has. `nextCursor` leads to those before them; null where there are none. */
const historyAnswer = z.object({
  success: z.literal(true),
  runs: z.array(historyRunView),
  total: z.int(),
  nextCursor: z.string().nullable(),
});

/** The history as the skills dashboard before this one told it. */
export const historyRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/history/get',
      summary: 'What was run, newest first; `scheduled` where a schedule began it',
      query: historyQuery,
      answers: { 200: historyAnswer },
    },
    { role: 'viewer', scope: 'executions:read' },
    async ({ app, caller: { orgId }, query: { limit, cursor } }) => {
      const { runs, after } = await readHistory(app.engine.store, orgId, { limit, after: afterExactly(cursor) });
      const nextCursor = after === null ? null : cursorAt(...after);
      return { status: 200, body: { success: true, runs, total: runs.length, nextCursor } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/history/log',
      summary: 'Tell of a run that took place elsewhere: it becomes an execution that has ended',
      isRepeatable: true,
      body: logBody,
      answers: { 201: z.object({ success: z.literal(true), id: z.string() }), 422: problemSchema },
    },
    { role: 'editor', scope: 'executions:run' },
    async ({ app: { engine }, caller, body, request }) => {
      const { orgId } = caller;
      const actor = actorOf(caller, request);
      const after = { playbookId: body.skill_id, success: body.success };
      const id = await logExecution(engine, {
        orgId,
        by: caller.id,
        member: caller.kind === 'user' ? caller.member : null,
        triggeredBy: caller.kind === 'key' ? 'api' : 'manual',
        key: request.get('idempotency-key') ?? engine.random.token(),
        run: body,
        alongside: (executionId) => {
          const target = { kind: 'execution', id: executionId };
          return [auditWrite(engine, orgId, actor, { action: 'execution.logged', target, after })];
        },
      }).catch(toProblem);
      return { status: 201, body: { success: true, id } };
    },
  ),
];

function toProblem(error: unknown): never {
  if (!(error instanceof LogRefusedError)) throw error;
  const errors = [{ path: 'timestamp', message: error.message }];
  throw new HttpProblem(422, 'invalid', error.message, { errors });
}
