import { z } from 'zod';
import { pauseTenant, resumeTenant } from '../../core/governance/pause.ts';
import { agentConfigSchema } from '../../model/agent-config.ts';
import { problemSchema } from '../../model/problem.ts';
import { actorOf } from './caller.ts';
import { type Route, tenantRoute } from './route.ts';

const agentId = z.string().regex(/^[a-z0-9_]{1,32}$/, 'An agent id has 1 to 32 lower-case letters, digits or _');

export const agentConfigRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'patch',
      path: '/api/agent_configs/{id}',
      summary: 'Pause or resume everything, by the switch of any agent',
      params: z.object({ id: agentId }),
      body: z.strictObject({ global_pause: z.boolean() }),
      answers: { 200: agentConfigSchema.extend({ id: agentId }), 403: problemSchema, 422: problemSchema },
    },
    { role: 'admin', scope: null },
    async ({ app, caller, params: { id }, body: { global_pause }, request }) => {
      const actor = actorOf(caller, request);
      if (global_pause) await pauseTenant(app.engine, caller.orgId, actor, `global_pause of ${id}`);
      else await resumeTenant(app.engine, caller.orgId, actor, 'latest');
      return { status: 200, body: { id, global_pause } };
    },
  ),
];
