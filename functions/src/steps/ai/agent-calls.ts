import { z } from 'zod';
import { digestOf } from '../../core/engine/agent/digest.ts';
import { type AgentCall, agentCallSchema, agentResultsSchema } from '../../core/engine/agent/protocol.ts';
import { asData } from '../../core/engine/ask-model.ts';
import { defineFlow, type WayEnd } from '../../core/engine/step-type.ts';
import { jsonValue } from '../../model/json.ts';

const MAX_ERROR = 800;

const params = z.strictObject({ calls: z.array(agentCallSchema), concurrency: z.int().min(1) });
/** What an agent's model wants called: each a step like any other, with its own attempts, its own yes and its own record. */
export const agentCalls = defineFlow<z.infer<typeof params>, z.infer<typeof agentResultsSchema>>({
  kind: 'fork',
  id: 'agent_calls',
  title: 'Use tools',
  description: 'An agent uses its tools.',
  modelDescription: 'A part of run_agent.',
  category: 'ai',
  icon: 'wrench',
  example: {},
  isPart: true,
  params,
  output: agentResultsSchema,
  names: () => ['call'],
  spread: ({ calls, concurrency }) => ({
    ways: calls.map(({ key, step, call }) => ({ key, steps: [step], names: { call } })),
    join: 'settled',
    concurrency,
    output: (ends) => jsonValue.parse(ends.map((end) => told(end, calls))),
  }),
});

function told({ key, status, output, error }: WayEnd, calls: readonly AgentCall[]) {
  // Whoever answered may have had a say in these words, too.
  if (status === 'failed') {
    // Where in the execution it stands is nothing to its model.
    const words = (error?.message ?? '').replace(/\bsteps\.\S*\.params\b/g, 'params');
    return { key, ok: false, text: `It did not work: ${asData(words.slice(0, MAX_ERROR))}` };
  }
  const name = calls.find((one) => one.key === key)?.name ?? key;
  const { text, note } = digestOf(output, `outputs.${name}`);
  return { key, ok: true, text: note === null ? asData(text) : `${asData(text)}\n${note}` };
}
