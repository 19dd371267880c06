import { z } from 'zod';
import { agentRequestSchema, agentThoughtSchema, sizeOfRequest } from '../../core/engine/agent/protocol.ts';
import { spentOn } from '../../core/engine/ask-model.ts';
import { RetriableError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';

const params = z.strictObject({ request: agentRequestSchema });

/** One turn of an agent's model, which is on record before anything that it wants is done. */
export const agentTurn = defineStep<z.infer<typeof params>, z.infer<typeof agentThoughtSchema>>({
  id: 'agent_turn',
  title: 'Think',
  description: 'An agent looks at what it knows and says what comes next.',
  modelDescription: 'A part of run_agent.',
  category: 'ai',
  icon: 'brain',
  example: {},
  isPart: true,
  params,
  output: agentThoughtSchema,
  risk: 'safe',
  effect: 'none',
  worstCase: (given) => ({ tokens: sizeOfRequest(given.request), vendorCalls: 1 }),
  timeoutMs: 120_000,
  // A vendor that counts tokens by the minute is waited for.
  retry: { maxAttempts: 6, baseDelayMs: 5_000, maxDelayMs: 300_000 },
  run: async ({ request: { tools, ...asked } }, { llm, meter, signal }) => {
    const answer = await llm.generateText({ ...asked, signal, ...(tools.length > 0 && { tools }) });
    meter({ vendorCalls: 1, ...spentOn(answer) });
    const calls = tools.length === 0 ? [] : (answer.calls ?? []);
    if (calls.length === 0 && answer.text.trim() === '') {
      throw new RetriableError('The language model gave no answer.', { code: 'llm_failed' });
    }
    const { text, model, tokens } = answer;
    const summary = calls.length === 0 ? text : `Wants to use ${calls.map((one) => one.tool).join(', ')}`;
    return {
      summary: summary.slice(0, 300),
      text,
      calls: calls.map(({ id, tool, params: given }) => ({ id, tool, params: given })),
      model,
      tokens,
    };
  },
});
