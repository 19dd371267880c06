import type { Request } from 'express';
import { z } from 'zod';
import type { App } from '../../app.ts';
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
    async ({ app: { engine, arsenal, alertMail } }) => {
      const deadline = new Date(engine.clock.now().getTime() + BUDGET_MS);
      return { status: 200, body: await tick(engine, arsenal, deadline, alertMail) };
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
];

async function schedulerOnly(app: App, request: Request): Promise<SchedulerCaller> {
  if (await isScheduler(app, request)) return { kind: 'scheduler', id: 'system' };
  throw new HttpProblem(401, 'unauthorized', 'Send CRON_SECRET as Authorization: Bearer <secret>');
}
