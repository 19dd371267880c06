import { z } from 'zod';
import type { App } from '../../app.ts';
import { pauseTenant, resumeTenant } from '../../core/governance/pause.ts';
import { changeTenant } from '../../core/governance/settings.ts';
import { readUsage } from '../../core/governance/usage.ts';
import { checkTimeZone } from '../../core/triggering/cron.ts';
import { top } from '../../model/paths.ts';
import { heldChoiceSchema, pauseSchema, resumedSchema } from '../../model/pause.ts';
import { problemSchema } from '../../model/problem.ts';
import { queries } from '../../model/query.ts';
import { tenantPatchSchema, tenantSchema } from '../../model/tenant.ts';
import { termsOf } from '../../model/tier.ts';
import { actorOf, assertPerson } from './caller.ts';
import { HttpProblem } from './problem.ts';
import { type Reply, type Route, tenantRoute } from './route.ts';

const read = { role: 'viewer', scope: 'playbooks:read' } as const;
const administer = { role: 'admin', scope: null } as const;
/** More held executions than this are not counted one by one. */
const HELD_COUNTED = 10_000;

const time = z.iso.datetime();
const count = z.int().min(0);
/** Money is in millionths of a US dollar. */
const tenantView = tenantSchema
  .omit({ createdAt: true, month: true, resumedBefore: true, sample: true })
  .extend({
    orgId: z.string(),
    pause: pauseSchema.extend({ since: time }).nullable(),
    resumed: resumedSchema.extend({ since: time, until: time }).nullable(),
    terms: z.object({ monthlyExecutions: count, monthlyCost: count, executionCost: count, keptDays: count }),
    usage: z.object({
      month: z.object({ period: z.string(), executions: count, cost: z.number().min(0) }),
      daily: z.array(z.object({ name: z.string(), used: z.number().min(0), limit: count })),
    }),
    switches: z.object({ autoExecution: z.boolean(), dryRun: z.boolean() }),
    held: z.object({ pause: count, limit: count }),
  })
  .meta({ id: 'Tenant' });
const answers = { 200: tenantView, 403: problemSchema, 422: problemSchema };

export const tenantRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/tenant',
      summary: 'The business: its settings, what is used up of its limits, and what is held',
      answers: { 200: tenantView },
    },
    read,
    async ({ app, caller: { orgId } }) => viewOf(app, orgId),
  ),
  tenantRoute(
    {
      method: 'patch',
      path: '/api/tenant',
      summary: 'Change the settings of the business; what it lets happen and its limits are for owners',
      body: tenantPatchSchema,
      answers,
    },
    administer,
    async ({ app, caller, body, request }) => {
      const { orgId, member } = assertPerson(caller);
      const [forOwners] = (['policy', 'limits'] as const).filter((name) => body[name] !== undefined);
      if (forOwners !== undefined && member.role !== 'owner') {
        throw new HttpProblem(403, 'role', `Only an owner may change '${forOwners}'; you are ${member.role}`);
      }
      if (body.timezone !== undefined) assertTimeZone(body.timezone);
      await changeTenant(app.engine, orgId, actorOf(caller, request), body);
      return viewOf(app, orgId);
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/tenant/pause',
      summary: 'Hold everything: nothing starts, and what is under way stops between two steps',
      body: z.strictObject({ reason: z.string().trim().min(1).max(500).nullable().default(null) }),
      answers,
    },
    administer,
    async ({ app, caller, body: { reason }, request }) => {
      await pauseTenant(app.engine, caller.orgId, actorOf(caller, request), reason);
      return viewOf(app, caller.orgId);
    },
  ),
  tenantRoute(
    {
      method: 'post',
      path: '/api/tenant/resume',
      summary: 'Go on, with the latest of what was held, all of it, or none',
      body: z.strictObject({ held: heldChoiceSchema.default('latest') }),
      answers,
    },
    administer,
    async ({ app, caller, body: { held }, request }) => {
      await resumeTenant(app.engine, caller.orgId, actorOf(caller, request), held);
      return viewOf(app, caller.orgId);
    },
  ),
];

/** Throws an `HttpProblem` (422) that names the field, and the zone that may be meant. */
export function assertTimeZone(timezone: string): void {
  const zone = checkTimeZone(timezone);
  if (zone.ok) return;
  throw new HttpProblem(422, 'invalid', zone.problem, { errors: [{ path: 'timezone', message: zone.problem }] });
}

async function viewOf(app: App, orgId: string): Promise<Reply> {
  const { store, switches } = app.engine;
  const held = (kind: 'pause' | 'limit') => store.count(queries.heldExecutions(orgId, kind, { limit: HELD_COUNTED }));
  const [stored, pause, limit] = await Promise.all([store.get(top.tenant(orgId)), held('pause'), held('limit')]);
  if (stored === null) throw new HttpProblem(404, 'not_found', 'The team is gone');
  const { createdAt, month, resumedBefore, sample, ...tenant } = stored.data;
  const usage = await readUsage(app.engine, orgId, stored.data);
  const body: z.input<typeof tenantView> = {
    ...tenant,
    orgId,
    pause: tenant.pause && { ...tenant.pause, since: tenant.pause.since.toISOString() },
    resumed: tenant.resumed && {
      ...tenant.resumed,
      since: tenant.resumed.since.toISOString(),
      until: tenant.resumed.until.toISOString(),
    },
    terms: termsOf(tenant),
    usage: { ...usage, daily: [...usage.daily] },
    switches,
    held: { pause, limit },
  };
  return { status: 200, body };
}
