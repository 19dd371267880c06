import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { tenantPaths } from '../../model/paths.ts';
import { createOnce } from '../data/create-once.ts';
import { assigneesOf, deadlineOf, newTask, taskFields } from './new-task.ts';

const params = z.strictObject(taskFields);
const output = z.object({
  taskId: z.string(),
  title: z.string(),
  assignedAgent: z.string().nullable(),
  assignedTo: z.string().nullable(),
  dueAt: z.iso.datetime().nullable(),
});

export const createTask = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'create_task',
  title: 'Create a task',
  description: 'Gives a person of your team or an agent something to do.',
  modelDescription:
    "Creates a task. assignee: an agent (craig, ezal, pops, money_mike), 'me', or a team member's e-mail address; none: whoever takes it. dueAt: a day or an instant. Does not wait for its outcome.",
  category: 'work',
  icon: 'list-todo',
  example: { title: 'Call the supplier about the delay', assignee: 'me', dueAt: '2026-11-27', priority: 'high' },
  params,
  output,
  risk: 'safe',
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  tally: { done: 'created', one: 'task', many: 'tasks', to: 'title' },
  timeoutMs: 15_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: { description: ['analyze_pricing.summary', 'suggest_price.explanation', 'generate_text.text'] },
  async run({ title, description, priority, assignee, dueAt }, context) {
    const [who = { assignedAgent: null, assignedTo: null }] = await assigneesOf(context, [assignee]);
    const deadline = deadlineOf(dueAt, context);
    const taskId = deriveId(context.orgId, 'task', context.idempotencyKey);
    const task = newTask(context, { title, description, priority, deadline, ...who });
    await createOnce(context, [{ op: 'create', path: tenantPaths(context.orgId).task(taskId).path, data: task }]);
    return { taskId, title, ...who, dueAt: deadline?.toISOString() ?? null };
  },
  async dryRun({ title, assignee, dueAt }, context) {
    const [who = { assignedAgent: null, assignedTo: null }] = await assigneesOf(context, [assignee]);
    const deadline = deadlineOf(dueAt, context)?.toISOString() ?? null;
    const whom = assignee === null ? '' : ` for ${assignee}`;
    const output = { taskId: 'dry_run', title, ...who, dueAt: deadline };
    return { output, wouldHave: `would have created the task '${title}'${whom}` };
  },
});
