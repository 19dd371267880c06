import { z } from 'zod';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';
import { type AnalyticsSearch, DEFAULT_PERIOD } from './search-params.ts';

const count = z.int();
const ends = z.object({ completed: count, failed: count, canceled: count });
/** Money in millionths of a US dollar. */
const sums = ends.extend({ costMicros: count, savedSeconds: count });
const line = sums.extend({
  runs: count,
  successRate: z.number().nullable(),
  p50Ms: count.nullable(),
  p95Ms: count.nullable(),
});
const totals = line.extend({ p90Ms: count.nullable(), p99Ms: count.nullable() });
const day = line.extend({ date: z.string() });
const triggers = ['schedule', 'event', 'webhook', 'manual', 'agent', 'api', 'playbook', 'task'] as const;
const tiers = ['free', 'starter', 'pro', 'enterprise'] as const;
const tierSchema = z.enum(tiers);

const analyticsSchema = z.object({
  from: z.string(),
  to: z.string(),
  totals,
  /** Of as many days before; null where that is too far back. */
  before: totals.nullable(),
  days: z.array(day),
  playbooks: z.array(line.extend({ playbookId: z.string(), name: z.string() })),
  otherPlaybooks: sums,
  triggers: z.array(ends.extend({ triggeredBy: z.enum(triggers) })),
  /** From Monday on, 24 hours each. */
  week: z.array(z.array(count)),
  errors: z.array(z.object({ code: z.string(), text: z.string(), count, executionId: z.string() })),
  otherErrors: count,
  tiers: z.array(sums.extend({ tier: tierSchema })),
});
export type Analytics = z.infer<typeof analyticsSchema>;
export type Totals = z.infer<typeof totals>;
export type Day = z.infer<typeof day>;

const costSchema = z.object({
  executionMicros: count,
  isMeasured: z.boolean(),
  tiers: z.array(
    z.object({
      tier: tierSchema,
      priceMicros: count,
      includedExecutions: count,
      includedMicros: count,
      runningMicros: count,
      perExecutionMicros: count.nullable(),
      exceeds: z.enum(['executions', 'cost']).nullable(),
    }),
  ),
  fits: tierSchema.nullable(),
});
export type Cost = z.infer<typeof costSchema>;

export function useAnalytics(orgId: string, { days = DEFAULT_PERIOD, playbook }: AnalyticsSearch): Live<Analytics> {
  const of = playbook === undefined ? '' : `&playbookId=${encodeURIComponent(playbook)}`;
  const path = `/api/analytics?days=${days}${of}`;
  return useAnswer(`${orgId} ${path}`, (api) => api.call({ method: 'GET', path, answer: analyticsSchema }));
}

/** What so many executions a month would cost in each tier. */
export function useCost(orgId: string, executions: number): Live<Cost> {
  return useAnswer(`${orgId} cost ${executions}`, (api) =>
    api.call({ method: 'POST', path: '/api/analytics/cost', body: { executions }, answer: costSchema }),
  );
}
