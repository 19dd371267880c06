import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { agentIdSchema, personas } from '../../model/agent.ts';
import { jsonObject } from '../../model/json.ts';
import { pursue } from './agent-loop.ts';
import { source, textOf } from './routine.ts';

const LONGEST_MS = 230_000;
const DEFAULT_TOOLS = [
  'query_documents',
  'get_document',
  'aggregate_list',
  'fetch_page',
  'extract_products',
  'read_rss',
] as const;

const params = z.strictObject({
  /** Who does it; left out: whose step it is, or Pops. */
  agent: agentIdSchema.nullable().default(null),
  /** What is to be found out or thought through. */
  goal: z.string().trim().min(1).max(4_000),
  /** What there is to know already: a text, or data of earlier steps. */
  context: source.nullable().default(null),
  /** Step types that the agent may use: such as only read, need no connection and cost nothing. */
  tools: z
    .array(z.string().regex(/^[a-z][a-z_]{0,63}$/))
    .max(20)
    .default([...DEFAULT_TOOLS]),
  /** How often it may look before it has to answer. */
  maxSteps: z.int().min(1).max(12).default(6),
  /** All its tokens together. */
  maxTokens: z.int().min(4_000).max(100_000).default(60_000),
});
const output = z.object({
  answer: z.string(),
  agent: agentIdSchema,
  toolCalls: z.array(z.object({ tool: z.string(), params: jsonObject, ok: z.boolean() })),
  model: z.string(),
  tokens: z.int(),
});

export const runAgent = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'run_agent',
  title: 'Ask an agent',
  description: 'Has Craig, Ezal, Pops or Money Mike look things up and answer a question.',
  modelDescription:
    'An agent (craig, ezal, pops, money_mike) pursues a goal with tools that only read: {{steps.<id>.answer}}. It changes nothing; use further steps for what follows.',
  category: 'ai',
  icon: 'bot',
  example: {
    agent: 'money_mike',
    goal: 'Which of our products have a margin below 20 percent, and what should we do?',
    tools: ['query_documents', 'aggregate_list'],
  },
  params,
  output,
  literals: ['tools', 'maxSteps', 'maxTokens'],
  risk: 'safe',
  effect: 'none',
  worstCase: ({ maxTokens, maxSteps }) => ({ tokens: maxTokens, computeMs: LONGEST_MS, vendorCalls: maxSteps + 1 }),
  timeoutMs: LONGEST_MS,
  retry: { maxAttempts: 2, baseDelayMs: 2_000, maxDelayMs: 120_000 },
  run: async (given, context) => {
    const agent = given.agent ?? agentIdSchema.safeParse(context.agent).data ?? 'pops';
    const { name, role, tone } = personas[agent];
    const { goal, maxSteps, maxTokens } = given;
    const pursued = await pursue(context, {
      persona: `You are ${name}. You look after ${role} at ${context.org.name}. ${tone}`,
      goal,
      known: given.context === null ? null : textOf(given.context),
      types: given.tools.map((id) => toolOf(context, id)),
      maxSteps,
      maxTokens,
    });
    return { agent, ...pursued };
  },
});

function toolOf({ tools }: StepContext, id: string) {
  const type = tools.types.find((one) => one.id === id);
  if (type !== undefined) return type;
  const ids = tools.types.map((one) => one.id).join(', ');
  throw new NonRetriableError(`'${id}' is nothing that an agent may use on its own. These are: ${ids}.`, {
    code: 'no_such_tool',
    mayHaveActed: false,
    errors: [{ path: 'tools', message: `'${id}' cannot be used` }],
  });
}
