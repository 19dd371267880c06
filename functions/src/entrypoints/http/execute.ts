import type { Request } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { enqueueAdvance } from '../../core/engine/enqueue.ts';
import { onRecord } from '../../core/engine/on-record.ts';
import { type StartRequest, startExecution, unattended } from '../../core/engine/start-execution.ts';
import { advanceExecution } from '../../core/engine/wake-execution.ts';
import { fireSchedule } from '../../core/triggering/fire-schedule.ts';
import type { Execution, TriggeredBy } from '../../model/execution.ts';
import { orgIdSchema, playbookIdSchema, triggerIdSchema } from '../../model/ids.ts';
import { jsonObject, jsonValue } from '../../model/json.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf, apiKeyOf, isScheduler, type SchedulerCaller, type TenantCaller, tenantCallerOf } from './caller.ts';
import { unprocessable } from './problem.ts';
import { build, type Call, type Reply, type Route } from './route.ts';
import { executionView, toExecutionView } from './views.ts';

const MAX_WAIT_S = 25;
/** The function ends after 300 s; a step that may last longer than this is left to a worker. */
const LONGEST_MS = 270_000;

/** `wait` is in seconds. `orgId`, `userId` and `triggerId` mean something from Cloud Scheduler only. */
const executeBody = z.object({
  triggeredBy: z.enum(['manual', 'agent', 'api', 'schedule']).default('manual'),
  inputs: jsonObject.default({}),
  eventData: jsonValue.optional(),
  dryRun: z.boolean().default(false),
  wait: z.number().min(0).max(MAX_WAIT_S).default(5),
  orgId: z.string().optional(),
  userId: z.string().optional(),
  triggerId: z.string().optional(),
});
type ExecuteBody = z.infer<typeof executeBody>;
type ExecuteCall<C> = Call<C, { id: string }, unknown, ExecuteBody>;

const accepted = z.object({ executionId: z.string().nullable(), status: z.string() });
const need = { role: 'editor', scope: 'executions:run', isForScheduler: true } as const;

export const executeRoute: Route = build(
  {
    method: 'post',
    path: '/api/playbooks/{id}/execute',
    isRepeatable: true,
    summary: 'Start a playbook: finished within `wait` seconds (200), or under way (202)',
    params: z.object({ id: playbookIdSchema }),
    body: executeBody,
    answers: { 200: executionView, 202: accepted, 404: problemSchema, 409: problemSchema, 422: problemSchema },
  },
  need,
  identify,
  (caller) => (caller.kind === 'scheduler' ? 'scheduler' : `${caller.orgId}|${caller.id}`),
  ({ caller, ...call }) =>
    caller.kind === 'scheduler' ? executeForScheduler(call) : executeForTenant({ ...call, caller }),
);

async function identify(app: App, request: Request): Promise<TenantCaller | SchedulerCaller> {
  if (apiKeyOf(request) === null && (await isScheduler(app, request))) return { kind: 'scheduler', id: 'system' };
  return tenantCallerOf(app, request, need);
}

/** People and keys: run here, as long as they want to wait. */
async function executeForTenant(call: ExecuteCall<TenantCaller>): Promise<Reply> {
  const { app, caller, params, body, request } = call;
  const { engine } = app;
  const key = request.get('idempotency-key') ?? engine.random.token();
  const byAgent = body.triggeredBy === 'agent';
  const triggeredBy: TriggeredBy = byAgent ? 'agent' : caller.kind === 'key' ? 'api' : 'manual';
  const start: StartRequest = {
    ...systemStart(caller.orgId, params.id, `${caller.id}|${key}`),
    triggeredBy,
    startedBy: caller.id,
    member: caller.kind === 'user' ? caller.member : null,
    inputs: body.inputs,
    dryRun: body.dryRun,
  };
  const { executionId, status, left } = await startHere(
    engine,
    onRecord(engine, start, actorOf(caller, request)),
    body.wait,
  );
  if (left === null || left.completedAt === null) return { status: 202, body: { executionId, status } };
  return { status: 200, body: toExecutionView(executionId, left) };
}

/** Starts it and goes on with it here, for as long as the caller wants to wait. `left` is null where it only waits. */
export async function startHere(
  engine: Engine,
  start: StartRequest,
  waitS: number,
): Promise<{ readonly executionId: string; readonly status: string; readonly left: Execution | null }> {
  const now = engine.clock.now().getTime();
  const deadline = new Date(now + waitS * 1000);
  const { executionId, status, held, skipped } = await startExecution(engine, start, waitS > 0);
  if (skipped !== null) return { executionId, status: 'skipped', left: null };
  if (held === null) {
    await enqueueAdvance(engine, start.orgId, executionId, null);
    return { executionId, status, left: null };
  }
  const end = new Date(now + LONGEST_MS);
  const left = await advanceExecution(engine, held, { deadline, end, isShort: true });
  return { executionId, status: left.status, left };
}

const schedulerBody = z.object({ orgId: orgIdSchema, triggerId: triggerIdSchema.optional() });

/** Cloud Scheduler: an occurrence of an armed schedule, or an active playbook as `system`; 202 after the start. */
async function executeForScheduler({ app, params, body, request }: Omit<ExecuteCall<null>, 'caller'>): Promise<Reply> {
  const parsed = schedulerBody.safeParse(body);
  if (!parsed.success) throw unprocessable('body', parsed.error);
  const { orgId, triggerId } = parsed.data;
  const { engine } = app;
  if (triggerId !== undefined) {
    const scheduleTime = request.get('x-cloudscheduler-scheduletime') ?? null;
    const fired = await fireSchedule(engine, { orgId, playbookId: params.id, triggerId, scheduleTime });
    if (fired.kind === 'nothing_due') return { status: 202, body: { executionId: null, status: fired.reason } };
    return {
      status: 202,
      body: { executionId: fired.executionId, status: fired.created ? 'queued' : 'started before' },
    };
  }
  const actor = actorOf({ kind: 'scheduler', id: 'system' }, request);
  const start = onRecord(engine, systemStart(orgId, params.id, engine.random.token()), actor);
  const { executionId, status } = await startExecution(engine, start, false);
  await enqueueAdvance(engine, orgId, executionId, null);
  return { status: 202, body: { executionId, status } };
}

function systemStart(orgId: string, playbookId: string, key: string): StartRequest {
  return {
    ...unattended,
    orgId,
    playbookId,
    occasion: { kind: 'request', key },
    triggeredBy: 'schedule',
  };
}
