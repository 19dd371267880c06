import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { anybody, assigneesOf } from '../../core/engine/tasks/assignees.ts';
import { taskWrites } from '../../core/engine/tasks/task-message.ts';
import type { ActionPlan } from '../../model/action-plan.ts';
import { tenantPaths } from '../../model/paths.ts';
import { createOnce } from '../data/create-once.ts';
import { deadlineOf, deadlineSchema, newTask, taskFields, titleSchema } from './new-task.ts';

const params = z.strictObject({
  title: titleSchema,
  goal: z.string().trim().min(1).max(5_000),
  /** In the order in which they are to be done. */
  tasks: z.array(z.strictObject(taskFields)).min(1, 'A plan has at least one task').max(20),
  endsAt: deadlineSchema.nullable().default(null),
  recommendationId: z.string().min(1).max(128).nullable().default(null),
});
const output = z.object({ planId: z.string(), title: z.string(), taskIds: z.array(z.string()), count: z.int() });

export const createActionPlan = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'create_action_plan',
  title: 'Make a plan',
  description: 'Writes down a goal and the tasks that lead to it, and hands the tasks out.',
  modelDescription:
    'Creates an action plan (title, goal) and a task for each of `tasks` (as create_task takes them, at most 20).',
  category: 'work',
  icon: 'clipboard-list',
  example: {
    title: 'Win back lapsed customers',
    goal: 'Twenty of them order again before Christmas',
    tasks: [
      { title: 'Draw up the list', assignee: 'pops' },
      { title: 'Write the e-mail', assignee: 'craig', dueAt: '2026-12-01' },
    ],
  },
  params,
  output,
  risk: 'safe',
  effect: 'idempotent',
  blast: ({ tasks }) => ({ rows: tasks.length + 1 }),
  tally: { done: 'made', one: 'plan', many: 'plans', to: 'title' },
  timeoutMs: 15_000,
  retry: { maxAttempts: 3, baseDelayMs: 1_000, maxDelayMs: 30_000 },
  wires: { recommendationId: ['create_recommendation.recommendationId'] },
  async run({ title, goal, tasks, endsAt, recommendationId }, context) {
    const { orgId, idempotencyKey, executionId, user, clock } = context;
    const paths = tenantPaths(orgId);
    const who = await assigneesOf(
      context,
      tasks.map(({ assignee }) => assignee),
    );
    const planId = deriveId(orgId, 'action_plan', idempotencyKey);
    const made = tasks.map(({ assignee, dueAt, ...task }, index) => ({
      taskId: deriveId(orgId, 'task', idempotencyKey, String(index)),
      task: newTask(context, {
        ...task,
        ...(who[index] ?? anybody),
        deadline: deadlineOf(dueAt, context),
        planId,
      }),
    }));
    const now = clock.now();
    const plan: ActionPlan = {
      ...{ title, goal, recommendationId, executionId, status: 'active', category: null, priority: 'normal' },
      startsAt: now,
      endsAt: deadlineOf(endsAt, context),
      tasks: made.map(({ taskId, task }) => ({ taskId, title: task.title, priority: task.priority })),
      ownerUid: user.id,
      outcome: null,
      createdBy: user.id,
      createdAt: now,
      updatedAt: now,
    };
    await createOnce(context, [
      { op: 'create', path: paths.actionPlan(planId).path, data: plan },
      ...made.flatMap(({ taskId, task }) => taskWrites(orgId, taskId, task)),
    ]);
    return { planId, title, taskIds: made.map(({ taskId }) => taskId), count: made.length };
  },
  async dryRun({ title, tasks }) {
    const output = { planId: 'dry_run', title, taskIds: [], count: tasks.length };
    return { output, wouldHave: `would have made the plan '${title}' with ${tasks.length} tasks` };
  },
});
