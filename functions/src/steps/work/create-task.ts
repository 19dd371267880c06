import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { anybody, assigneesOf } from '../../core/engine/tasks/assignees.ts';
import { keyedTaskId, taskWrites } from '../../core/engine/tasks/task-message.ts';
import { jsonObject } from '../../model/json.ts';
import { actionNameSchema } from '../../model/task.ts';
import { createOnce } from '../data/create-once.ts';
import { deadlineOf, newTask, taskFields } from './new-task.ts';

const MAX_JSON = 50_000;
const fitting = jsonObject.refine((value) => JSON.stringify(value).length <= MAX_JSON, 'This is too long').default({});

const params = z.strictObject({
  ...taskFields,
  /** The step type that does it, with `params`; left out, what an agent makes of the task and of `metadata`. */
  action: actionNameSchema.nullable().default(null),
  params: fitting,
  /** What is known beside that: addresses, texts, ids of documents. */
  metadata: fitting,
  /** Whether a person has to say yes before it is begun. */
  requiresApproval: z.boolean().default(false),
  /** Tasks with the same key are one: the first that was created stays as it is. */
  key: z.string().trim().min(1).max(300).nullable().default(null),
});
type Params = z.infer<typeof params>;
const output = z.object({
  taskId: z.string(),
  title: z.string(),
  assignedAgent: z.string().nullable(),
  assignedTo: z.string().nullable(),
  dueAt: z.iso.datetime().nullable(),
});

export const createTask = defineStep<Params, z.infer<typeof output>>({
  id: 'create_task',
  title: 'Create a task',
  description: 'Gives a person of your team or an agent something to do.',
  modelDescription:
    "Creates a task. assignee: an agent (craig, ezal, pops, money_mike), 'me', or a team member's e-mail address; none: whoever takes it. dueAt: a day or an instant. action with params: a step type that does it. metadata: what an agent needs for it (to, subject, body). Does not wait for its outcome.",
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
  literals: ['action'],
  async run(given, context) {
    const { title, description, priority, action, requiresApproval, metadata } = given;
    const { whose, deadline, told } = await who(given, context);
    const taskId = taskIdOf(given, context);
    const json = { paramsJson: JSON.stringify(given.params), metadataJson: JSON.stringify(metadata) };
    const asked = { title, description, priority, deadline, action, requiresApproval };
    await createOnce(context, taskWrites(context.orgId, taskId, newTask(context, { ...asked, ...json, ...whose })));
    return { taskId, ...told };
  },
  async dryRun(given, context) {
    const { told } = await who(given, context);
    const whom = given.assignee === null ? '' : ` for ${given.assignee}`;
    return { output: { taskId: 'dry_run', ...told }, wouldHave: `would have created the task '${given.title}'${whom}` };
  },
});

function taskIdOf({ key }: Params, { orgId, idempotencyKey }: StepContext): string {
  return key === null ? deriveId(orgId, 'task', idempotencyKey) : keyedTaskId(orgId, key);
}

async function who({ title, assignee, action, params: given, dueAt }: Params, context: StepContext) {
  const [whose = anybody] = await assigneesOf(context, [assignee]);
  const isFor = action === null ? Object.keys(given).length === 0 : whose.assignedTo === null;
  if (!isFor) {
    const message =
      action === null ? 'These are params of an action: say which' : 'What an action does, no person has to do';
    const errors = [{ path: action === null ? 'params' : 'assignee', message }];
    throw new NonRetriableError(message, { code: 'bad_params', mayHaveActed: false, errors });
  }
  const { assignedAgent, assignedTo } = whose;
  const deadline = deadlineOf(dueAt, context);
  return { whose, deadline, told: { title, assignedAgent, assignedTo, dueAt: deadline?.toISOString() ?? null } };
}
