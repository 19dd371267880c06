import { z } from 'zod';
import { type Checked, heartbeatOf, type Look, summedUp } from '../../core/explain/agent-heartbeat.ts';
import { agentWork } from '../../core/explain/agent-work.ts';
import { agentIdSchema, agentIds, personas } from '../../model/agent.ts';
import { jsonObject } from '../../model/json.ts';
import { problemSchema } from '../../model/problem.ts';
import { taskStatusSchema } from '../../model/task.ts';
import { type Route, tenantRoute } from './route.ts';

const ok = { status: z.literal('ok') };
const alert = {
  status: z.literal('alert'),
  message: z.string(),
  priority: z.enum(['low', 'medium', 'high']),
  actions: z.array(jsonObject),
};
const lookView = z.discriminatedUnion('status', [z.object(ok), z.object(alert)]).meta({ id: 'Heartbeat' });
const check = { check: z.string() };
const checkView = z.discriminatedUnion('status', [z.object({ ...check, ...ok }), z.object({ ...check, ...alert })]);
const beating = { agent: agentIdSchema, checks: z.array(checkView) };
const heartbeatView = z.discriminatedUnion('status', [
  z.object({ ...beating, ...ok }),
  z.object({ ...beating, ...alert }),
]);

const count = z.int().min(0);
const agentView = z
  .object({
    agent: agentIdSchema,
    name: z.string(),
    role: z.string(),
    playbooks: z.object({ count, first: z.array(z.object({ playbookId: z.string(), name: z.string() })) }),
    tasks: z.object({
      count,
      first: z.array(z.object({ taskId: z.string(), title: z.string(), status: taskStatusSchema })),
    }),
    trust: z
      .object({ approved: count, edited: count, rejected: count, expired: count, done: count, escalated: count })
      .meta({ description: 'How people answered in the last 90 days; `edited`: approved after a change' }),
  })
  .meta({ id: 'Agent' });

const reads = { role: 'viewer', scope: 'playbooks:read' } as const;

export const agentRoutes: readonly Route[] = [
  tenantRoute(
    {
      method: 'get',
      path: '/api/agents',
      summary: 'The agents: what each has to do with, and what trust it has earned in 90 days',
      answers: { 200: z.object({ items: z.array(agentView) }) },
    },
    reads,
    async ({ app, caller: { orgId } }) => {
      const items = (await agentWork(app.engine, orgId)).map((work) => {
        const { name, role } = personas[work.agent];
        return { ...work, name, role };
      });
      return { status: 200, body: { items } };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/agents/heartbeat',
      summary: 'What each agent finds when it looks now, summed up and check by check',
      answers: { 200: z.object({ at: z.iso.datetime(), items: z.array(heartbeatView) }) },
    },
    reads,
    async ({ app: { engine }, caller: { orgId } }) => {
      const found = await heartbeatOf(engine, orgId, agentIds);
      const items = [...found].map(([agent, checked]) => {
        const checks = checked.map(({ check: name, look }) => ({ check: name, ...look }));
        return { agent, checks, ...summedUp(checked) };
      });
      return { status: 200, body: { at: engine.clock.now().toISOString(), items } };
    },
  ),
  tenantRoute(
    {
      method: 'get',
      path: '/api/agents/{agent}/heartbeat',
      summary: 'What an agent finds when it looks now: `{status: ok}`, or what requires attention',
      params: z.object({ agent: agentIdSchema }),
      answers: { 200: lookView, 422: problemSchema },
    },
    reads,
    async ({ app: { engine }, caller: { orgId }, params: { agent } }) => {
      const checked: readonly Checked[] = (await heartbeatOf(engine, orgId, [agent])).get(agent) ?? [];
      const body: Look = summedUp(checked);
      return { status: 200, body };
    },
  ),
];
