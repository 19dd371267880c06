import { z } from 'zod';
import { agentIdSchema } from './agent.ts';
import { playbookIdSchema } from './ids.ts';
import { riskSchema } from './policy.ts';

/** One thing that a playbook does, for people. */
const cardStepSchema = z.object({
  action: z.string(),
  title: z.string().max(300),
  /** What it may do to the outside; null where it only looks or computes. */
  does: z.string().max(500).nullable(),
  risk: riskSchema,
  toWhom: z.array(z.string().max(254)).max(50),
});

/** What a playbook would do, before anything runs. Everything in words, in the tenant's time. */
export const cardSchema = z.object({
  playbookId: playbookIdSchema,
  /** Of the content that it shows: a yes to the card is a yes to this and nothing else. Null where it cannot be executed. */
  versionId: z.string().max(64).nullable().default(null),
  name: z.string().max(120),
  agent: agentIdSchema,
  status: z.enum(['draft', 'active', 'paused', 'archived']),
  /** Whether it shows what a change would make of it, that waits for a yes. */
  isWish: z.boolean().default(false),
  /** What was understood: when, what, on what condition, to whom. */
  understood: z.string().max(4_000),
  triggers: z.array(z.string().max(500)).max(20),
  /** The next five, ISO 8601 with the offset of the trigger's zone. */
  nextTimes: z.array(z.object({ at: z.string(), words: z.string() })).max(5),
  steps: z.array(cardStepSchema).max(50),
  risk: riskSchema,
  /** US dollars a month, at least and at most; null where nothing can be told. */
  cost: z.object({ lowUsd: z.number(), highUsd: z.number(), words: z.string() }).nullable(),
  missingConnections: z.array(z.object({ vendor: z.string(), title: z.string() })).max(20),
  /** What it would have done of the last days; null where nothing is stored to try it on. */
  simulation: z.object({ days: z.int(), starts: z.int(), words: z.string() }).nullable(),
  examples: z.array(z.object({ words: z.string(), fires: z.boolean(), agrees: z.boolean() })).max(20),
  assumptions: z.array(z.string().max(500)).max(20),
  /** Why it cannot be activated as it is; empty where it can. */
  problems: z.array(z.string().max(500)).max(20),
  /** What an edit has changed, in words; empty for a new one. */
  changes: z.array(z.string().max(500)).max(20),
});
export type Card = z.infer<typeof cardSchema>;

/** The choice that does what the button of a card does: for those who see no card. */
export const ACTIVATE_IT = 'Activate it';

/** The choice that opens the action plan of the recommendation that is spoken of. */
export const MAKE_A_PLAN = 'Make an action plan';

/** What an answer consists of, in the order in which it was said and shown. */
export const chatPartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string().max(20_000) }),
  /** Who speaks from here on; `from` where it was handed over. */
  z.object({ type: z.literal('agent'), agent: agentIdSchema, from: agentIdSchema.nullable() }),
  /** A tool at work: the same `callId` again tells how it went. */
  z.object({
    type: z.literal('tool'),
    callId: z.string(),
    tool: z.string(),
    status: z.enum(['running', 'done', 'failed']),
    words: z.string().max(500),
  }),
  z.object({ type: z.literal('card'), card: cardSchema }),
  z.object({ type: z.literal('playbook'), playbookId: playbookIdSchema }),
  z.object({ type: z.literal('execution'), executionId: z.string() }),
  z.object({ type: z.literal('approval'), approvalId: z.string() }),
  z.object({ type: z.literal('task'), taskId: z.string() }),
  /** Answers that can be sent as they stand. */
  z.object({ type: z.literal('choices'), choices: z.array(z.string().max(4_000)).max(10) }),
  /** Rows that were looked up, for a table. */
  z.object({
    type: z.literal('table'),
    title: z.string().max(200),
    columns: z.array(z.string().max(60)).max(12),
    rows: z.array(z.object({ cells: z.array(z.string().max(300)).max(12) })).max(50),
    more: z.int(),
  }),
  z.object({
    type: z.literal('usage'),
    model: z.string(),
    inputTokens: z.int(),
    outputTokens: z.int(),
    usd: z.number().nullable(),
  }),
]);
export type ChatPart = z.infer<typeof chatPartSchema>;
