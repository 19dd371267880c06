import { z } from 'zod';
import type { App } from '../../app.ts';
import { pauseTenant, resumeTenant } from '../../core/governance/pause.ts';
import { changeThresholds, readAgentConfig } from '../../core/governance/thresholds.ts';
import { agentConfigSchema, GLOBAL_CONFIG, thresholdsSchema } from '../../model/agent-config.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf } from './caller.ts';
import { type Reply, type Route, tenantRoute } from './route.ts';

const agentId = z.string().regex(/^[a-z0-9_]{1,32}$/, 'An agent id has 1 to 32 lower-case letters, digits or _');
const byId = z.object({ id: agentId });
const configView = agentConfigSchema.extend({ id: agentId });
const path = '/api/agent_configs/{id}';

const change = z
  .strictObject({ global_pause: z.boolean().optional(), ...thresholdsSchema.shape })
  .refine((given) => Object.values(given).some((value) => value !== undefined), 'Nothing to change was given')
  .refine(
    ({ past_due_days: first, escalation_days: later }) => first === undefined || later === undefined || first < later,
    { path: ['escalation_days'], message: 'Escalation comes later than the first reminder' },
  );

export const agentConfigRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path,
      summary: 'The switch of an agent; of `global` also the thresholds that templates ask with',
      params: byId,
      answers: { 200: configView },
    },
    { role: 'viewer', scope: 'playbooks:read' },
    async ({ app, caller: { orgId }, params: { id } }) => viewOf(app, orgId, id),
  ),
  tenantRoute(
    {
      method: 'patch',
      path,
      summary:
        'Pause or resume everything, by the switch of any agent; set thresholds, which are those of the whole business',
      params: byId,
      body: change,
      answers: { 200: configView, 403: problemSchema, 422: problemSchema },
    },
    { role: 'admin', scope: null },
    async ({ app, caller, params: { id }, body: { global_pause, ...thresholds }, request }) => {
      const actor = actorOf(caller, request);
      await changeThresholds(app.engine, caller.orgId, actor, thresholds);
      if (global_pause === true) await pauseTenant(app.engine, caller.orgId, actor, `global_pause of ${id}`);
      if (global_pause === false) await resumeTenant(app.engine, caller.orgId, actor, 'latest');
      const thresholdsNow = await readAgentConfig(app.engine.store, caller.orgId, GLOBAL_CONFIG);
      return { status: 200, body: { ...thresholdsNow, id, ...(global_pause !== undefined && { global_pause }) } };
    },
  ),
];

async function viewOf({ engine }: App, orgId: string, id: string): Promise<Reply> {
  return { status: 200, body: { ...(await readAgentConfig(engine.store, orgId, id)), id } };
}
