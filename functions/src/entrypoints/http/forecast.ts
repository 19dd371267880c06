import { z } from 'zod';
import { type Forecast, forecastPlaybook } from '../../core/authoring/forecast.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import { tenantPaths } from '../../model/paths.ts';
import { problemDetailSchema, problemSchema } from '../../model/problem.ts';
import { noPlaybook } from './playbooks.ts';
import { type Route, tenantRoute } from './route.ts';

const range = { min: z.int(), max: z.int() };
export const forecastView = z
  .object({
    triggers: z.array(
      z.object({
        triggerId: z.string(),
        type: z.string(),
        words: z.string(),
        timezone: z.string().nullable(),
        next: z.array(z.object({ at: z.iso.datetime(), local: z.string(), note: z.string().nullable() })),
        perMonth: z.int().nullable(),
      }),
    ),
    /** Today, from now on, and the thirteen days after it, in the tenant's zone. */
    days: z.array(z.object({ day: z.iso.date(), count: z.int(), times: z.array(z.string()) })),
    executionsPerMonth: z.object(range),
    /** Per month, in millionths of a US dollar. */
    cost: z.object({ ...range, basis: z.string() }),
    limits: z.array(
      z.object({
        name: z.string(),
        words: z.string(),
        perDay: z.int().nullable(),
        limit: z.int(),
        isTouched: z.boolean(),
      }),
    ),
    notes: z.array(z.string()),
    problems: z.array(problemDetailSchema),
  })
  .meta({ id: 'Forecast' });

export const forecastRoute: Route = tenantRoute(
  {
    method: 'get',
    path: '/api/playbooks/{id}/forecast',
    summary:
      'When it will start, how often, what that costs a month, which limits it touches, and what will be unusual',
    params: z.object({ id: playbookIdSchema }),
    answers: { 200: forecastView, 404: problemSchema },
  },
  { role: 'viewer', scope: 'playbooks:read' },
  async ({ app: { engine }, caller: { orgId }, params: { id } }) => {
    const stored = await engine.store.get(tenantPaths(orgId).playbook(id));
    if (stored === null) throw noPlaybook(id);
    const forecast = await forecastPlaybook(engine, orgId, id, stored.data);
    return { status: 200, body: toForecastView(forecast) };
  },
);

export function toForecastView(forecast: Forecast): z.input<typeof forecastView> {
  const triggers = forecast.triggers.map(({ next, ...trigger }) => ({
    ...trigger,
    next: next.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest })),
  }));
  const days = forecast.days.map((day) => ({ ...day, times: [...day.times] }));
  const { executionsPerMonth, cost, limits, notes, problems } = forecast;
  return { triggers, days, executionsPerMonth, cost, limits: [...limits], notes: [...notes], problems: [...problems] };
}
