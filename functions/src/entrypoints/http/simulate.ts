import { z } from 'zod';
import { type SimulateHow, type Simulation, simulateDays, simulateOnce } from '../../core/triggering/simulate.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import { jsonObject, jsonValue } from '../../model/json.ts';
import { problemSchema } from '../../model/problem.ts';
import { noPlaybook } from './playbooks.ts';
import { type Route, tenantRoute } from './route.ts';

/** Events are kept for as long. */
export const MAX_DAYS = 30;
/** So many starts are listed; `counted` tells of all. */
const LISTED = 1_000;

const simulateBody = z
  .strictObject({
    days: z.int().min(1).max(MAX_DAYS).optional(),
    inputs: jsonObject.optional(),
    event: jsonValue.optional(),
  })
  .refine(({ days, inputs, event }) => days === undefined || (inputs === undefined && event === undefined), {
    path: ['days'],
    message: 'Give days for what was stored, or inputs and event for one dry run, not both',
  });

const time = z.iso.datetime();
export const simulationView = z
  .object({
    from: time,
    to: time,
    starts: z.array(
      z.object({
        occasion: z.object({
          type: z.enum(['schedule', 'event', 'manual']),
          triggerId: z.string().nullable(),
          eventId: z.string().nullable(),
          scheduledFor: time.nullable(),
        }),
        at: time,
        executionId: z.string(),
        outcome: z.string(),
        wouldHave: z.array(z.string()),
        dryRunId: z.string().nullable(),
      }),
    ),
    counted: z.int(),
    rehearsed: z.int(),
    summary: z.string(),
    acts: z.array(z.object({ action: z.string(), times: z.int(), words: z.string() })),
    notes: z.array(z.string()),
  })
  .meta({ id: 'Simulation' });

export const simulateRoute: Route = tenantRoute(
  {
    method: 'post',
    path: '/api/playbooks/{id}/simulate',
    summary: 'What it would have done of the last days, or with the given inputs and event; nothing but dry runs',
    isRepeatable: true,
    params: z.object({ id: playbookIdSchema }),
    body: simulateBody,
    answers: { 200: simulationView, 404: problemSchema, 409: problemSchema, 422: problemSchema },
  },
  { role: 'editor', scope: 'executions:run' },
  async ({ app: { engine }, caller, params: { id: playbookId }, body, request }) => {
    const key = `simulation|${caller.id}|${request.get('idempotency-key') ?? engine.random.token()}`;
    const member = caller.kind === 'user' ? caller.member : null;
    const triggeredBy = caller.kind === 'user' ? 'manual' : 'api';
    const how: SimulateHow = { orgId: caller.orgId, playbookId, startedBy: caller.id, member, triggeredBy, key };
    const { inputs, event, days = MAX_DAYS } = body;
    const isOne = inputs !== undefined || event !== undefined;
    const simulation = isOne
      ? await simulateOnce(engine, how, { inputs: inputs ?? {}, event: event ?? null })
      : await simulateDays(engine, how, days);
    if (simulation === null) throw noPlaybook(playbookId);
    return { status: 200, body: toSimulationView(simulation) };
  },
);

export function toSimulationView({ from, to, starts, notes, ...report }: Simulation): z.infer<typeof simulationView> {
  const cut = starts.length > LISTED ? [`Only the first ${LISTED.toLocaleString('en-US')} starts are listed`] : [];
  return {
    ...report,
    from: from.toISOString(),
    to: to.toISOString(),
    starts: starts.slice(0, LISTED).map(({ occasion, at, wouldHave, ...start }) => ({
      ...start,
      occasion: { ...occasion, scheduledFor: occasion.scheduledFor?.toISOString() ?? null },
      at: at.toISOString(),
      wouldHave: [...wouldHave],
    })),
    acts: [...report.acts],
    notes: [...notes, ...cut],
  };
}
