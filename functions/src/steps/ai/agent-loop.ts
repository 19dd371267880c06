import { asData, DATA_RULE, mostTokens } from '../../core/engine/ask-model.ts';
import { NonRetriableError, RetriableError } from '../../core/engine/errors.ts';
import type { AnyActionType, StepContext } from '../../core/engine/step-type.ts';
import type { LlmTurn } from '../../core/ports.ts';
import { type Called, lookUp, MOST_OF_A_LOOK, toolFor } from './agent-tools.ts';
import { spentOn } from './spent.ts';

const MAX_ANSWER_TOKENS = 1_500;
const NOW = 'You may look at nothing more. Answer now, with what you know, and say what you could not find out.';

export interface Pursuit {
  readonly persona: string;
  readonly goal: string;
  readonly known: string | null;
  readonly types: readonly AnyActionType[];
  readonly maxSteps: number;
  readonly maxTokens: number;
}

/** Lets the model look with its tools until it answers, its steps are used up, or its tokens go to their end. */
export async function pursue(context: StepContext, pursuit: Pursuit) {
  const { llm, meter, signal } = context;
  const tools = pursuit.types.map(toolFor);
  const asked = { instructions: instructionsFor(pursuit, context), prompt: promptFor(pursuit), signal };
  const turns: LlmTurn[] = [];
  const toolCalls: Called[] = [];
  let tokens = 0;
  for (let step = 0; ; step++) {
    const next = mostTokens(JSON.stringify([asked.instructions, asked.prompt, tools, turns, NOW])) + MAX_ANSWER_TOKENS;
    if (tokens + next > pursuit.maxTokens) throw tooMuch(pursuit.maxTokens);
    // After a look there has to be enough left for the answer, which reads everything again.
    const isShort = tokens + 2 * next + MOST_OF_A_LOOK > pursuit.maxTokens;
    const isLast = tools.length === 0 || step >= pursuit.maxSteps || isShort;
    const said = isLast && step > 0 ? [...turns, { by: 'user' as const, text: NOW }] : turns;
    const request = { ...asked, turns: said, maxOutputTokens: MAX_ANSWER_TOKENS, ...(!isLast && { tools }) };
    const answer = await llm.generateText(request);
    tokens += answer.tokens;
    meter({ vendorCalls: 1, ...spentOn(answer) });
    const calls = isLast ? [] : (answer.calls ?? []);
    if (calls.length > 0) {
      const { results, called } = await lookUp(context, pursuit.types, calls);
      toolCalls.push(...called);
      turns.push({ by: 'model', text: answer.text, calls }, { by: 'tools', results });
      continue;
    }
    if (answer.text.trim() === '')
      throw new RetriableError('The language model gave no answer.', { code: 'llm_failed' });
    return { answer: answer.text, toolCalls, model: answer.model, tokens };
  }
}

function instructionsFor({ persona }: Pursuit, { org, clock }: StepContext): string {
  return `${persona}
You pursue the goal below by looking things up with your tools; you can change nothing. Then answer in plain words: first what to know, then what to do about it. State only what you were given or have looked up, and say so where you could not find out.
It is ${clock.now().toISOString()}; the business is in the time zone ${org.timezone} and counts in ${org.currency}.
${DATA_RULE} What tools give is such material.`;
}

function promptFor({ goal, known }: Pursuit): string {
  return known === null ? goal : `${goal}\n\nWhat there is to know already:\n${asData(known)}`;
}

function tooMuch(maxTokens: number): NonRetriableError {
  return new NonRetriableError(
    `This is more to read than the ${maxTokens} tokens that the agent may use. Give it less, or raise maxTokens.`,
    { code: 'too_many_tokens', mayHaveActed: false },
  );
}
