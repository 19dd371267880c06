import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { playbookIdSchema, stepIdSchema, triggerIdSchema, uidSchema } from './ids.ts';
import { jsonObject, jsonValue } from './json.ts';
import { problemDetailSchema } from './problem.ts';

export const triggeredBySchema = z.enum(['schedule', 'event', 'webhook', 'manual', 'agent', 'api', 'playbook', 'task']);
export type TriggeredBy = z.infer<typeof triggeredBySchema>;

/** `dry_run` reads for real and replaces every effect by a record of what would have happened. */
export const modeSchema = z.enum(['live', 'dry_run']);
export type Mode = z.infer<typeof modeSchema>;

/** Why something failed, in words for a shop owner. `fault` says whose turn it is. */
export const storedErrorSchema = z.object({
  code: z.string(),
  fault: z.enum(['user', 'vendor', 'system']),
  message: z.string(),
  /** A link to where it can be put right. */
  fix: z.object({ label: z.string(), href: z.string() }).nullable(),
  errors: z.array(problemDetailSchema).default([]),
});
export type StoredError = z.infer<typeof storedErrorSchema>;

export const stepStatusSchema = z.enum(['running', 'completed', 'failed', 'skipped', 'waiting', 'canceled']);
export type StepStatus = z.infer<typeof stepStatusSchema>;

/** What an execution cost, its own bookkeeping included; what a step result carries is the step's part. */
export const usageSchema = z.object({
  reads: z.int().min(0),
  writes: z.int().min(0),
  computeMs: z.int().min(0),
  tokens: z.int().min(0),
  vendorCalls: z.int().min(0),
});
export type Usage = z.infer<typeof usageSchema>;
export const noUsage: Usage = { reads: 0, writes: 0, computeMs: 0, tokens: 0, vendorCalls: 0 };

export function addUsage(a: Usage, b: Partial<Usage>): Usage {
  return {
    reads: a.reads + (b.reads ?? 0),
    writes: a.writes + (b.writes ?? 0),
    computeMs: a.computeMs + (b.computeMs ?? 0),
    tokens: a.tokens + (b.tokens ?? 0),
    vendorCalls: a.vendorCalls + (b.vendorCalls ?? 0),
  };
}

export const stepResultSchema = z.object({
  /** Where the step stands in the playbook: its id, prefixed by the ids of the steps around it. */
  path: z.string(),
  stepId: stepIdSchema,
  action: z.string(),
  agent: agentIdSchema.nullable(),
  status: stepStatusSchema,
  attempts: z.int().min(0),
  startedAt: z.date(),
  completedAt: z.date().nullable(),
  /** The output as JSON text; null when there is none, or when it is large and lies at `outputs/{path}`. */
  outputJson: z.string().nullable(),
  outputStored: z.boolean(),
  /** Why it was skipped, or what it would have done in a dry run. */
  note: z.string().nullable(),
  error: storedErrorSchema.nullable(),
  usage: usageSchema,
});
export type StepResult = z.infer<typeof stepResultSchema>;

/** Why an execution is parked. It is looked at again at `wakeAt` at the latest. */
export const waitSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('timer'), path: z.string(), wakeAt: z.date() }),
  z.object({ kind: z.literal('retry'), path: z.string(), wakeAt: z.date(), attempt: z.int().min(1) }),
]);
export type Wait = z.infer<typeof waitSchema>;

/** Who may write the execution now. `token` changes with every holder; an older holder's commits are refused. */
export const leaseSchema = z.object({ token: z.string(), until: z.date() });
export type Lease = z.infer<typeof leaseSchema>;

/** What others say to a running execution; the holder of the lease folds it in. */
export const signalSchema = z.object({ kind: z.literal('cancel'), by: uidSchema.nullable(), at: z.date() });
export type Signal = z.infer<typeof signalSchema>;

/** The facts that expressions see, fixed when the execution starts. */
export const executionContextSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), locale: z.string() }),
  org: z.object({ id: z.string(), name: z.string(), timezone: z.string(), currency: z.string() }),
  trigger: z.object({ id: z.string().nullable(), type: triggeredBySchema, scheduledFor: z.string().nullable() }),
  event: jsonValue,
  inputs: jsonObject,
});
export type ExecutionContext = z.infer<typeof executionContextSchema>;

const base = z.object({
  playbookId: playbookIdSchema,
  playbookName: z.string(),
  versionId: z.string(),
  triggerId: triggerIdSchema.nullable(),
  triggeredBy: triggeredBySchema,
  /** The uid, key id or `system` on whose word it started. */
  startedBy: uidSchema,
  mode: modeSchema,
  scheduledFor: z.date().nullable(),
  eventId: z.string().nullable(),
  contextJson: z.string(),
  depth: z.int().min(0),
  /** Raised by a resume, so that an act that is wanted again has a new effect key. */
  generation: z.int().min(0),
  stepResults: z.array(stepResultSchema),
  signals: z.record(z.string(), signalSchema),
  /** How often a new holder took over within the step that was running. */
  takeovers: z.int().min(0),
  usage: usageSchema,
  createdAt: z.date(),
  expireAt: z.date(),
});

export const executionSchema = z.discriminatedUnion('status', [
  base.extend({
    status: z.literal('queued'),
    /** Set when it has run before and only ran out of its worker's time. */
    startedAt: z.date().nullable(),
    completedAt: z.null(),
    lease: z.null(),
    wait: z.null(),
    error: z.null(),
    dueAt: z.date(),
  }),
  base.extend({
    status: z.literal('running'),
    startedAt: z.date(),
    completedAt: z.null(),
    lease: leaseSchema,
    wait: z.null(),
    error: z.null(),
    dueAt: z.date(),
  }),
  base.extend({
    status: z.literal('waiting'),
    startedAt: z.date(),
    completedAt: z.null(),
    lease: z.null(),
    wait: waitSchema,
    error: z.null(),
    dueAt: z.date(),
  }),
  base.extend({
    status: z.literal('completed'),
    startedAt: z.date(),
    completedAt: z.date(),
    lease: z.null(),
    wait: z.null(),
    error: z.null(),
    dueAt: z.null(),
  }),
  base.extend({
    status: z.literal('failed'),
    startedAt: z.date().nullable(),
    completedAt: z.date(),
    lease: z.null(),
    wait: z.null(),
    error: storedErrorSchema,
    dueAt: z.null(),
  }),
  base.extend({
    status: z.literal('canceled'),
    startedAt: z.date().nullable(),
    completedAt: z.date(),
    lease: z.null(),
    wait: z.null(),
    error: z.null(),
    dueAt: z.null(),
  }),
  base.extend({
    status: z.literal('skipped'),
    startedAt: z.null(),
    completedAt: z.date(),
    lease: z.null(),
    wait: z.null(),
    /** Why the occurrence did not start. */
    error: storedErrorSchema,
    dueAt: z.null(),
  }),
]);
export type Execution = z.infer<typeof executionSchema>;
export type ExecutionStatus = Execution['status'];
export type RunningExecution = Extract<Execution, { status: 'running' }>;

export const outputSchema = z.object({ outputJson: z.string(), expireAt: z.date() });
