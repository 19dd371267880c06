import type { Request } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { chooseCanary, type ReplayFilter, type ReplayHow, replayRest, replayStart } from '../../core/engine/replay.ts';
import { executionIdSchema, playbookIdSchema } from '../../model/ids.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf, type TenantCaller } from './caller.ts';
import { startHere } from './execute.ts';
import { noExecution } from './executions.ts';
import { type Reply, type Route, tenantRoute } from './route.ts';
import { instantQuery } from './views.ts';

/** How long a replay is done within the request. */
const WAIT_S = 5;
const MAX_SET = 100;

const run = { role: 'editor', scope: 'executions:run' } as const;
const how = {
  version: z.enum(['pinned', 'newest']).default('newest'),
  /** Reads for real and only says what it would have done. */
  dryRun: z.boolean().default(true),
};
const oneBody = z.strictObject(how);
const time = instantQuery.optional();
const setBody = z.strictObject({
  ...how,
  filter: z.strictObject({
    playbookId: playbookIdSchema,
    status: z.enum(['completed', 'failed', 'canceled']).optional(),
    from: time,
    to: time,
  }),
  limit: z.int().min(1).max(MAX_SET).default(20),
  /** The execution that went first, once it has completed. */
  canary: executionIdSchema.optional(),
});
const setAnswer = z.object({
  canary: z.object({ executionId: z.string(), status: z.string() }).nullable(),
  /** How many match, up to the limit, the one that goes first included. */
  matched: z.int(),
  started: z.array(z.object({ of: z.string(), executionId: z.string() })),
  refused: z.array(z.object({ of: z.string(), reason: z.string() })),
  /** What to do next; null when all is started. */
  next: z.string().nullable(),
});
const one = z.object({ executionId: z.string(), status: z.string(), mode: z.string(), replayOf: z.string() });

export const replayRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'post',
      path: '/api/executions/replay',
      summary: 'Repeat many executions: the oldest first, alone; then, with `canary`, the others',
      body: setBody,
      answers: { 200: setAnswer, 202: setAnswer, 404: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    run,
    async ({ app, caller, body, request }) => {
      const { filter, limit, canary, ...rest } = body;
      const common = { ...rest, ...commonOf(caller, request) };
      if (canary === undefined) {
        return startCanary(app, filter, limit, { ...common, key: keyOf(app, caller, request) });
      }
      const replayed = await replayRest(app.engine, canary, filter, limit, common);
      if (replayed === null) throw noExecution(canary);
      return { status: 202, body: { canary: { executionId: canary, status: 'completed' }, ...replayed, next: null } };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/executions/{id}/replay',
      summary: 'Start a new execution with the inputs and the event of this one; a dry run unless told otherwise',
      params: z.object({ id: executionIdSchema }),
      body: oneBody,
      answers: { 200: one, 202: one, 404: problemSchema, 409: problemSchema, 422: problemSchema },
    },
    run,
    async ({ app, caller, params: { id }, body, request }) => {
      const start = await replayStart(app.engine, id, {
        ...body,
        ...commonOf(caller, request),
        key: keyOf(app, caller, request),
      });
      if (start === null) throw noExecution(id);
      const { executionId, status, left } = await startHere(app.engine, start, WAIT_S);
      const mode = left?.mode ?? (body.dryRun ? 'dry_run' : 'live');
      const isOver = left !== null && left.completedAt !== null;
      return { status: isOver ? 200 : 202, body: { executionId, status, mode, replayOf: id } };
    },
  ),
];

function commonOf(
  caller: TenantCaller,
  request: Request,
): Pick<ReplayHow, 'orgId' | 'actor' | 'member' | 'triggeredBy'> {
  const { orgId } = caller;
  const actor = actorOf(caller, request);
  if (caller.kind === 'user') return { orgId, actor, member: caller.member, triggeredBy: 'manual' };
  return { orgId, actor, member: null, triggeredBy: 'api' };
}

function keyOf(app: App, caller: TenantCaller, request: { get(name: string): string | undefined }): string {
  return `${caller.id}|${request.get('idempotency-key') ?? app.engine.random.token()}`;
}

async function startCanary({ engine }: App, filter: ReplayFilter, limit: number, how: ReplayHow): Promise<Reply> {
  const { start, matched } = await chooseCanary(engine, filter, limit, how);
  const none = { canary: null, matched, started: [], refused: [] };
  if (start === null) return { status: 200, body: { ...none, next: null } };
  const { executionId, status, left } = await startHere(engine, start, WAIT_S);
  const isOver = left !== null && left.completedAt !== null;
  const body = { ...none, canary: { executionId, status }, next: nextFor(executionId, status, matched - 1) };
  return { status: isOver ? 200 : 202, body };
}

/** What there is to do after the one that goes first. */
function nextFor(executionId: string, status: string, others: number): string | null {
  if (others === 0) return null;
  if (status === 'failed' || status === 'canceled' || status === 'skipped') {
    return `It ${status === 'failed' ? 'failed' : `was ${status}`}: the other ${others} were not started. Put it right and start again.`;
  }
  const when = status === 'completed' ? 'Look at it' : 'Wait until it has completed and look at it';
  return `${when}; then send the same with canary '${executionId}' to start the other ${others}.`;
}
