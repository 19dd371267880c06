import { z } from 'zod';
import { playbookIdSchema } from './ids.ts';
import { jsonObject, jsonValue } from './json.ts';
import { type Playbook, playbookInputSchema } from './playbook.ts';
import { skillResultSchema } from './skill-result.ts';

/** Whether a playbook is a skill: people start it by hand, and say what it is given. */
export function isSkill({ triggers, inputs }: Pick<Playbook, 'triggers' | 'inputs'>): boolean {
  return inputs.length > 0 && triggers.some(({ type }) => type === 'manual');
}

/** How an execution of a skill stands, as lists of skills tell it. */
const executionStatus = z.enum(['queued', 'running', 'waiting', 'completed', 'failed', 'canceled', 'skipped']);

/** The last time that a skill was run. `durationMs` is null until it has ended. */
const lastRunSchema = z.object({
  executionId: z.string(),
  status: executionStatus,
  at: z.iso.datetime(),
  durationMs: z.int().min(0).nullable(),
});

/**
 * A skill as `GET /api/skills` tells it: a playbook with declared inputs and a manual trigger, whose id is that of the
 * playbook. One of ours (`isBuiltIn`) becomes a playbook of that id when it is first run or scheduled; until then
 * `isMade` is false.
 */
export const skillView = z
  .object({
    skillId: playbookIdSchema,
    name: z.string(),
    description: z.string(),
    category: z.string(),
    /** A Lucide icon name; null for a playbook of the business's own. */
    icon: z.string().nullable(),
    isBuiltIn: z.boolean(),
    /** Whether there is a playbook of that id. */
    isMade: z.boolean(),
    status: z.enum(['draft', 'active', 'paused', 'archived']),
    /** In the order of the form; `min` and `max` bound numbers, `options` are the choices of a `select`. */
    inputs: z.array(playbookInputSchema),
    /** Why it may not be run; null where it may. */
    refusal: z.string().nullable(),
    lastRun: lastRunSchema.nullable(),
  })
  .meta({ id: 'Skill' });
export type SkillView = z.infer<typeof skillView>;

export const skillsView = z.object({
  skills: z.array(skillView),
  /** Which skills may be run here, by id; null: all. */
  allowedSkills: z.array(playbookIdSchema).nullable(),
  isWhole: z.boolean(),
});

/** `wait`: how many seconds to wait for the end, before it goes on by itself. */
export const runSkillBody = z.strictObject({
  inputs: jsonObject.default({}),
  isDryRun: z.boolean().default(false),
  wait: z.number().min(0).max(25).default(10),
});

/** How a run of a skill stands. `success` is null, and there is no result, until it has ended. */
export const skillRunView = z
  .object({
    success: z.boolean().nullable(),
    executionId: z.string(),
    skill_id: z.string(),
    status: executionStatus,
    result: skillResultSchema.nullable(),
    error: z.string().nullable(),
    duration_ms: z.int().min(0).nullable(),
  })
  .meta({ id: 'SkillRun' });
export type SkillRunView = z.infer<typeof skillRunView>;

/** An execution as the history of seed 000 has it. */
export const historyRunView = z
  .object({
    id: z.string(),
    skill_id: z.string(),
    skill_name: z.string(),
    timestamp: z.iso.datetime(),
    inputs: jsonObject,
    /** False also while it is under way: `status` tells. */
    success: z.boolean(),
    status: executionStatus,
    /** What its last step put out; null where nothing came out, or too much to be told in a list. */
    result: jsonValue,
    error: z.string().nullable(),
    duration_ms: z.int().min(0).nullable(),
    /** Whether a schedule began it. */
    scheduled: z.boolean(),
  })
  .meta({ id: 'HistoryRun' });
export type HistoryRunView = z.infer<typeof historyRunView>;

/** A run that took place elsewhere. `timestamp` is when it began; left out: `duration_ms` before now. */
export const logBody = z.strictObject({
  skill_id: playbookIdSchema,
  inputs: jsonObject.default({}),
  success: z.boolean(),
  result: jsonValue.default(null),
  error: z.string().trim().min(1).max(2_000).nullable().optional(),
  duration_ms: z
    .number()
    .min(0)
    .max(31 * 86_400_000, 'A run of more than a month is no run')
    .transform(Math.round),
  timestamp: z.iso.datetime({ offset: true }).optional(),
});
export type LogBody = z.infer<typeof logBody>;
