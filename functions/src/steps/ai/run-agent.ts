import { z } from 'zod';
import { ENDINGS, pursue } from '../../core/engine/agent/pursue.ts';
import { MAX_AT_ONCE } from '../../core/engine/agent/tools.ts';
import { type AnyStepType, defineFlow } from '../../core/engine/step-type.ts';
import { agentIdSchema } from '../../model/agent.ts';
import { jsonObject } from '../../model/json.ts';
import { agentCalls } from './agent-calls.ts';
import { agentTurn } from './agent-turn.ts';
import { source, textOf } from './routine.ts';

const DEFAULT_TOOLS = [
  'query_documents',
  'get_document',
  'aggregate_list',
  'fetch_page',
  'extract_products',
  'read_rss',
] as const;
const tool = z.string().regex(/^[a-z][a-z_]{0,63}$/);
const params = z.strictObject({
  /** Who does it; left out: whose step it is, or Pops. */
  agent: agentIdSchema.nullable().default(null),
  /** What is to be found out, thought through or done. */
  goal: z.string().trim().min(1).max(4_000),
  /** What there is to know already: a text, or data of earlier steps. */
  context: source.nullable().default(null),
  /** Step types that the agent may use. Those that act are held to the policy, limits and approvals as in any playbook. */
  tools: z
    .array(tool)
    .max(40)
    .default([...DEFAULT_TOOLS]),
  /** Whether a person is asked before each thing that acts, whatever the policy says. */
  confirm: z.boolean().default(false),
  /** How often it may use its tools before it has to answer. */
  maxSteps: z.int().min(1).max(30).default(6),
  /** All its tokens together. */
  maxTokens: z.int().min(4_000).max(500_000).default(60_000),
  /** What its model and its tools may cost together, in US dollars; null: what an execution may. */
  maxCost: z.number().positive().max(100).nullable().default(null),
  /** How long it may work, in minutes; what it waits for others does not count. */
  maxMinutes: z.number().positive().max(240).default(30),
});

const output = z.object({
  answer: z.string(),
  agent: agentIdSchema,
  /** What it has looked up and done, with where the execution has that on record: its evidence. */
  toolCalls: z.array(
    z.object({
      tool: z.string(),
      params: jsonObject,
      ok: z.boolean(),
      path: z.string().nullable(),
      error: z.string().nullable(),
    }),
  ),
  model: z.string(),
  tokens: z.int(),
  /** Why it has answered: it was ready, or a limit of its own was reached. */
  endedBy: z.enum(ENDINGS),
});

const runAgent = defineFlow<z.infer<typeof params>, z.infer<typeof output>>({
  kind: 'unfold',
  id: 'run_agent',
  title: 'Ask an agent',
  description: 'Gives Craig, Ezal, Pops or Money Mike a task in plain words, and the tools to do it with.',
  modelDescription:
    'An agent (craig, ezal, pops, money_mike) pursues a goal with the tools it is given (any step types): {{steps.<id>.answer}}. What it does with them is governed as if the playbook did it. Without tools that act it only looks things up.',
  category: 'ai',
  icon: 'bot',
  example: {
    agent: 'money_mike',
    goal: 'Which of our products have a margin below 20 percent, and what should we do?',
    tools: ['query_documents', 'aggregate_list'],
  },
  params,
  output,
  literals: ['tools', 'confirm', 'maxSteps', 'maxTokens', 'maxCost', 'maxMinutes'],
  uses: ({ tools }) => z.array(tool).catch([]).parse(tools),
  confirming: { confirm: true },
  worstCase: ({ maxTokens, maxSteps }) => ({ tokens: maxTokens, vendorCalls: (maxSteps + 1) * (1 + MAX_AT_ONCE) }),
  next: ({ context, ...given }, rounds, place) => {
    const agent = given.agent ?? agentIdSchema.safeParse(place.agent).data ?? 'pops';
    const known = context === null ? null : textOf(context);
    return pursue({ ...given, agent, known }, rounds, place, { think: agentTurn.id, calls: agentCalls.id });
  },
});

/** An agent, and what it is made of. */
export const agentTypes: readonly AnyStepType[] = [runAgent, agentTurn, agentCalls];
