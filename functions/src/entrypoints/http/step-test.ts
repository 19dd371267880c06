import { z } from 'zod';
import { stepTestStart, TESTED } from '../../core/engine/step-test.ts';
import { agentIdSchema } from '../../model/agent.ts';
import { type Execution, usageSchema } from '../../model/execution.ts';
import { STEP_TESTS, stepIdSchema } from '../../model/ids.ts';
import { type JsonValue, jsonObject, jsonValue } from '../../model/json.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf } from './caller.ts';
import { startHere } from './execute.ts';
import { ownerOf } from './playbooks.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';
import { executionView, toExecutionView } from './views.ts';

const MAX_WAIT_S = 25;

/** Nothing in a sample is filled in. */
const sample = jsonObject.refine((value) => !JSON.stringify(value).includes('{{'), 'A sample holds no template');
const facts = z.strictObject({
  steps: z
    .record(stepIdSchema, sample)
    .refine((steps) => !(TESTED in steps), `'${TESTED}' is the name of the step that is tested`)
    .default({}),
  agents: z.partialRecord(agentIdSchema, sample).default({}),
  inputs: jsonObject.default({}),
  event: jsonValue.default(null),
});

/** `facts`: what its templates read. `wait` is in seconds. */
const body = z.strictObject({
  params: jsonObject.default({}),
  facts: facts.default({ steps: {}, agents: {}, inputs: {}, event: null }),
  dryRun: z.boolean().default(true),
  wait: z.number().min(0).max(MAX_WAIT_S).default(10),
});

/** `note` is what a dry run would have done. */
const testView = executionView
  .extend({ output: jsonValue, note: z.string().nullable(), usage: usageSchema })
  .meta({ id: 'StepTest' });

export const stepTestRoute: Route = tenantRoute(
  {
    method: 'post',
    path: '/api/steps/{action}/test',
    summary: 'Do one step, dry unless told otherwise: finished within `wait` seconds (200), or under way (202)',
    isRepeatable: true,
    params: z.object({ action: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'This is not the name of a step type') }),
    body,
    answers: {
      200: testView,
      202: z.object({ executionId: z.string(), status: z.string() }),
      404: problemSchema,
      409: problemSchema,
      422: problemSchema,
    },
  },
  { role: 'editor', scope: 'executions:run' },
  async ({ app: { engine }, caller, params: { action }, body: { params, facts: samples, dryRun, wait }, request }) => {
    const { orgId } = caller;
    const key = `${STEP_TESTS}|${caller.id}|${request.get('idempotency-key') ?? engine.random.token()}`;
    const member = caller.kind === 'user' ? caller.member : null;
    const actor = actorOf(caller, request);
    const ownerId = caller.kind === 'user' ? caller.id : await ownerOf(engine.store, orgId);
    const start = stepTestStart(engine, { orgId, action, params, samples, dryRun, key, actor, member, ownerId });
    if (start === null) throw new HttpProblem(404, 'not_found', `There is no step type '${action}'`);
    const { executionId, status, left } = await startHere(engine, start, wait);
    if (left === null || left.completedAt === null) return { status: 202, body: { executionId, status } };
    return { status: 200, body: toView(executionId, left) };
  },
);

function toView(executionId: string, left: Execution): z.input<typeof testView> {
  const tested = left.stepResults.find(({ path }) => path === TESTED);
  const { outputJson = null, note = null } = tested ?? {};
  const output = outputJson === null ? null : (JSON.parse(outputJson) as JsonValue);
  return { ...toExecutionView(executionId, left), output, note, usage: left.usage };
}
