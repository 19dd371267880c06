import {
  type Execution,
  type ExecutionContext,
  executionContextSchema,
  type StepResult,
} from '../../model/execution.ts';
import { type JsonObject, type JsonValue, jsonValue } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Store } from '../ports.ts';

/** An output up to this goes into the execution; a larger one, or one that would fill it, lies beside it. */
const INLINE_OUTPUT_BYTES = 8 * 1024;
const INLINE_TOTAL_BYTES = 128 * 1024;

export function contextOf(execution: Execution): ExecutionContext {
  return executionContextSchema.parse(JSON.parse(execution.contextJson));
}

/** Whether an output of this size belongs beside the execution rather than in it. */
export function belongsBeside(outputJson: string, results: readonly StepResult[]): boolean {
  const size = Buffer.byteLength(outputJson);
  if (size > INLINE_OUTPUT_BYTES) return true;
  const inline = results.reduce((sum, { outputJson: text }) => sum + (text ? Buffer.byteLength(text) : 0), 0);
  return inline + size > INLINE_TOTAL_BYTES;
}

/** The outputs of the finished steps by path; those that lie beside the execution are read. */
export async function loadOutputs(
  store: Store,
  orgId: string,
  executionId: string,
  results: readonly StepResult[],
): Promise<Map<string, JsonValue>> {
  const outputs = await Promise.all(
    results.map(async (result): Promise<[string, JsonValue]> => {
      if (!result.outputStored) return [result.path, parseOutput(result.outputJson)];
      const stored = await store.get(tenantPaths(orgId).output(executionId, result.path));
      return [result.path, parseOutput(stored?.data.outputJson ?? null)];
    }),
  );
  return new Map(outputs);
}

function parseOutput(text: string | null): JsonValue {
  return text === null ? null : jsonValue.parse(JSON.parse(text));
}

/** What conditions and templates see: `{steps, <agent>, trigger, event, inputs, user, org, now}`. */
export function factsFor(
  context: ExecutionContext,
  results: readonly StepResult[],
  outputs: ReadonlyMap<string, JsonValue>,
  now: Date,
): Record<string, unknown> {
  const steps: JsonObject = {};
  const agents: JsonObject = {};
  for (const result of results) {
    const output = outputs.get(result.path) ?? null;
    steps[result.stepId] = output;
    if (result.agent !== null && result.status === 'completed') agents[result.agent] = output;
  }
  return { ...context, ...agents, steps, now };
}
