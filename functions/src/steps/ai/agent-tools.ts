import { z } from 'zod';
import { asData } from '../../core/engine/ask-model.ts';
import { StepError } from '../../core/engine/errors.ts';
import type { AnyActionType, StepContext } from '../../core/engine/step-type.ts';
import type { LlmCall, LlmTool } from '../../core/ports.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';

const MAX_RESULT = 6_000;
/** Of the calls that a model makes at once, so many are done. */
const MAX_AT_ONCE = 3;
/** In tokens. */
export const MOST_OF_A_LOOK = (MAX_AT_ONCE * MAX_RESULT) / 2;

export interface Called {
  readonly tool: string;
  readonly params: JsonObject;
  readonly ok: boolean;
}

/** Does what the model wants looked up, one after the other. */
export async function lookUp(context: StepContext, types: readonly AnyActionType[], calls: readonly LlmCall[]) {
  const called: Called[] = [];
  const results: { readonly call: LlmCall; readonly text: string }[] = [];
  for (const [index, call] of calls.entries()) {
    const { done, text } = await look(context, types, call, index < MAX_AT_ONCE);
    called.push(done);
    results.push({ call, text });
  }
  return { called, results };
}

/** What comes of a call: data for the model, also where it is what was wrong with the call. */
async function look(context: StepContext, types: readonly AnyActionType[], { tool, params }: LlmCall, isDone: boolean) {
  const given = jsonObject.safeParse(params);
  const done = { tool, params: given.data ?? {} };
  const failed = (message: string) => ({ done: { ...done, ok: false }, text: `It did not work: ${message}` });
  if (!isDone) return failed(`at most ${MAX_AT_ONCE} calls at once`);
  if (!types.some(({ id }) => id === tool)) return failed('there is no such tool');
  if (!given.success) return failed('the arguments are no JSON object');
  try {
    const text = JSON.stringify(await context.tools.call(tool, given.data));
    const cut = text.length > MAX_RESULT ? `${text.slice(0, MAX_RESULT)}… (cut: ask for less)` : text;
    return { done: { ...done, ok: true }, text: asData(cut) };
  } catch (error) {
    if (context.signal.aborted || !(error instanceof StepError)) throw error;
    // Who answered may have had a say in these words, too.
    return failed(asData(error.message.slice(0, 500)));
  }
}

/** A step type as a model sees it. */
export function toolFor({ id, modelDescription, params }: AnyActionType): LlmTool {
  const { $schema, ...schema } = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' });
  return { name: id, description: modelDescription, params: jsonObject.parse(JSON.parse(JSON.stringify(schema))) };
}
