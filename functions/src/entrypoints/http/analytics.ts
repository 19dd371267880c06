import { z } from 'zod';
import { MOST_DAYS, readAnalytics, type Stretch, shifted } from '../../core/analytics/analytics.ts';
import { costOf } from '../../core/analytics/cost.ts';
import { placeOf } from '../../core/coach/metrics.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { readUsage } from '../../core/governance/usage.ts';
import { triggeredBySchema } from '../../model/execution.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import { top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { type Tenant, tierSchema } from '../../model/tenant.ts';
import { termsOf } from '../../model/tier.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

const DEFAULT_DAYS = 30;
const read = { role: 'viewer', scope: 'executions:read' } as const;

const count = z.int();
const micros = count.meta({ description: 'In millionths of a US dollar' });
const ms = count.nullable().meta({ description: 'Milliseconds to within 5 %, of those that completed' });
const ends = z.object({ completed: count, failed: count, canceled: count });
const sums = ends.extend({ costMicros: micros, savedSeconds: count });
const line = sums.extend({
  runs: count,
  successRate: z.number().nullable().meta({ description: 'Completed of those that completed or failed, 0 to 1' }),
  p50Ms: ms,
  p95Ms: ms,
});
const totals = line.extend({ p90Ms: ms, p99Ms: ms });
const analyticsView = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    totals,
    before: totals.nullable().meta({ description: 'The stretch of the same length before; null beyond 183 days' }),
    days: z.array(line.extend({ date: z.iso.date() })),
    playbooks: z
      .array(line.extend({ playbookId: z.string(), name: z.string() }))
      .meta({ description: 'The most used first; none where it is asked about one' }),
    otherPlaybooks: sums,
    triggers: z.array(ends.extend({ triggeredBy: triggeredBySchema })),
    week: z
      .array(z.array(count))
      .meta({ description: 'How many began: seven days from Monday on, 24 hours each, by the tenant’s clock' }),
    errors: z.array(z.object({ code: z.string(), text: z.string(), count, executionId: z.string() })),
    otherErrors: count,
    tiers: z.array(sums.extend({ tier: tierSchema })),
  })
  .meta({ id: 'Analytics' });

const dayIn = z.iso.date('Write a day as 2026-11-23');
const analyticsQuery = z.object({
  days: z.coerce
    .number()
    .pipe(z.int().min(1).max(MOST_DAYS, `At most ${MOST_DAYS} days at once`))
    .optional()
    .meta({ description: 'So many days up to today; 30 when nothing is said' }),
  from: dayIn.optional(),
  to: dayIn.optional().meta({ description: 'Today when left out' }),
  playbookId: playbookIdSchema.optional(),
});
type AnalyticsQuery = z.output<typeof analyticsQuery>;

const costBody = z.strictObject({
  executions: z
    .int()
    .min(0)
    .max(100_000_000, 'At most 100 million executions a month')
    .meta({ description: 'A month' }),
  executionMicros: z
    .int()
    .min(0)
    .max(1_000_000_000)
    .nullable()
    .default(null)
    .meta({ description: 'What one uses up; null: as the last 30 days' }),
});
const tierCost = z.object({
  tier: tierSchema,
  priceMicros: micros,
  includedExecutions: count,
  includedMicros: micros,
  runningMicros: micros,
  perExecutionMicros: micros.nullable(),
  exceeds: z.enum(['executions', 'cost']).nullable().meta({ description: 'What would not do; null: the tier fits' }),
});
const costView = z
  .object({
    executionMicros: micros,
    isMeasured: z.boolean().meta({ description: 'Whether that is the mean of the last 30 days' }),
    tiers: z.array(tierCost),
    fits: tierSchema.nullable().meta({ description: 'The cheapest tier that includes them' }),
  })
  .meta({ id: 'Cost' });

const used = z.object({ used: z.number().min(0), limit: count });
const usageView = z
  .object({
    tier: tierSchema,
    period: z.string().meta({ description: 'The month that it is where the tenant is: 2026-11' }),
    executions: used,
    cost: used.meta({ description: 'In millionths of a US dollar' }),
    told: count.meta({
      description: 'The last share of the month’s executions, in percent, of which people were told',
    }),
    daily: z.array(used.extend({ name: z.string() })),
  })
  .meta({ id: 'Usage' });

/** How executions did, added up day by day, and what more of them would cost. */
export const analyticsRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/analytics',
      summary:
        'How executions did: by day, playbook, trigger, hour and tier, with durations, errors, cost and time saved',
      query: analyticsQuery,
      answers: { 200: analyticsView, 422: problemSchema },
    },
    read,
    async ({ app: { engine }, caller: { orgId }, query }) => {
      const { today } = await placeOf(engine, orgId);
      const stretch = stretchOf(query, today);
      const analytics = await readAnalytics(engine.store, orgId, stretch, query.playbookId ?? null);
      return { status: 200, body: analyticsView.parse(analytics) };
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/analytics/cost',
      summary: 'What so many executions a month would cost in each tier; nothing is changed',
      body: costBody,
      answers: { 200: costView, 422: problemSchema },
    },
    read,
    async ({ app: { engine }, caller: { orgId }, body: { executions, executionMicros } }) => {
      const measured = executionMicros === null ? await meanMicros(engine, orgId) : null;
      const each = executionMicros ?? measured ?? 0;
      return {
        status: 200,
        body: { executionMicros: each, isMeasured: measured !== null, ...costOf(executions, each) },
      };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/usage',
      summary: 'What is used up of the month’s executions and cost, and of what may be done a day',
      answers: { 200: usageView },
    },
    read,
    async ({ app: { engine }, caller: { orgId } }) => {
      const stored = await engine.store.get(top.tenant(orgId));
      if (stored === null) throw new HttpProblem(404, 'not_found', 'The team is gone');
      return { status: 200, body: await usageOf(engine, orgId, stored.data) };
    },
  ),
];

async function usageOf(engine: Engine, orgId: string, tenant: Tenant): Promise<z.input<typeof usageView>> {
  const { month, daily } = await readUsage(engine, orgId, tenant);
  const { monthlyExecutions, monthlyCost } = termsOf(tenant);
  return {
    tier: tenant.tier,
    period: month.period,
    executions: { used: month.executions, limit: monthlyExecutions },
    cost: { used: month.cost, limit: monthlyCost },
    told: tenant.month?.period === month.period ? tenant.month.told : 0,
    daily: [...daily],
  };
}

/** What an execution of the last 30 days has cost on average; null where there was none. */
async function meanMicros(engine: Engine, orgId: string): Promise<number | null> {
  const { today } = await placeOf(engine, orgId);
  const stretch = { from: shifted(today, 1 - DEFAULT_DAYS), to: today };
  const { totals: all } = await readAnalytics(engine.store, orgId, stretch, null);
  return all.runs > 0 ? Math.round(all.costMicros / all.runs) : null;
}

/** Throws an `HttpProblem` (422) that names the field. */
function stretchOf({ days, from, to }: AnalyticsQuery, today: string): Stretch {
  if (days !== undefined && (from !== undefined || to !== undefined)) {
    throw refused('days', 'Say either how many days, or from when until when');
  }
  const until = to ?? today;
  const stretch = { from: from ?? shifted(until, 1 - (days ?? DEFAULT_DAYS)), to: until };
  if (stretch.from > stretch.to) throw refused('to', 'The last day is before the first');
  if (shifted(stretch.from, MOST_DAYS) <= stretch.to) throw refused('from', `At most ${MOST_DAYS} days at once`);
  return stretch;
}

function refused(path: string, message: string): HttpProblem {
  return new HttpProblem(422, 'invalid', `${path}: ${message}`, { errors: [{ path, message }] });
}
