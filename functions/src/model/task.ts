import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { executionIdSchema, uidSchema } from './ids.ts';

export const taskStatusSchema = z.enum([
  'new',
  'in_progress',
  'completed',
  'failed',
  'escalated',
  'rejected',
  'canceled',
]);
export type TaskStatus = z.infer<typeof taskStatusSchema>;
/** `open`: to be done, or in need of a person. `ended`: of no more concern. `stopped`: can be tried again. */
export const TASK_GROUPS = {
  open: ['new', 'in_progress', 'failed', 'escalated'],
  ended: ['completed', 'rejected', 'canceled'],
  stopped: ['failed', 'escalated', 'canceled'],
} as const satisfies Readonly<Record<string, readonly TaskStatus[]>>;
export const prioritySchema = z.enum(['low', 'normal', 'high', 'urgent']);
export type Priority = z.infer<typeof prioritySchema>;

/** What of an agent's work a task is, where whoever asks for it says so: the 'Email Agent' of the seeds is one. */
export const handlerSchema = z.enum(['email', 'social', 'marketing', 'seo', 'ads', 'pricing', 'operations']);
export type Handler = z.infer<typeof handlerSchema>;

/** The name of a step type. */
export const actionNameSchema = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'This is not the name of a step type');

/** What a task is done with, and what is known beside it, as JSON text. */
const MAX_JSON = 50_000;

/**
 * Work that is not a playbook: who, what, how urgent, by when. It is only the face of the work: what does it is the
 * execution `doneBy`. Fields with a default were added later; older documents are without them.
 */
export const taskSchema = z.object({
  title: z.string().min(1).max(200),
  description: z.string().max(10_000),
  /** `failed`: it will be tried again at `dueAt`. `escalated`: it will not; a person has to look. */
  status: taskStatusSchema,
  priority: prioritySchema,
  assignedAgent: agentIdSchema.nullable(),
  handler: handlerSchema.nullable().default(null),
  assignedTo: uidSchema.nullable(),
  deadline: z.date().nullable(),
  createdBy: uidSchema,
  /** The execution whose step asked for it. */
  executionId: executionIdSchema.nullable(),
  /** The step type that does it; null where an agent is to find out, or, without an agent, for a person. */
  action: actionNameSchema.nullable().default(null),
  paramsJson: z.string().max(MAX_JSON).default('{}'),
  /** What is known beside that: addresses, texts, ids of documents. */
  metadataJson: z.string().max(MAX_JSON).default('{}'),
  requiresApproval: z.boolean().default(false),
  approvedBy: uidSchema.nullable().default(null),
  approvedAt: z.date().nullable().default(null),
  rejectedBy: uidSchema.nullable().default(null),
  rejectedAt: z.date().nullable().default(null),
  rejectionReason: z.string().max(2_000).nullable().default(null),
  /** Which execution is its next one: raised when one has failed, and when somebody wants it tried again. */
  generation: z.int().min(0).default(0),
  /** The executions that were begun for it since it was made, or since somebody last wanted it tried again. */
  executionAttempts: z.int().min(0).default(0),
  lastExecutionAttempt: z.date().nullable().default(null),
  /** Why the last one has failed. */
  executionError: z.string().max(2_000).nullable().default(null),
  /** The execution that does it, or has tried to last. */
  doneBy: executionIdSchema.nullable().default(null),
  /** Where what has come of it is seen. */
  deliverableUrl: z.string().max(2_000).nullable().default(null),
  /** Whether it was only rehearsed. */
  isDryRun: z.boolean().default(false),
  /** Whether strangers may have had a say in what it asks for, or in what has come of it. */
  isTainted: z.boolean().default(false),
  /** Whether it is only a suggestion: nobody's answer in time is a no, and nobody is called. */
  isSuggestion: z.boolean().default(false),
  /** The action plan of which it is a part: `action_plans/{planId}`. */
  planId: executionIdSchema.nullable().default(null),
  /** How many executions stand between it and one that a person caused. */
  depth: z.int().min(0).default(0),
  /** When the executor is to look at it; null when there is nothing for it to do. */
  dueAt: z.date().nullable().default(null),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type Task = z.infer<typeof taskSchema>;

/** Whether it is to be done still, or needs a person. */
export function isOpen({ status }: Pick<Task, 'status'>): boolean {
  return TASK_GROUPS.open.some((one) => one === status);
}

/** How often it is tried before a person has to look. */
export const MAX_TASK_ATTEMPTS = 3;

const taskMessageKindSchema = z.enum([
  'created',
  'approved',
  'rejected',
  'started',
  'failed',
  'escalated',
  'completed',
  'canceled',
  'retried',
  'reopened',
  'comment',
]);

/** One line of what has happened to a task, or of what people say about it. */
export const taskMessageSchema = z.object({
  taskId: executionIdSchema,
  kind: taskMessageKindSchema,
  text: z.string().max(10_000),
  /** A uid, the id of an API key, or `system`. */
  by: uidSchema,
  executionId: executionIdSchema.nullable(),
  /** With `completed`, what has come of it. */
  dataJson: z.string().nullable(),
  isTainted: z.boolean(),
  createdAt: z.date(),
});
export type TaskMessage = z.infer<typeof taskMessageSchema>;

/** A task, and the documents that it names, as they were before it was done: to look up, and to undo by. */
export const executionSnapshotSchema = z.object({
  taskId: executionIdSchema,
  executionId: executionIdSchema,
  taskJson: z.string(),
  /** `{[path]: document | null}` */
  relatedJson: z.string(),
  createdAt: z.date(),
  expireAt: z.date(),
});
export type ExecutionSnapshot = z.infer<typeof executionSnapshotSchema>;
