import type { Request } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
import { dailyInsights } from '../../core/coach/daily-insights.ts';
import { executeTasks } from '../../core/engine/tasks/execute-tasks.ts';
import { tick } from '../../core/engine/tick.ts';
import { watch } from '../../core/governance/watch.ts';
import { problemSchema } from '../../model/problem.ts';
import { isScheduler, type SchedulerCaller } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { build, type Route } from './route.ts';

const BUDGET_MS = 50_000;
const ticked = z.object({
  schedules: z.int(),
  executions: z.int(),
  events: z.int(),
  repaired: z.int(),
  healed: z.int(),
});
const watched = z.object({ silent: z.int(), mailed: z.int() });

const executed = z.object({
  found: z.int(),
  started: z.int(),
  followed: z.int(),
  failed: z.int(),
  left: z.int(),
  dry_run: z.boolean(),
});
const executorStatus = z.object({
  status: z.literal('operational'),
  enabled: z.boolean(),
  dry_run: z.boolean(),
  schedule: z.literal('Every 2 minutes'),
});

/** What a cron outside of Cloud Functions may call with CRON_SECRET. */
export const cronRoutes: readonly Route[] = [
  build(
    {
      method: 'post',
      path: '/api/cron/tick',
      summary: 'The safety net: touch whatever is overdue; to be called once a minute',
      answers: { 200: ticked, 401: problemSchema },
    },
    'scheduler',
    schedulerOnly,
    () => 'scheduler',
    async ({ app: { engine, arsenal, alertMail, courier, logbook } }) => {
      const deadline = new Date(engine.clock.now().getTime() + BUDGET_MS);
      return { status: 200, body: await tick(engine, arsenal, deadline, alertMail, courier, logbook) };
    },
  ),
  build(
    {
      method: 'post',
      path: '/api/cron/watch',
      summary: 'The second watch: are the tick and all schedules alive; to be called every five minutes',
      answers: { 200: watched, 401: problemSchema },
    },
    'scheduler',
    schedulerOnly,
    () => 'scheduler',
    async ({ app: { engine, alertMail } }) => ({ status: 200, body: await watch({ ...engine, alertMail }) }),
  ),
  build(
    {
      method: 'post',
      path: '/api/cron/tasks/execute',
      summary: 'The task executor: begin what is due, ten at a time; the tick calls it every two minutes',
      answers: { 200: executed, 401: problemSchema },
    },
    'scheduler',
    schedulerOnly,
    () => 'scheduler',
    async ({ app: { engine } }) => {
      const deadline = new Date(engine.clock.now().getTime() + BUDGET_MS);
      const stats = await executeTasks(engine, deadline);
      return { status: 200, body: { ...stats, dry_run: engine.switches.dryRun } };
    },
  ),
  build(
    {
      method: 'post',
      path: '/api/cron/insights',
      summary: 'Looks after the coach’s morning, as the tick does; to be called hourly by a cron outside',
      answers: { 200: z.object({ insights: z.int() }), 401: problemSchema },
    },
    'scheduler',
    schedulerOnly,
    () => 'scheduler',
    async ({ app: { engine } }) => {
      const deadline = new Date(engine.clock.now().getTime() + BUDGET_MS);
      return { status: 200, body: { insights: await dailyInsights(engine, deadline) } };
    },
  ),
  build(
    {
      method: 'get',
      path: '/api/cron/tasks/execute',
      summary: 'How the task executor is set up',
      answers: { 200: executorStatus, 401: problemSchema },
    },
    'scheduler',
    schedulerOnly,
    () => 'scheduler',
    async ({ app: { engine } }) => {
      const { autoExecution: enabled, dryRun: dry_run } = engine.switches;
      return { status: 200, body: { status: 'operational', enabled, dry_run, schedule: 'Every 2 minutes' } };
    },
  ),
];

async function schedulerOnly(app: App, request: Request): Promise<SchedulerCaller> {
  if (await isScheduler(app, request)) return { kind: 'scheduler', id: 'system' };
  throw new HttpProblem(401, 'unauthorized', 'Send CRON_SECRET as Authorization: Bearer <secret>');
}
