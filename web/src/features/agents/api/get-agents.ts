import { agentIdSchema } from '@model/agent.ts';
import { jsonObject } from '@model/json.ts';
import { taskStatusSchema } from '@model/task.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const agentSchema = z.object({
  agent: agentIdSchema,
  role: z.string(),
  playbooks: z.object({
    count: z.number(),
    first: z.array(z.object({ playbookId: z.string(), name: z.string() })),
  }),
  tasks: z.object({
    count: z.number(),
    first: z.array(z.object({ taskId: z.string(), title: z.string(), status: taskStatusSchema })),
  }),
  trust: z.object({
    approved: z.number(),
    edited: z.number(),
    rejected: z.number(),
    expired: z.number(),
    done: z.number(),
    escalated: z.number(),
  }),
});
export type Agent = z.infer<typeof agentSchema>;
export type Trust = Agent['trust'];

const found = z.object({
  check: z.string(),
  message: z.string().default(''),
  priority: z.enum(['low', 'medium', 'high']).default('low'),
  status: z.enum(['ok', 'alert']),
  actions: z.array(jsonObject).default([]),
});
export type Found = z.infer<typeof found>;
const heartbeatSchema = z.object({
  at: z.iso.datetime().transform((text) => new Date(text)),
  items: z.array(z.object({ agent: agentIdSchema, checks: z.array(found) })),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** What each agent has to do with, and the trust that it has earned. */
export function useAgents(): Live<readonly Agent[]> {
  return useAnswer('agents', async (api) => {
    const answer = z.object({ items: z.array(agentSchema) });
    return (await api.call({ method: 'GET', path: '/api/agents', answer })).items;
  });
}

/** What the agents find when they look; they look again whenever `version` changes. */
export function useHeartbeat(version: number): Live<Heartbeat> {
  return useAnswer(`heartbeat|${version}`, (api) =>
    api.call({ method: 'GET', path: '/api/agents/heartbeat', answer: heartbeatSchema }),
  );
}

/** Takes up a proposal that has no task, or says no to it. */
export async function settleProposal(api: Api, actionId: string, verb: 'accept' | 'dismiss'): Promise<void> {
  const path = `/api/competitive_actions/${encodeURIComponent(actionId)}/${verb}`;
  await api.call({ method: 'POST', path, answer: z.unknown() });
}
