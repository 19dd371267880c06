import type { AnyStepType } from '../../src/core/engine/step-type.ts';
import type { Llm, LlmAnswer, LlmRequest } from '../../src/core/ports.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { agentTypes } from '../../src/steps/ai/run-agent.ts';
import { type ConsentKit, createConsentKit } from './consent-kit.ts';
import { outputAt } from './flow-kit.ts';

/** What a model says when it is asked for the time after so many others: an answer, or tools to use. */
export type Saying = (
  request: LlmRequest,
  index: number,
) => { readonly text?: string; readonly calls?: readonly (readonly [string, JsonValue])[]; readonly tokens?: number };

export interface AgentKit extends ConsentKit {
  readonly asked: LlmRequest[];
  /** What it made of a goal, after it has come as far as it can. */
  run(params?: JsonObject, more?: Readonly<Record<string, unknown>>): Promise<string>;
  outcome(executionId: string): Promise<unknown>;
}

/** A model that says what the test says. */
export function speaking(say: Saying): { readonly llm: Llm; readonly asked: LlmRequest[] } {
  const asked: LlmRequest[] = [];
  const generateText = async (request: LlmRequest): Promise<LlmAnswer> => {
    asked.push(request);
    const { text = '', calls = [], tokens = 100 } = say(request, asked.length - 1);
    return { text, model: 'big', tokens, calls: calls.map(([tool, params], at) => ({ id: `id${at}`, tool, params })) };
  };
  return { llm: { generateText }, asked };
}

/** An engine with the steps of the consent kit and `types`, and an agent that may use them all. */
export async function createAgentKit(say: Saying, types: readonly AnyStepType[] = []): Promise<AgentKit> {
  const { llm, asked } = speaking(say);
  const kit = await createConsentKit([...types, ...agentTypes], llm);
  kit.clock.flow();
  const tools = ['give', 'fetch', 'mail', 'wait', ...types.map(({ id }) => id)];
  return {
    ...kit,
    asked,
    run: (params = {}, more = {}) =>
      kit.go([{ id: 'agent', action: 'run_agent', params: { goal: 'Do it', tools, ...params } }], more),
    outcome: (executionId) => outputAt(kit, executionId, 'agent'),
  };
}

/** The texts that tools gave, as the model was told them in a request. */
export function toldIn({ turns = [] }: LlmRequest): string[] {
  return turns.flatMap((turn) => (turn.by === 'tools' ? turn.results.map(({ text }) => text) : []));
}
