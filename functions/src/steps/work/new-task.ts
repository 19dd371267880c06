import { z } from 'zod';
import { endOf } from '../../core/engine/calendar.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { freshTask } from '../../core/engine/tasks/fresh-task.ts';
import { prioritySchema, type Task } from '../../model/task.ts';

/** An agent, `me`, or a person of the team by e-mail address or uid. */
export const assigneeSchema = z.string().trim().min(1).max(254);
/** A day, which ends in the business's time zone, or a time. */
export const deadlineSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'Write a day such as 2026-11-21, or a time such as 2026-11-21T17:00:00Z',
});
export const titleSchema = z.string().trim().min(1).max(200);

/** What is said of a task to be. */
export const taskFields = {
  title: titleSchema,
  description: z.string().max(10_000).default(''),
  priority: prioritySchema.default('normal'),
  assignee: assigneeSchema.nullable().default(null),
  dueAt: deadlineSchema.nullable().default(null),
};

type Given = Pick<Task, 'title' | 'description' | 'priority' | 'assignedAgent' | 'assignedTo' | 'deadline'> &
  Partial<Pick<Task, 'handler' | 'action' | 'paramsJson' | 'metadataJson' | 'requiresApproval' | 'planId'>>;

/** A task that a step asks for. What strangers had a say in stays so, and chains of tasks are counted. */
export function newTask({ user, executionId, clock, lastWrite }: StepContext, given: Given): Task {
  const { isTainted, depth } = lastWrite;
  return freshTask({ ...given, createdBy: user.id, executionId, isTainted, depth: depth + 1 }, clock.now());
}

export function deadlineOf(text: string | null, { org }: StepContext): Date | null {
  return text === null ? null : endOf(text, org.timezone);
}
