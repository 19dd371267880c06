import { z } from 'zod';
import { readArmed } from '../../core/triggering/calendar-schedules.ts';
import { top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import { HttpProblem } from './problem.ts';
import { type Route, tenantRoute } from './route.ts';

/** More schedules than this are not told of. */
const MOST = 500;

const scheduleView = z
  .object({
    id: z.string(),
    playbookId: z.string(),
    triggerId: z.string(),
    name: z.string(),
    cron: z.string(),
    timezone: z.string(),
    /** Null where no more comes, or a pause will keep it. */
    nextRun: z.iso.datetime().nullable(),
    /** By the playbook, or by a pause of everything. */
    status: z.enum(['active', 'paused']),
  })
  .meta({ id: 'Schedule' });

/** What is armed to start by the clock. One is paused and resumed with its playbook (`PATCH /api/playbooks/{id}`). */
export const scheduleRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/schedules/list',
      summary: 'All schedules with their next run, the soonest first; `client_id` is the business of the caller',
      query: z.object({ client_id: z.string().max(128).optional() }),
      answers: {
        200: z.object({ schedules: z.array(scheduleView), isWhole: z.boolean() }),
        403: problemSchema,
      },
    },
    { role: 'viewer', scope: 'playbooks:read' },
    async ({ app: { engine }, caller: { orgId }, query: { client_id: asked = orgId } }) => {
      if (asked !== orgId) throw new HttpProblem(403, 'tenant', "'client_id' is not the business that you call for");
      const tenant = await engine.store.get(top.tenant(orgId));
      const isHeld = tenant?.data.pause != null || !engine.switches.autoExecution;
      const { armed, isWhole } = await readArmed(engine.store, {
        orgId,
        playbookId: null,
        isHeld,
        isAhead: true,
        most: MOST,
      });
      const schedules = armed.map(
        ({ playbookId, playbookName, triggerId, timing, scheduledFor: next, pausedUntil }) => {
          const comes = next !== null && next.getTime() > (pausedUntil ?? 0);
          return {
            id: `${playbookId}.${triggerId}`,
            playbookId,
            triggerId,
            name: playbookName,
            cron: timing.cron,
            timezone: timing.timezone,
            nextRun: comes ? next.toISOString() : null,
            status: pausedUntil === null ? ('active' as const) : ('paused' as const),
          };
        },
      );
      return { status: 200, body: { schedules, isWhole } };
    },
  ),
];
