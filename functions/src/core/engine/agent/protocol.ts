import { z } from 'zod';
import { jsonObject, jsonValue } from '../../../model/json.ts';
import { stepSchema } from '../../../model/step.ts';
import type { LlmTurn } from '../../ports.ts';
import { mostTokens } from '../ask-model.ts';

// What an agent and the two steps that each of its rounds is made of say to each other.

const call = z.object({ id: z.string(), tool: z.string(), params: jsonValue });
const turn = z.discriminatedUnion('by', [
  z.object({ by: z.literal('model'), text: z.string(), calls: z.array(call) }),
  z.object({ by: z.literal('user'), text: z.string() }),
  z.object({ by: z.literal('tools'), results: z.array(z.object({ call, text: z.string() })) }),
]);

/** What its model is asked. */
export const agentRequestSchema = z.strictObject({
  instructions: z.string(),
  prompt: z.string(),
  turns: z.array(turn) as z.ZodType<readonly LlmTurn[]>,
  /** Empty: it has to answer. */
  tools: z.array(z.object({ name: z.string(), description: z.string(), params: jsonObject })),
  maxOutputTokens: z.int(),
});
export type AgentRequest = z.infer<typeof agentRequestSchema>;

/** What its model says: what it wants called, or its answer. */
export const agentThoughtSchema = z.object({
  /** For people. */
  summary: z.string(),
  text: z.string(),
  calls: z.array(call),
  model: z.string(),
  tokens: z.int(),
});

/** A call that is made. */
export const agentCallSchema = z.strictObject({
  key: z.string(),
  /** The step that it comes to. It reads its params as `call.<name>`. */
  step: stepSchema,
  call: jsonObject,
  /** What a later call may name its output by. */
  name: z.string(),
});
export type AgentCall = z.infer<typeof agentCallSchema>;

/** What its model is told of each call that was made. */
export const agentResultsSchema = z.array(z.object({ key: z.string(), ok: z.boolean(), text: z.string() }));

/** In tokens, with the answer, at most. */
export function sizeOfRequest(asked: AgentRequest): number {
  return mostTokens(JSON.stringify(asked)) + asked.maxOutputTokens;
}
