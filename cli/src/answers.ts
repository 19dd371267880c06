import { z } from 'zod';
import { approvalSchema } from '../../functions/src/model/approval.ts';
import { executionSchema, storedErrorSchema } from '../../functions/src/model/execution.ts';
import { jsonObject, jsonValue } from '../../functions/src/model/json.ts';
import { playbookStatusSchema } from '../../functions/src/model/playbook.ts';
import { problemDetailSchema } from '../../functions/src/model/problem.ts';
import { taskStatusSchema } from '../../functions/src/model/task.ts';
import { writtenContentSchema } from '../../functions/src/model/written-content.ts';

// What of the API's answers is needed here. The rest is kept as it came: --json prints it.

const time = z.iso.datetime();
const maybe = time.nullable();

export const playbookAnswer = z.looseObject({
  playbookId: z.string(),
  name: z.string(),
  status: playbookStatusSchema,
  arming: z.looseObject({ state: z.string(), problems: z.array(problemDetailSchema) }).nullable(),
  pause: z.looseObject({ by: z.string(), since: time, until: maybe }).nullable(),
  triggers: writtenContentSchema.shape.triggers,
  inputs: writtenContentSchema.shape.inputs,
});
export type PlaybookAnswer = z.infer<typeof playbookAnswer>;

export const wholePlaybookAnswer = playbookAnswer.extend(writtenContentSchema.shape);
export type WholePlaybookAnswer = z.infer<typeof wholePlaybookAnswer>;

const executionStatus = z.enum(executionSchema.options.map(({ shape }) => shape.status.value));
const wait = z.looseObject({ kind: z.string(), wakeAt: time }).nullable();
const stepAnswer = z.looseObject({
  path: z.string(),
  action: z.string(),
  status: z.string(),
  attempts: z.number(),
  startedAt: time,
  completedAt: maybe,
  note: z.string().nullable(),
  output: jsonValue,
  error: storedErrorSchema.nullable(),
  /** Of one that waits for a yes: the question. */
  wait: z.looseObject({ kind: z.string(), approvalId: z.string().nullish() }).nullable(),
});
export type StepAnswer = z.infer<typeof stepAnswer>;

export const executionAnswer = z.looseObject({
  executionId: z.string(),
  playbookId: z.string(),
  playbookName: z.string(),
  status: executionStatus,
  triggeredBy: z.string(),
  mode: z.string(),
  stepResults: z.array(stepAnswer),
  error: storedErrorSchema.nullable(),
  wait,
  createdAt: time,
  startedAt: maybe,
  completedAt: maybe,
});
export type ExecutionAnswer = z.infer<typeof executionAnswer>;

/** Of a start: the execution so far, or only what it is called. */
export const startedAnswer = z.looseObject({ executionId: z.string(), status: z.string() });

export const approvalAnswer = z.looseObject({
  ...approvalSchema.pick({
    ...{ kind: true, executionId: true, playbookName: true, title: true, message: true, status: true, action: true },
    ...{ risk: true, reasons: true, paramsJson: true, paramsHash: true, needed: true, isTainted: true, choices: true },
  }).shape,
  approvalId: z.string(),
  requestedAt: time,
  expiresAt: time,
  votes: z.array(z.looseObject({ choice: z.string(), paramsHash: z.string() })),
});
export type ApprovalAnswer = z.infer<typeof approvalAnswer>;

/** `nextRun` is null where no more comes, or a pause will keep it. */
export const schedulesAnswer = z.looseObject({
  schedules: z.array(
    z.looseObject({
      ...{ playbookId: z.string(), name: z.string(), cron: z.string(), timezone: z.string(), status: z.string() },
      nextRun: maybe,
    }),
  ),
  isWhole: z.boolean(),
});

export const figuresAnswer = z.looseObject({
  items: z.array(
    z.looseObject({
      playbookId: z.string(),
      recent: z.array(z.looseObject({ executionId: z.string(), status: z.string(), createdAt: time })),
      completed: z.number(),
      failed: z.number(),
    }),
  ),
});

export const simulationAnswer = z.looseObject({
  starts: z.array(
    z.looseObject({
      occasion: z.looseObject({ type: z.string() }),
      at: time,
      outcome: z.string(),
      wouldHave: z.array(z.string()),
      dryRunId: z.string().nullable(),
    }),
  ),
  counted: z.number(),
  rehearsed: z.number(),
  summary: z.string(),
  notes: z.array(z.string()),
});

export type SimulationAnswer = z.infer<typeof simulationAnswer>;

export const checkAnswer = z.looseObject({
  problems: z.array(problemDetailSchema),
  warnings: z.array(problemDetailSchema),
  missingConnections: z.array(z.looseObject({ title: z.string() })),
  changes: z.array(z.string()),
  examples: z.array(z.looseObject({ words: z.string(), agrees: z.boolean() })),
});
export type CheckAnswer = z.infer<typeof checkAnswer>;

const rule = z.looseObject({ decision: z.string() });
export const tenantAnswer = z.looseObject({
  orgId: z.string(),
  name: z.string(),
  timezone: z.string(),
  currency: z.string(),
  pause: z.looseObject({ since: time, reason: z.string().nullable() }).nullable(),
  dryRun: z.boolean(),
  policy: z.looseObject({ safe: rule, moderate: rule, high: rule }),
  switches: z.looseObject({ autoExecution: z.boolean(), dryRun: z.boolean() }),
  terms: z.looseObject({ monthlyExecutions: z.number() }),
  usage: z.looseObject({
    month: z.looseObject({ period: z.string(), executions: z.number() }),
    daily: z.array(z.looseObject({ name: z.string(), used: z.number(), limit: z.number() })),
  }),
  held: z.looseObject({ pause: z.number(), limit: z.number() }),
});

export const taskAnswer = z.looseObject({
  taskId: z.string(),
  title: z.string(),
  description: z.string(),
  status: taskStatusSchema,
  priority: z.string(),
  assignedAgent: z.string().nullable(),
  assignedTo: z.string().nullable(),
  action: z.string().nullable(),
  params: jsonObject,
  requiresApproval: z.boolean(),
  approvedAt: maybe,
  executionAttempts: z.number(),
  executionError: z.string().nullable(),
  doneBy: z.string().nullable(),
  isTainted: z.boolean(),
  createdAt: time,
});
export type TaskAnswer = z.infer<typeof taskAnswer>;

export const taskMessageAnswer = z.looseObject({
  kind: z.string(),
  text: z.string(),
  by: z.string(),
  createdAt: time,
});
