import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { playbookIdSchema, stepIdSchema, triggerIdSchema, uidSchema } from './ids.ts';
import { reservedSchema } from './limit.ts';
import { problemDetailSchema } from './problem.ts';
import { progressSchema } from './progress.ts';
import { signalSchema } from './signal.ts';

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
  /** Of the capable model, in and out; what a vendor remembered of a prompt counts below instead. */
  tokens: z.int().min(0),
  /** Of the model for routine work. */
  routineTokens: z.int().min(0).default(0),
  /** Of prompts that the vendor still had, by whichever model. */
  cachedTokens: z.int().min(0).default(0),
  vendorCalls: z.int().min(0),
});
export type Usage = z.infer<typeof usageSchema>;
export const noUsage: Usage = {
  reads: 0,
  writes: 0,
  computeMs: 0,
  tokens: 0,
  routineTokens: 0,
  cachedTokens: 0,
  vendorCalls: 0,
};

export function addUsage(a: Usage, b: Partial<Usage>): Usage {
  return usageOf((field) => a[field] + (b[field] ?? 0));
}

/** A usage, each field of which is worked out. */
export function usageOf(of: (field: keyof Usage) => number): Usage {
  return {
    reads: of('reads'),
    writes: of('writes'),
    computeMs: of('computeMs'),
    tokens: of('tokens'),
    routineTokens: of('routineTokens'),
    cachedTokens: of('cachedTokens'),
    vendorCalls: of('vendorCalls'),
  };
}

/** All tokens of a usage, of whichever model. */
export function tokensOf({ tokens, routineTokens, cachedTokens }: Usage): number {
  return tokens + routineTokens + cachedTokens;
}

/**
 * Why a step, and with it perhaps the execution, is parked. It is looked at again at `wakeAt` at the latest.
 * `turn` is the execution's own wait for the one before it.
 */
export const waitSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('timer'), path: z.string(), wakeAt: z.date() }),
  z.object({ kind: z.literal('retry'), path: z.string(), wakeAt: z.date(), attempt: z.int().min(1) }),
  z.object({ kind: z.literal('event'), path: z.string(), wakeAt: z.date(), eventName: z.string() }),
  z.object({ kind: z.literal('callback'), path: z.string(), wakeAt: z.date() }),
  z.object({ kind: z.literal('approval'), path: z.string(), wakeAt: z.date(), approvalId: z.string() }),
  /** `polls` counts how often it was looked at in vain; the pause between two looks doubles. */
  z.object({
    kind: z.literal('child'),
    path: z.string(),
    wakeAt: z.date(),
    executionIds: z.array(z.string()),
    polls: z.int().min(0),
  }),
  z.object({ kind: z.literal('turn'), path: z.string(), wakeAt: z.date(), after: z.string() }),
  /** A limit is used up, or something is paused. `path` is empty for an execution that has not begun. */
  z.object({
    kind: z.literal('limit'),
    path: z.string(),
    wakeAt: z.date(),
    /** The name of the limit, without its period. */
    limit: z.string(),
    polls: z.int().min(0),
  }),
  z.object({
    kind: z.literal('pause'),
    path: z.string(),
    wakeAt: z.date(),
    polls: z.int().min(0),
    /** The approval that had come to its end when the pause held the step back. */
    approvalId: z.string().nullable().default(null),
  }),
]);
export type Wait = z.infer<typeof waitSchema>;

const failedAttemptSchema = z.object({ attempt: z.int().min(1), at: z.date(), error: storedErrorSchema });
export type FailedAttempt = z.infer<typeof failedAttemptSchema>;

export const stepResultSchema = z.object({
  /**
   * Where the step stands in the execution: its id, after the address of the block around it. `loop[3].mail` is the
   * step `mail` for the fourth item of `loop`; `choice.mail` stands in a branch of `choice`.
   */
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
  /** The attempts that failed and were followed by another one, the last few of them. */
  failures: z.array(failedAttemptSchema).default([]),
  /** Set while the status is `waiting`. */
  wait: waitSchema.nullable().default(null),
  /** The branch that was taken. */
  branch: z.string().nullable().default(null),
  progress: progressSchema.nullable().default(null),
  /** The places in limits that it holds, or has used. */
  reserved: z.array(reservedSchema).default([]),
  /** Whether its output may hold what strangers wrote. */
  isTainted: z.boolean().default(false),
  /** The question on whose yes its act rests; null where nobody was asked. */
  approvalId: z.string().nullable().default(null),
  usage: usageSchema,
});
export type StepResult = z.infer<typeof stepResultSchema>;

/** Who may write the execution now. `token` changes with every holder; an older holder's commits are refused. */
export const leaseSchema = z.object({ token: z.string(), until: z.date() });
export type Lease = z.infer<typeof leaseSchema>;

/** The execution on whose behalf this one runs: a playbook that was called, or a share of the items of a `for_each`. */
export const parentSchema = z.object({
  executionId: z.string(),
  /** The step that started it. */
  path: z.string(),
  /** The items from `from` up to, and without, `to`; null when it is a playbook of its own. */
  items: z.object({ from: z.int().min(0), to: z.int().min(0) }).nullable(),
  /** Whether the step waits for it. */
  awaited: z.boolean(),
});
export type Parent = z.infer<typeof parentSchema>;

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
  parent: parentSchema.nullable().default(null),
  /** It does a share of the items of its parent's loop, or a simulation rehearsed it: lists of executions leave it out. */
  isShare: z.boolean().default(false),
  /** The execution whose end it waits for; stays when it is canceled before its turn, null once its turn has come. */
  behind: z.string().nullable().default(null),
  /** The execution that this one repeats. */
  replayOf: z.string().nullable().default(null),
  /** Whether a schedule is at its beginning: its own, or that of the playbook that ran this one. */
  isScheduled: z.boolean().default(false),
  /** It took place elsewhere and was only told of (`POST /api/history/log`): it is never gone on with, nor repeated. */
  isForeign: z.boolean().default(false),
  /** The task that it does; its end is told to it. */
  taskId: z.string().nullable().default(null),
  /** Where what strangers wrote came in, as `event`, `inputs` or the path of a step; empty when nothing did. */
  taint: z.array(z.string()).max(20).default([]),
  /** The limits that its steps wait for a place in, until they have it: whoever comes later lets it go first. */
  heldBy: z.array(z.string()).default([]),
  /** Why it will end as failed; set while the playbook's `onFailure` steps are done. */
  failing: storedErrorSchema.nullable().default(null),
  stepResults: z.array(stepResultSchema),
  signals: z.record(z.string(), signalSchema),
  /** How often a new holder took over within the step that was running. */
  takeovers: z.int().min(0),
  usage: usageSchema,
  /** Whether it has left a note of its end, for the roll-ups of analytics. */
  isCounted: z.boolean().default(false),
  /** The words that a search finds it by (search-terms.ts). */
  terms: z.array(z.string().max(64)).max(40).default([]),
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
    /** Null while it waits its turn. */
    startedAt: z.date().nullable(),
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
    /** How many occurrences in a row this stands for, up to the one of `lastScheduledFor`. */
    occurrences: z.int().min(1).default(1),
    lastScheduledFor: z.date().nullable().default(null),
    dueAt: z.null(),
  }),
]);
export type Execution = z.infer<typeof executionSchema>;
export type ExecutionStatus = Execution['status'];
export type RunningExecution = Extract<Execution, { status: 'running' }>;

export const outputSchema = z.object({ outputJson: z.string(), expireAt: z.date() });
