import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { taskWrites } from '../../core/engine/tasks/task-message.ts';
import { agentIdSchema } from '../../model/agent.ts';
import { prioritySchema } from '../../model/task.ts';
import { createOnce } from '../data/create-once.ts';
import { newTask } from './new-task.ts';

const params = z.strictObject({
  agent: agentIdSchema,
  title: z.string().trim().min(1).max(200),
  description: z.string().max(10_000).default(''),
  priority: prioritySchema.default('normal'),
  /** By when, as an ISO date and time. */
  deadline: z.iso.datetime({ offset: true }).nullable().default(null),
});
const output = z.object({ taskId: z.string(), agent: agentIdSchema, title: z.string() });

export const delegate = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'delegate',
  title: 'Delegate to an agent',
  description: 'Gives a task to one of the agents: Craig, Ezal, Pops or Money Mike.',
  modelDescription: 'Creates a task for an agent (craig, ezal, pops, money_mike). Does not wait for its outcome.',
  category: 'work',
  icon: 'user-round-check',
  example: { agent: 'money_mike', title: 'Check our margin on Blue Dream', priority: 'high' },
  params,
  output,
  risk: 'safe',
  tally: { done: 'given', one: 'task', many: 'tasks', to: 'agent' },
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  timeoutMs: 15_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: { description: ['analyze_pricing.summary', 'generate_text.text'] },
  async run({ agent, title, description, priority, deadline }, context) {
    const taskId = deriveId(context.orgId, 'task', context.idempotencyKey);
    const by = deadline === null ? null : new Date(deadline);
    const whose = { assignedAgent: agent, assignedTo: null };
    const task = newTask(context, { title, description, priority, deadline: by, ...whose });
    await createOnce(context, taskWrites(context.orgId, taskId, task));
    return { taskId, agent, title };
  },
  async dryRun({ agent, title }) {
    return { output: { taskId: 'dry_run', agent, title }, wouldHave: `would have given ${agent} the task '${title}'` };
  },
});
